"""The ASGI application; `egide serve` puts the parts together before it starts."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.service.settings")
application = get_asgi_application()
