"""Addresses of the desk's pages."""

from __future__ import annotations

from django.urls import path

from egide.service.desk.pages import conversation, home, importing, knowledge, quarantine, queue, trace, why

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("brand/", home.choose_brand, name="brand"),
    path("method/footprint/", home.footprint_method, name="method"),
    path("queue/", queue.queue, name="queue"),
    path("queue/search/", queue.search, name="search"),
    path("conversations/<uuid:interaction_id>/", conversation.conversation, name="conversation"),
    path("conversations/<uuid:interaction_id>/reply/", conversation.reply, name="reply"),
    path("conversations/<uuid:interaction_id>/draft/", conversation.prepare, name="prepare"),
    path("conversations/<uuid:interaction_id>/close/", conversation.close, name="close"),
    path("conversations/<uuid:interaction_id>/priority/", conversation.priority, name="priority"),
    path("conversations/<uuid:interaction_id>/ai/", conversation.switch_ai, name="ai"),
    path("conversations/<uuid:interaction_id>/trace/", trace.trace, name="trace"),
    path("drafts/<uuid:draft_id>/accept/", conversation.accept, name="accept"),
    path("drafts/<uuid:draft_id>/reject/", conversation.reject, name="reject"),
    path("decisions/<uuid:decision_id>/", why.why, name="why"),
    path("import/", importing.import_page, name="import"),
    path("import/<uuid:run_id>/", importing.run_page, name="run"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<uuid:held_id>/release/", quarantine.release_one, name="release"),
    path("quarantine/<uuid:held_id>/discard/", quarantine.discard_one, name="discard"),
    path("knowledge/<slug:brand>/<str:code>/", knowledge.article, name="article"),
]
