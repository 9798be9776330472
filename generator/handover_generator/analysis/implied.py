"""Conditions that another one says: of what is "b" nobody needs to be told that it is not "a" (``elif mode == "b"``, ``elif [ "$mode" = b ]``)."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.regexes import regex

_IS = regex(r"(?:if )?(\S+) is (?!not\b|empty\b|set\b|given\b|in\b|a\b|more\b|less\b|at\b)([^ ]+|'[^']*'|\"[^\"]*\")\Z")
_IS_NOT = regex(r"(?:if )?(\S+) is not ([^ ]+|'[^']*'|\"[^\"]*\")\Z|not \((\S+) is ([^ ()]+|'[^']*'|\"[^\"]*\")\)\Z")


def essential(conditions: Sequence[str], *, bare: bool = False) -> list[str]:
    """The conditions without those that another one of them says. ``bare``: a word stands for itself without quotes, too, as in a shell."""
    known = {match.group(1): match.group(2) for match in map(_IS.match, conditions) if match is not None and _constant(match.group(2), bare)}
    return [told for told in conditions if not _says(known, told, bare)] if known else list(conditions)


def _says(known: dict[str, str], told: str, bare: bool) -> bool:
    match = _IS_NOT.match(told) if "not" in told else None
    if match is None:
        return False
    subject, other = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
    return subject in known and _constant(other, bare) and known[subject].strip("'\"") != other.strip("'\"")


def _constant(word: str, bare: bool) -> bool:
    """Whether a word is known as it stands: one in quotes, a number."""
    return "$" not in word and "*" not in word and (bare or word[:1] in ("'", '"') or word.isdigit())
