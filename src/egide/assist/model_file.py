"""One file for one trained model: arrays and a JSON description, never a pickle.

A pickle runs code when it is read; a model file comes from disks and backups that many hands reach. The format is NumPy's
own `.npz` (a ZIP of plain arrays) with one more array that holds the JSON, read with `allow_pickle=False`.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from egide.assist.errors import BrokenModelFile

__all__ = ["format_model", "parse_model"]


_DESCRIPTION = "description"


def format_model(kind: str, version: int, description: Mapping[str, Any], arrays: Mapping[str, Any]) -> bytes:
    """Write a model as the bytes of one file.

    Args:
        kind: Which function the model serves; checked at reading.
        version: The format of this kind.
        description: What JSON can hold.
        arrays: NumPy arrays of numbers, by name.

    Returns:
        The file's bytes.
    """
    import numpy as np

    written = json.dumps({"kind": kind, "version": version, **description}, ensure_ascii=False, sort_keys=True)
    buffer = io.BytesIO()
    stored: dict[str, Any] = {_DESCRIPTION: np.frombuffer(written.encode(), dtype=np.uint8), **arrays}
    np.savez_compressed(buffer, **stored)
    return buffer.getvalue()


def parse_model(content: bytes, kind: str, version: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read what `format_model` wrote.

    Args:
        content: The file's bytes.
        kind: The kind that is expected.
        version: The format version that is expected.

    Returns:
        The description and the arrays.

    Raises:
        BrokenModelFile: the bytes are not a model, or of another kind or version.
    """
    import numpy as np

    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        description = json.loads(arrays.pop(_DESCRIPTION).tobytes().decode())
    except (
        OSError,
        ValueError,
        KeyError,
        EOFError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        AttributeError,
    ) as broken:
        raise BrokenModelFile("not a model file, or a damaged one") from broken
    if not isinstance(description, dict) or description.get("kind") != kind:
        raise BrokenModelFile(f"not a {kind} model")
    if description.get("version") != version:
        raise BrokenModelFile(f"a {kind} model of another format: expected {version}")
    return description, arrays
