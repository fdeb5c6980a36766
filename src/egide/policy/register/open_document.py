"""A minimal OpenDocument spreadsheet, written with the standard library.

Source: OpenDocument 1.3, parts 2 (packages) and 3 (schema): ``mimetype`` first and stored, a manifest, a content.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
# The oldest date a zip can hold: the same records always give the same bytes.
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
# XML 1.0 forbids these characters even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHEET_NAME = re.compile(r"[\[\]*?:/\\]")
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3"'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of texts, the first row is the header."""

    name: str
    rows: Sequence[Sequence[str]]


def write_ods(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Write sheets of text.

    Args:
        sheets: One or more.
        title: Title of the document.

    Returns:
        The bytes of an .ods file; every cell is a text, so that nothing in it can run.
    """
    tables = "".join(_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMESPACES}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {_NAMESPACES}>'
        f"<office:meta><meta:generator>Egide</meta:generator><dc:title>{_text(title)}</dc:title></office:meta>"
        "</office:document-meta>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _add(package, "mimetype", _MIMETYPE, zipfile.ZIP_STORED)
        _add(package, "META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED)
        _add(package, "content.xml", content, zipfile.ZIP_DEFLATED)
        _add(package, "meta.xml", meta, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(package: zipfile.ZipFile, name: str, text: str, method: int) -> None:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = method
    package.writestr(entry, text.encode("utf-8"))


def _table(sheet: Sheet) -> str:
    columns = max((len(row) for row in sheet.rows), default=1) or 1
    name = quoteattr(_SHEET_NAME.sub("-", _FORBIDDEN.sub("", sheet.name)))
    rows = "".join(f"<table:table-row>{''.join(_cell(cell) for cell in row)}</table:table-row>" for row in sheet.rows)
    return (
        f'<table:table table:name={name}><table:table-column table:number-columns-repeated="{columns}"/>'
        f"{rows or '<table:table-row><table:table-cell/></table:table-row>'}</table:table>"
    )


def _cell(cell: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{_text(line)}</text:p>" for line in cell.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))
