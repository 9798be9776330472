"""Texts for people: whether a line tells them to run something, or only names it."""

from __future__ import annotations

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines

_FENCE = regex(r"\s*(?:```|~~~)")
_PROMPT = regex(r"\A\s*(?:[-*>]\s+)?(?:\([\w.-]+\)\s*)?[$#%>]\s+")
_COMMAND_BEGINS = regex(r"(?:\A|&&|\|\||[;|])\s*(?:[A-Za-z_]\w*=\S*\s+)*\Z")
_RUNNER = regex(r"(?:\A|[\s`$>&;|(/\"'])(?:sudo|nohup|time|(?:ba|z|da|k)?sh|python[\d.]*|ruby|source|run|runs|exec|-m|manage\.py|django-admin)"
                r"(?:\s+-[\w-]+)*\s+[`\"']?\Z")
_SAYS_SO = regex(r"(?i)\b(?:run|running|execute|executing|start|launch|invoke|call|type|use)\b[^.`]{0,40}`\Z")
_WORD_BEGINS = regex(r"[^\s`\"'(]*\Z")


def tells_to_run(lines: Lines, number: int, column: int) -> bool:
    """Whether a text tells people to run what it names at a place: behind what runs it (``sudo bash x.sh``, ``manage.py tidy``, "run x.sh"), as a
    command of its own (in a block of code, behind a prompt, as ``./x.sh`` in ticks), or behind words that say so.
    """
    row = lines.row(number)
    begins = column - len(found.group()) if (found := _WORD_BEGINS.search(row[:column])) is not None else column
    before = row[:begins]
    if _RUNNER.search(before) or _SAYS_SO.search(before):
        return True
    if before.endswith("`") and row[begins:].startswith("./"):
        return True
    prompt = _PROMPT.match(before)
    if prompt is None and not row.startswith(("    ", "\t")) and not _in_block(lines, number):
        return False
    return _COMMAND_BEGINS.search(before[prompt.end():] if prompt is not None else before) is not None


def _in_block(lines: Lines, number: int) -> bool:
    return sum(_FENCE.match(row) is not None for row in lines.rows[:number - 1]) % 2 == 1
