"""Promises to change nothing: "Side effects: none", "read only". What looks like one and is none matters as much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handover_generator.languages._lines import Line, paragraphs
from handover_generator.languages._prose import SENTENCE
from handover_generator.regexes import regex

_THINGS = "script|report|query|check|tool|job|command|operation|task|program|utility|helper|audit"
_LEAD = (
    f"it|this|that|the|everything|here|itself|below|above|one|code|whole|safe|and|so|also|thing|strictly|purely|completely|entirely|always|only"
    f"|fully|runs?|works?|is|are|stays?|remains?|100%|{_THINGS}"
)
_NONE = regex(r"[\W_]*(none|nothing|no side[- ]effects?|no)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NONE_REST = regex(r"\s*($|[.;,:(!–—-]|known\s*\W*$|at all\b|whatsoever\b)")
_BUT = regex(
    r"\b(except|but|apart from|other than|besides|unless|however|until|only if|if|when|with|aside)\b|(?<!\w)--?\w", re.IGNORECASE
)
_READ_ONLY = regex(rf"(({_LEAD})\s+){{0,8}}read[- ]?only(\s+({_THINGS}))?$", re.IGNORECASE)
_READ_ONLY_FIRST = regex(rf"(an?|this is an?|this)\s+((strictly|purely) )?read[- ]only\s+({_THINGS})\b", re.IGNORECASE)
_CHANGES_NOTHING = regex(
    r"\b((does|do|did|will)(n't|n’t| not| never)|never) (actually )?(change|modify|alter|touch|mutate|write|update)s? anything"
    r"(\s*$| (at all|and|itself)\b)"
    r"|\b(changes|modifies|alters|touches|writes|mutates) nothing(\s*$| (at all|and)\b)"
    r"|\bnothing (is|gets|will be) (ever )?(changed|modified|altered|written|touched)\s*$|\bmakes no changes\s*$"
    r"|(\b(has|have|causes|with) |^)no side[- ]effects?\s*$|\b(without( any)?|free of) side[- ]effects?\s*$|\bside[- ]effect[- ]free\s*$",
    re.IGNORECASE,
)
_OPPOSITE = regex(
    r"\b(read[-/ ]?write|(read[- ]?only )?modes?|makes? (?!no\b)|sets?|switch\w*|turns?|mounts?|opens?|connects?|replica|user|not read"
    r"|isn't|no longer|used to|should|could|may|might|must)\b",
    re.IGNORECASE,
)
_CLAUSE = regex(r"[.;,:()!?—–\n]+(?:\s|$)|\s[-—–]{1,2}\s|\s*[()]\s*")
_FIRST_LOOK = regex(r"read[- ]?only|anything|nothing|no changes|side[- ]effect", re.IGNORECASE)


def says_none(text: str) -> bool:
    """Whether the text under "Side effects" says that there are none: "none", "none (reads only)"; not "none except the cache"."""
    match = _NONE.match(text)
    if not match:
        return False
    rest = match["rest"]
    return not _BUT.search(rest) and _NONE_REST.match(rest) is not None


def says_read_only(lines: Sequence[Line]) -> tuple[str, int] | None:
    """The sentence that promises to change nothing, with its line.

    A promise is made of the script and without a condition: "Read only.", "It does not change anything". No promise: "read only the
    first 10", "in read-only mode", "read-only unless --fix".
    """
    for block in paragraphs(lines):
        if not any(_FIRST_LOOK.search(content) for _, content in block):
            continue
        for sentence, number in _sentences(block):
            if _FIRST_LOOK.search(sentence) and _promises(sentence):
                return sentence.strip(), number
    return None


def _promises(sentence: str) -> bool:
    if _BUT.search(sentence) or _OPPOSITE.search(sentence):
        return False
    clauses = [clause.strip(" \t*_`\"'-.") for clause in _CLAUSE.split(sentence)]
    if any(_READ_ONLY.match(clause) for clause in clauses if clause) or _READ_ONLY_FIRST.match(sentence.strip()):
        return True
    return any(_CHANGES_NOTHING.search(clause) for clause in clauses)


def _sentences(block: Sequence[Line]) -> Iterator[tuple[str, int]]:
    starts: list[tuple[int, int]] = []
    joined = ""
    for number, content in block:
        starts.append((len(joined), number))
        joined += content.strip() + " "
    position = 0
    for match in [*SENTENCE.finditer(joined), None]:
        end = match.end() if match else len(joined)
        sentence = joined[position:end]
        if sentence.strip():
            yield sentence, max((start, number) for start, number in starts if start <= position)[1]
        position = end
