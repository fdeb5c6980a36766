"""Read and write multipart forms, as recordings are sent. Source: RFC 7578."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from egide.gateway.errors import BadRequest

__all__ = ["Form", "UploadedFile", "parse_form", "write_form"]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A recording; its name is replaced, since people name files after people."""

    content_type: str
    extension: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, and the file."""

    fields: dict[str, Any] = field(repr=False)
    file: UploadedFile


def parse_form(content_type: str, body: bytes) -> Form:
    """Read a form with one file.

    Args:
        content_type: The header, with its boundary.
        body: The bytes.

    Returns:
        The form.

    Raises:
        BadRequest: it is not a form, or holds no file.
    """
    if not content_type.lower().startswith("multipart/form-data"):
        raise BadRequest("invalid_form", "Send multipart/form-data with a file.")
    message = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body, policy=HTTP)
    fields: dict[str, Any] = {}
    file: UploadedFile | None = None
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        filename = part.get_filename()
        if filename is not None:
            if file is not None or name != "file":
                raise BadRequest("invalid_form", "Send exactly one file, in the field 'file'.")
            file = UploadedFile(part.get_content_type(), _extension(filename), content)
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError as broken:
            raise BadRequest("invalid_form", "A field is not text in UTF-8.") from broken
        key = name.removesuffix("[]")
        if key in fields or name.endswith("[]"):
            fields.setdefault(key, [])
            if not isinstance(fields[key], list):
                fields[key] = [fields[key]]
            fields[key].append(text)
        else:
            fields[key] = text
    if file is None:
        raise BadRequest("invalid_form", "The form holds no file.")
    return Form(fields, file)


_LONGEST_EXTENSION = 5


def _extension(filename: str) -> str:
    extension = filename.rpartition(".")[2].lower()
    return extension if extension.isascii() and extension.isalnum() and len(extension) <= _LONGEST_EXTENSION else "bin"


def write_form(fields: Mapping[str, Any], file: UploadedFile, boundary: str) -> bytes:
    """Write a form with one file.

    Args:
        fields: Texts, or lists of texts, by name.
        file: The file.
        boundary: Random, so that no content can hold it.

    Returns:
        The body.
    """
    pieces: list[bytes] = []
    for name, content in fields.items():
        listed = isinstance(content, list)
        for one in content if listed else [content]:
            written = f"{name}[]" if listed else name
            pieces.append(
                f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(written)}"\r\n\r\n{one}\r\n'.encode()
            )
    pieces.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="recording.{file.extension}"\r\n'
        f"Content-Type: {file.content_type}\r\n\r\n".encode()
    )
    return b"".join([*pieces, file.content, f"\r\n--{boundary}--\r\n".encode()])


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
