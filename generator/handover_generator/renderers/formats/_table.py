"""Plain aligned columns for pipes and logs: no colours, no frames, one line a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from handover_generator.textgate import to_console


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, limits: Sequence[int]) -> str:
    """Columns separated by two spaces; cells are shown through the text gate and cut at ``limits``."""
    shown = [[cut(to_console(cell), limit) for cell, limit in zip(row, limits, strict=True)] for row in (header, *rows)]
    widths = [max(width(row[column]) for row in shown) for column in range(len(header))]
    lines = ["  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip() for row in shown]
    return "\n".join(lines) + "\n"


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters; what is cut is shown by an ellipsis."""
    return text if len(text) <= limit else f"{text[: max(1, limit - 1)]}…"


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
