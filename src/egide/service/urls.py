"""Where each page of the service lives."""

from __future__ import annotations

from django.urls import include, path

from egide.service.connections.api import receive_event
from egide.service.metrics.views import metrics

urlpatterns = [
    path("metrics", metrics),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("journal/", include("egide.service.evidence.urls")),
    path("rights/", include("egide.service.rights.urls")),
    path("recognisers/", include("egide.service.governance.recogniser_urls")),
    path("incidents/", include("egide.service.governance.incident_urls")),
    path("connections/", include("egide.service.governance.connection_urls")),
    path("hooks/<uuid:hook>/", receive_event, name="hook"),
    path("gateway/keys/", include("egide.service.gatewaykeys.urls")),
    path("bot/", include("egide.service.bot.urls")),
    path("me/", include("egide.service.portal.urls")),
    path("calls/", include("egide.service.calls.urls")),
    path("training/", include("egide.service.training.urls")),
    path("campaigns/", include("egide.service.campaigns.urls")),
    path("supervision/", include("egide.service.insight.urls")),
    path("", include("egide.service.governance.urls")),
    path("", include("egide.service.desk.urls")),
    path("", include("egide.service.design.urls")),
]

handler400 = "egide.service.desk.pages.errors.bad_request"
handler403 = "egide.service.desk.pages.errors.forbidden"
handler404 = "egide.service.desk.pages.errors.not_found"
handler500 = "egide.service.desk.pages.errors.server_error"
