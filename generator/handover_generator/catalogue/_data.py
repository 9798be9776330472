"""The data files of the catalogue, which lie beside its code."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def texts(prefix: str) -> dict[str, str]:
    """The YAML files whose name starts with ``prefix`` (``py_``, ``cmd_``): name to text, sorted."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob(f"{prefix}*.yml"))}
