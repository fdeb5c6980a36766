"""Ways to reach providers of models over HTTP."""

from egide.adapters.upstream.aiohttp_transport import AiohttpTransport
from egide.adapters.upstream.http1_transport import Http1Transport

__all__ = ["AiohttpTransport", "Http1Transport"]
