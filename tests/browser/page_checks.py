"""What every page of the product must pass in a real browser, in one call: ``check_page(browser_page, url, "queue")``.

Both languages, both themes, 1,280 and 360 px: no axe violation, no error in the console, no refused request; DOM,
requests and bytes within the budget; no horizontal scroll at 320 px nor at 200 % zoom; every control reached by the
keyboard with a visible focus. A screenshot of each state is kept for eyes to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

SCREENSHOTS = Path(__file__).parents[2] / ".test-output" / "screenshots"

MAX_ELEMENTS, MAX_REQUESTS, MAX_BYTES = 400, 12, 150_000
LANGUAGES = ("fr", "en")
THEMES = ("light", "dark")
WIDTHS = (1280, 360)
REFLOW_WIDTHS = (320, 360, 640)  # WCAG 1.4.10, and 1,280 px seen at 200 %

_MARK_CONTROLS = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
  all.forEach((element, number) => element.setAttribute('data-walk', number));
  return all.length;
}"""
_START_OF_PAGE = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}"""
_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const drawn = (pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const box = element.getBoundingClientRect();
  return { number: element.getAttribute('data-walk'), focus: drawn(null) || drawn('::after'),
    inside: box.right > 0 && box.left < innerWidth, html: element.outerHTML.slice(0, 120) };
}"""


@dataclass(frozen=True)
class Weight:
    """What a page costs: elements of its DOM, requests and bytes of a first visit."""

    elements: int
    requests: int
    transferred: int


@dataclass(frozen=True)
class States:
    """In which languages, themes and widths a page is looked at."""

    languages: tuple[str, ...] = LANGUAGES
    themes: tuple[str, ...] = THEMES
    widths: tuple[int, ...] = WIDTHS

    @classmethod
    def only(cls, number: int) -> States:
        """Return one combination, another for the next number: pages that share a layout take them in turn."""
        return cls((LANGUAGES[number % 2],), (THEMES[number // 2 % 2],), (WIDTHS[(number // 4 + number) % 2],))


def check_page(page: Page, url: str, name: str, states: States = States(), status: int = 200) -> Weight:
    """Open the page in these states, every one by default, and assert all of the above; return what it weighs.

    An error page is a page too: ``status`` says which answer is expected.
    """
    problems: list[str] = []
    listeners = _listen(page, problems)
    weights = []
    for language in states.languages:
        weights.append(_open(page, url, language, status))
        for theme in states.themes:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for width in states.widths:
                state = f"{name}-{language}-{theme}-{width}"
                page.set_viewport_size({"width": width, "height": 800})
                SCREENSHOTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=SCREENSHOTS / f"{state}.png", full_page=True)
                problems += [f"{state}: {violation}" for violation in find_axe_violations(page)]
    for width in REFLOW_WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{name}: scrolls sideways, {wide} px wide in a window of {width} px")
    for width in states.widths:
        page.set_viewport_size({"width": width, "height": 800})
        problems += [f"{name} at {width} px: {fault}" for fault in find_keyboard_faults(page)]
    weight = Weight(
        *(max(getattr(each, field) for each in weights) for field in ("elements", "requests", "transferred"))
    )
    if weight.elements > MAX_ELEMENTS or weight.requests > MAX_REQUESTS or weight.transferred > MAX_BYTES:
        problems.append(f"{name}: over budget: {weight}")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)  # type: ignore[arg-type]
    assert not problems, "\n".join(problems)
    return weight


def find_axe_violations(page: Page) -> list[str]:
    """Run axe on the page as it stands: one line per violated rule, with the elements."""
    violations = Axe().run(page).response["violations"]
    return [
        f"axe {violation['id']}: {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in violations
    ]


def find_keyboard_faults(page: Page) -> list[str]:
    """Walk the page with the Tab key: what is never reached, what shows no focus, what is out of sight."""
    page.evaluate(_START_OF_PAGE)
    expected = page.evaluate(_MARK_CONTROLS)
    reached: set[int] = set()
    faults: list[str] = []
    last = -1
    # A field of a date and time has up to eight parts, each with its own stop.
    dates = page.locator('input[type="datetime-local"]:visible, input[type="date"]:visible').count()
    for _ in range(expected + 8 * dates + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None or focused["number"] is None:
            continue
        number = int(focused["number"])
        if number == last:
            continue
        if number in reached:
            break
        if number < last:
            faults.append(f"the focus goes back to {focused['html']}")
        if not focused["focus"]:
            faults.append(f"no visible focus on {focused['html']}")
        if not focused["inside"]:
            faults.append(f"focus out of sight on {focused['html']}")
        last = number
        reached.add(number)
    missed = sorted(set(range(expected)) - reached)
    for number in missed:
        html = page.evaluate(f"document.querySelector('[data-walk=\"{number}\"]').outerHTML.slice(0, 120)")
        faults.append(f"never reached by the keyboard: {html}")
    return faults


def _open(page: Page, url: str, language: str, status: int) -> Weight:
    """Visit the page as if for the first time and weigh it."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    finished: list[Request] = []

    def on_finished(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", on_finished)
    answer = page.goto(url, wait_until="load")
    assert answer is not None
    assert answer.status == status, f"{url} answered {answer.status}"
    page.remove_listener("requestfinished", on_finished)
    session.detach()
    sizes = [request.sizes() for request in finished if not request.url.startswith("data:")]
    return Weight(
        elements=page.evaluate("document.querySelectorAll('*').length"),
        requests=len(sizes),
        transferred=sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes),
    )


def _listen(page: Page, problems: list[str]) -> dict[str, object]:
    def on_console(message: ConsoleMessage) -> None:
        # A failed request is reported by its address below; the console only repeats it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console: {message.text}")

    def on_response(response: Response) -> None:
        # The page itself may be an error page under test.
        if response.status >= 400 and not response.request.is_navigation_request():
            problems.append(f"{response.status} for {response.url}")

    def on_error(error: object) -> None:
        problems.append(f"script: {error}")

    listeners: dict[str, object] = {"console": on_console, "response": on_response, "pageerror": on_error}
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    return listeners
