"""The theme's choice, and the gallery that shows every component and page with fictitious content in development."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from egide.service.design import gallery

THEME_COOKIE = "egide_theme"
THEMES = ("light", "dark")
_ONE_YEAR_S = 365 * 24 * 3600
_LISTS = {"message": "thread", "queue_row": "rows", "trace_step": "steps"}  # components that are items of a list


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in a cookie, which holds nothing about the person, and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=_ONE_YEAR_S, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def show_gallery(request: HttpRequest) -> HttpResponse:
    """List the components and the pages."""
    _refuse_unless_shown()
    context = {"page": {"title": "Composants"}, "components": gallery.COMPONENTS, "pages": gallery.PAGES}
    return render(request, "design/gallery/index.html", {**context, "shell": gallery.shell()})


def show_component(request: HttpRequest, name: str) -> HttpResponse:
    """Show one component in all its states."""
    _refuse_unless_shown()
    component = gallery.COMPONENTS.get(name)
    if component is None:
        raise Http404
    template = f"design/{name}.html"
    context = {
        "page": {"title": name.replace("_", " ").capitalize()},
        "component": component,
        "template": template,
        "samples": [(caption, render_to_string(template, sample, request)) for caption, sample in component.samples()],
        "in_list": _LISTS.get(name, ""),
        "shell": gallery.shell(),
    }
    return render(request, "design/gallery/component.html", context)


def show_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page template with fictitious content."""
    _refuse_unless_shown()
    sample = gallery.PAGES.get(name)
    if sample is None:
        raise Http404
    return render(request, sample.template, {"page": sample.page(), "shell": gallery.shell(sample.nav)})


def _refuse_unless_shown() -> None:
    if not (settings.DEBUG or getattr(settings, "EGIDE_SHOW_COMPONENTS", False)):
        raise Http404
