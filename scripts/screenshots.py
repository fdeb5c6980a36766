"""Take the pictures of the README from the demonstration: fictitious people only, one run, the same frames each time.

Run it after a change that shows: ``python scripts/screenshots.py``. It loads the demonstration in a directory of its own.
"""

from __future__ import annotations

import base64
import struct
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402 - the repository's own root comes first
from tests.browser.desk_server import Desk, load_demo, serve  # noqa: E402

IMAGES = ROOT / "docs" / "images"
HEIGHT = 800
MOST_BYTES = 150_000
# The customer's words in the queue by which the conversation of the pictures is known.
SHOWN = "quel médiateur"
# Pages of the queue from which the supervisor’s picture takes its work: what is late, and what is not yet.
TREATED = {1: 4, 2: 10, 3: 6}
# Longer than it takes to be told that a draft was accepted unread.
READING_MS = 5_500
_DECODE = """async (encoded) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${encoded}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, picture.width, picture.height).data;
  let text = '';
  for (let at = 0; at < pixels.length; at += 32768) text += String.fromCharCode(...pixels.subarray(at, at + 32768));
  return [btoa(text), picture.width, picture.height];
}"""


def main() -> int:
    """Load, serve, look; say what each picture weighs."""
    executable = find_chromium()
    if executable is None:
        print("No Chromium on this machine (Debian package: chromium).", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="egide-pictures-") as folder, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, headless=True)
        home = Path(folder) / "home"
        load_demo(home)
        with serve(home, browser) as desk:
            take_pictures(desk)
        browser.close()
    return 0


def take_pictures(desk: Desk) -> None:
    """Walk the desk as an agent, then as a supervisor who looks at that work."""
    with desk.open_as("conseillere") as context:
        page = context.new_page()
        page.goto(f"{desk.url}/queue/")
        keep(page, "queue")
        address = find_conversation(page, desk.url)
        page.goto(address)
        keep(page, "conversation")
        page.emulate_media(color_scheme="dark")
        page.goto(f"{address.split('?')[0]}?view=both")
        keep(page, "model-view-dark")
        page.emulate_media(color_scheme="light")
        page.goto(f"{address.split('?')[0]}trace/")
        keep(page, "trace")
        for number, wanted in TREATED.items():
            page.goto(f"{desk.url}/queue/?page={number}")
            for each in page.locator(".row a").evaluate_all("links => links.map(link => link.href)")[:wanted]:
                page.goto(each)
                treat(page)
    with desk.open_as("superviseur") as context:
        page = context.new_page()
        page.goto(f"{desk.url}/supervision/?days=7")
        keep(page, "supervision")


def find_conversation(page: Page, url: str) -> str:
    """Return the address of the conversation of the pictures, on whatever page of the queue it is."""
    for number in range(1, 5):
        page.goto(f"{url}/queue/?page={number}")
        found = page.locator(".row", has_text=SHOWN)
        if found.count():
            return str(found.locator("a").first.evaluate("link => link.href"))
    message = f"no conversation of the demonstration says {SHOWN!r}"
    raise LookupError(message)


def treat(page: Page) -> None:
    """Answer the conversation that is open, with its draft where there is one."""
    accept = page.get_by_role("button", name="Accepter et envoyer")
    before = page.url
    if accept.count():
        page.wait_for_timeout(READING_MS)
        accept.click()
    else:
        page.locator("#reply-text").fill("Bonjour, nous regardons votre dossier et revenons vers vous demain.")
        page.get_by_role("button", name="Envoyer au client").click()
    page.wait_for_url(lambda address: address != before)


def keep(page: Page, name: str) -> None:
    """Write what the window shows as a small PNG."""
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.wait_for_load_state("networkidle")
    blank = page.context.new_page()
    small = reduce_colours(read_pixels(blank, page.screenshot()))
    blank.close()
    (IMAGES / f"{name}.png").write_bytes(small)
    print(f"{name}.png: {len(small) // 1000} kB", flush=True)
    if len(small) > MOST_BYTES:
        message = f"{name}.png passes {MOST_BYTES // 1000} kB"
        raise ValueError(message)


def reduce_colours(pixels: np.ndarray) -> bytes:
    """Write pixels as a PNG with a palette of their 256 most frequent colours; a page has few others."""
    height, width, _ = pixels.shape
    codes = (pixels.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)).ravel()
    colours, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-counts)[:256]]
    palette = np.stack([kept >> 16, kept >> 8 & 255, kept & 255], axis=1).astype(np.int32)
    wanted = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    nearest = np.array([int(((palette - colour) ** 2).sum(axis=1).argmin()) for colour in wanted], dtype=np.uint8)
    rows = nearest[inverse].reshape(height, width)
    raw = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette.astype(np.uint8).tobytes()), (b"IDAT", zlib.compress(raw, 9)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in (*chunks, (b"IEND", b"")))


def read_pixels(page: Page, png: bytes) -> np.ndarray:
    """Let the browser decode a picture, on a blank page of its own: height by width by RGB."""
    encoded, width, height = page.evaluate(_DECODE, base64.b64encode(png).decode())
    return np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width, 4)[:, :, :3]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


if __name__ == "__main__":
    raise SystemExit(main())
