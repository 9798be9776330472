"""Texts cut and split as the shell does it."""

from __future__ import annotations

import fnmatch
import re

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_SEPARATOR = regex(r"\*?[@:=,.+-]\*?")
SPACE = regex(r"[ \t\n]+")


def split_words(text: Text) -> list[Text]:
    """An unquoted text split at blanks in its literal pieces; empty texts vanish."""
    if len(text.parts) == 1 and isinstance(text.parts[0], Hole):
        return [text]
    words: list[Text] = []
    current: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            current.append(part)
            continue
        chunks = SPACE.split(part)
        for number, chunk in enumerate(chunks):
            if number and current:
                words.append(Text.of(*current))
                current = []
            if chunk:
                current.append(chunk)
    if current:
        words.append(Text.of(*current))
    return words


def altered(value: Text, operator: str, source: str, name: str) -> Text:
    """``${v%pattern}``, ``${v##pattern}``, ``${v/a/b}``, ``${v:0:3}``, ``${v^^}``."""
    if not operator:
        return value
    literal = value.literal
    pattern = source[2:-1].partition(operator)[2]
    if literal is not None and not re.search(r"[$`]", pattern):
        result = _cut(literal, operator, pattern)
        if result is not None:
            return Text.of(result)
    if (
        operator in ("%", "%%")
        and value.parts
        and isinstance(value.parts[-1], str)
        and not re.search(r"[*?$\[]", pattern)
        and value.parts[-1].endswith(pattern)
    ):
        return Text.of(*value.parts[:-1], value.parts[-1][: len(value.parts[-1]) - len(pattern)])
    if operator in ("%", "#", "##") and (cut := _cut_at(value, operator, pattern)) is not None:
        return cut
    if operator in ("^", "^^", ",", ",,", "@"):
        return value
    first = value.parts[0] if value.parts else ""
    if operator == ":" and isinstance(first, str) and pattern.isdigit() and int(pattern) <= len(first):
        return Text.of(first[int(pattern) :], *value.parts[1:])
    replaced = _replaced(value, pattern, every=operator == "//") if operator in ("/", "//") else None
    if replaced is not None:
        return replaced
    if len(value.parts) == 1 and isinstance(value.parts[0], Hole) and operator in ("%", "%%", "#", "##") and _SEPARATOR.fullmatch(pattern):
        return Text.of(Hole(value.parts[0].kind if value.parts[0].kind != "env" else "unknown", f"{name}{operator}{pattern.replace('*', '')}"))
    if len(value.parts) == 1 and isinstance(value.parts[0], Hole):
        return Text.of(Hole(value.parts[0].kind if value.parts[0].kind != "env" else "unknown", value.parts[0].name))
    return Text.of(Hole("unknown", name))


def _cut_at(value: Text, operator: str, pattern: str) -> Text | None:
    """``${v##*/}``, ``${v%.*}``, ``${v#*:}``: up to a sign, or from it, where it stands in the part of the text that decides. None elsewhere."""
    at, other = (pattern[:1], pattern[1:]) if operator == "%" else (pattern[1:], pattern[:1])
    edge = value.parts[0 if operator == "#" else -1] if value.parts else None
    if other != "*" or not at or re.search(r"[*?$`\[\]{}\\'\"]", at) or not isinstance(edge, str) or at not in edge:
        return None
    if operator == "%":
        return Text.of(*value.parts[:-1], edge.rpartition(at)[0])
    return Text.of(edge.rpartition(at)[2]) if operator == "##" else Text.of(edge.partition(at)[2], *value.parts[1:])


def _replaced(value: Text, pattern: str, *, every: bool) -> Text | None:
    """``${v/old/new}`` where a part of it is known only when it runs: the text around the place stays. None where that place is not seen."""
    old, _, new = pattern.partition("/")
    if not old or re.search(r"[*?\[$`#%\\]", old) or "(" in new or not any(isinstance(part, str) and old in part for part in value.parts):
        return None
    pieces = [piece if index % 2 == 0 else Hole("unknown", piece.strip("{}")) for index, piece in enumerate(re.split(r"\$(\w+|\{\w+\})", new))]
    parts: list[str | Hole] = []
    left = None if every else 1
    for part in value.parts:
        if not isinstance(part, str):
            parts.append(part)
            continue
        first, *others = part.split(old) if left is None else part.split(old, left)
        parts.append(first)
        for other in others:
            parts += [*pieces, other]
            left = None if left is None else 0
    return Text.of(*parts)


def _cut(literal: str, operator: str, pattern: str) -> str | None:
    if operator in ("#", "##", "%", "%%"):
        order = range(len(literal) + 1)
        cuts = [i for i in order if fnmatch.fnmatchcase(literal[:i] if operator.startswith("#") else literal[i:], pattern)]
        if not cuts:
            return literal
        if operator.startswith("#"):
            return literal[(max(cuts) if operator == "##" else min(cuts)) :]
        return literal[: (min(cuts) if operator == "%%" else max(cuts))]
    if operator in ("/", "//"):
        old, _, new = pattern.removeprefix("/").partition("/")
        if not re.search(r"[*?\[]", old) and old:
            return literal.replace(old, new) if operator == "//" else literal.replace(old, new, 1)
        return None
    if operator == ":":
        parts = pattern.split(":")
        if all(re.fullmatch(r"\s*\d+\s*", part) for part in parts):
            start = int(parts[0])
            return literal[start : start + int(parts[1])] if len(parts) > 1 else literal[start:]
        return None
    if operator in ("^^", ",,"):
        return literal.upper() if operator == "^^" else literal.lower()
    return None


def written(text: Text) -> bool:
    """Whether a text is written in the script, but for holes: what another command prints is not."""
    return bool(text) and isinstance(text.parts[0], str) and any(character.isalpha() for character in text.parts[0])
