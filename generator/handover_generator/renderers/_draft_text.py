"""Text of the repository in drafted YAML and comments: one line, nothing unseen, quoted where YAML would read it otherwise."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from handover_generator.model.inventory import Effect
from handover_generator.model.people import Person
from handover_generator.regexes import regex
from handover_generator.textgate import to_console

_PLAIN = regex(r"[A-Za-z_./][\w./-]*\Z", re.ASCII)
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def comment(text: str) -> str:
    """For a comment or a header line: one line, secrets redacted, control characters shown."""
    return to_console(text)


def quoted(text: str) -> str:
    """A scalar that YAML reads back as exactly this text (unseen characters as escapes)."""
    if _PLAIN.match(text) and text.lower() not in _WORDS_OF_YAML and not text.startswith((".", "-")):
        return text
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    code = ord(char)
    if char.isprintable() and code <= 0xFFFD:
        return char
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"  # half a character: YAML cannot hold it
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def ids_of(people: Sequence[Person], *, taken: Iterable[str]) -> dict[str, str]:
    """A short, readable, unique key for each person: ``ada-obi``, else ``ada-obi-2``."""
    used = set(taken)
    result: dict[str, str] = {}
    for person in people:
        base = _slug(person.name) or _slug(person.id.partition("@")[0]) or "person"
        key, number = base, 1
        while key in used:
            number += 1
            key = f"{base}-{number}"
        used.add(key)
        result[person.id] = key
    return result


def _slug(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:60].strip("-")


def wrapped(text: str, first: str, later: str) -> str:
    """Text over several lines, none much longer than 140 characters."""
    return "\n".join(
        textwrap.wrap(text, width=140, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False)
    )


def distinct(effects: Iterable[Effect]) -> list[Effect]:
    """The first effect of each resource, action and target."""
    seen: dict[tuple[str, str, str | None], Effect] = {}
    for effect in effects:
        seen.setdefault((effect.resource, effect.action.value, effect.target), effect)
    return list(seen.values())
