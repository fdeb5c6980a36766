"""Give an exported journal as a zip that is made on the disk and sent piece by piece, whatever its size."""

from __future__ import annotations

import tempfile
import weakref
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Final

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from egide.service.evidence.exporting import export_journal
from egide.service.tenancy.access import Actor

_PIECE: Final = 256 * 1024


def zipped(request: HttpRequest, slug: str, actor: Actor) -> StreamingHttpResponse:
    """Export a journal for its reader and zip the folder; memory holds one piece of it at a time.

    Args:
        request: Tells how the answer is sent: Django gathers a plain iterator in memory when the server is ASGI.
        slug: A brand, or "installation".
        actor: Who exports, and whose rights decide what is opened.

    Returns:
        The zip, whose file is deleted once it is sent.
    """
    archive = tempfile.TemporaryFile(prefix="egide-journal-")  # noqa: SIM115 - closed once it is sent
    try:
        _fill(archive, slug, actor)
        length = archive.tell()
        archive.seek(0)
    except BaseException:
        archive.close()
        raise
    pieces = _pieces_of_asgi(archive) if isinstance(request, ASGIRequest) else _pieces(archive)
    # A reader who leaves before the first piece never starts the generator, whose end would close the file.
    weakref.finalize(pieces, archive.close)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Length"] = str(length)
    response["Content-Disposition"] = f'attachment; filename="journal-{slug}.zip"'
    return response


def _fill(archive: IO[bytes], slug: str, actor: Actor) -> None:
    with tempfile.TemporaryDirectory(prefix="egide-journal-") as made:
        folder = Path(made) / "journal"
        export_journal(slug, folder, actor=actor, now=timezone.now(), opened_for=actor)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    opened.write(path, path.relative_to(folder.parent))


def _pieces(archive: IO[bytes]) -> Iterator[bytes]:
    with archive:
        while piece := archive.read(_PIECE):
            yield piece


async def _pieces_of_asgi(archive: IO[bytes]) -> AsyncIterator[bytes]:
    with archive:
        while piece := await sync_to_async(archive.read, thread_sensitive=False)(_PIECE):
            yield piece
