"""Python programs that are templates (Jinja, ERB): their tags taken away, line for line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.regexes import regex

_ORDER = regex(r"\{%.{0,2000}?%\}|\{#.{0,2000}?#\}|<%(?!=).{0,2000}?%>", re.DOTALL)
_VALUE = regex(r"\{\{\s*([^{}]{0,500}?)\s*\}\}|<%=\s*(.{0,500}?)\s*-?%>", re.DOTALL)


def without_tags(text: str) -> Iterator[str]:
    """What a template may be read as: without what it orders (``{% if x %}``; what stands under ``if`` and ``else`` both stays), and with a name
    for each value besides (``{{ port }}``). Nothing for a text that is no template.
    """
    if "{%" not in text and "{{" not in text and "<%" not in text:
        return
    plain = _ORDER.sub(lambda match: "\n" * match.group().count("\n"), text)
    yield plain
    yield _VALUE.sub(_named, plain)


def _named(match: re.Match[str]) -> str:
    words = re.sub(r"\W+", "_", (match.group(1) or match.group(2) or "").partition("|")[0]).strip("_")[:48]
    return f"template_{words}" + "\n" * match.group().count("\n")
