"""Lines of a header: which of them a person wrote for people, and which are machine marks, licences or commented-out code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from handover_generator.regexes import regex

Line = tuple[int, str]

MACHINE = regex(
    r"\s*(#?!\s*/|#?!\s*\\|/(?:usr/)?(?:local/)?bin/(?:env )?[\w.-]+(?: -\w+)?$|-\*-|.{0,40}coding[:=]\s*[\w.-]+|(vi|vim|ex):\s?\S"
    r"|(pylint|flake8|mypy|ruff|noqa|type|yapf|isort|fmt|nosec|pragma|shellcheck|yaml-language-server|eslint|prettier|sqlfluff|checkov"
    r"|hadolint|cspell|@formatter)\b\s*[:=]|(shellcheck|noqa|pragma)\b\s*(disable|shell|source|enable|$)"
    r"|\$(Id|Revision|Date|Header|Author)\b.*\$)",
    re.IGNORECASE,
)
PACKAGE_BLOCK = regex(r"///\s*(\w+)?\s*$")
RULE = regex(r"\s*([-=~*#_+.^/|\\<>])\1{2,}[\s\W_]*$")
LICENCE = regex(
    r"(copyright\b|\(c\)\s*\d{4}|©|spdx-|licen[cs]ed? (under|to)\b|all rights reserved|permission is hereby granted|redistribution and use"
    r"|distributed in the hope|this (file|program|software|script) is part of\b"
    r"|without warranties|without warranty|warranty of|is free software|the software is provided|you may (not use|obtain a copy)"
    r"|unless required by applicable|you should have received a copy|see the (licen[cs]e|gnu|file licen[cs]e)|licen[cs]e:"
    r"|this source code form\b|subject to the (terms|conditions)\b|the (mozilla|eclipse|gnu (affero |lesser )?general) public\b"
    r"|\b(is|are) the( \w+)? property of (its|the|their)\b|\b(legal|intellectual|exclusive|sole) property of\b"
    r"|(applying|terms of|copy of|subject to|conditions of) (this|the)( \w+){0,3} licen[cs]e\b)",
    re.IGNORECASE,
)
_COMMANDS = (
    "sudo rm cp mv mkdir chmod chown cd cat tar git docker docker-compose kubectl curl wget pip pip3 npm apt apt-get yum psql mysql "
    "ssh scp rsync bash sh make aws systemctl service grep sed awk find ls python python3"
).replace(" ", "|")
_CODE = regex(
    r"([$%>]\s|>>>|\.{3}\s|```"  # prompts and fences
    r"|[A-Za-z_]\w*=\S|[\w.\[\]\"']{1,60} (=|\+=|:=) \S"  # assignments
    r"|@\w+(\(|$)|import \w+(\.\w+)*( as \w+)?$|import \w+,|from [\w.]+ import |(async )?def \w+\(|class \w+[(:]"
    r"|(print|return|raise|assert|echo|printf|exit|logger\.\w+|console\.log)[ (\"'].*[)\"'\d;]$|[\w.]{1,60}\(.*\);?$"
    r"|(if|elif|while|for|with|try|else|except)\b.*:$|if (\[|!|test )|(fi|done|esac|then|do)\b;?$|(for \w+ in|while|until) .*;\s?do|\[\[? "
    r"|(export|local|declare|readonly|alias|unset) \w|(source|\.) \S*/\S|set [-+]\w"
    rf"|({_COMMANDS}) (-|\S*[./$~:@\"'=]|\S+ -|\S+$)"
    r"|\S*/\S+\.(py|sh|bash|sql)\b|\./\S|(python3? )?manage\.py \w+( |$)"
    r"|--?[A-Za-z][\w-]*( [A-Z{]\S*)?(, --?[A-Za-z][\w-]*( [A-Z{]\S*)?)* {2,}\S)"  # an option, and what it is
)
_SQL = regex(
    r"(SELECT|INSERT INTO|UPDATE|DELETE FROM|DROP|CREATE|ALTER|GRANT|REVOKE|TRUNCATE|COMMIT|BEGIN|COPY|VACUUM|WITH|MERGE|SET|USE|EXEC)\b.*"
    r"(;$|\b(FROM|TABLE|INTO|SET|DATABASE|INDEX|VIEW|VALUES|ROLE)\b)"
)
_OPERATORS = regex(r"( && | \|\| |\$\(|\$\{|2>&1|>/dev/null| \\$|[{;]$|^[})\]]+[;,]?$)")
_LOWER_COMMAND = regex(r"[a-z][\w.-]* (.* )?(--?[a-zA-Z][\w-]*([= ]|$)|\$\w+)")


def human_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of a comment block that a person wrote for people: others become blank, so that paragraphs stay apart.

    Left out: shebang, coding and tool lines, rules of dashes, licence paragraphs, inline package metadata, commented-out code.
    """
    kept: list[Line] = []
    in_metadata = False
    for number, content in lines:
        marker = PACKAGE_BLOCK.match(content.strip())
        if marker and (in_metadata or marker[1]):
            in_metadata = not in_metadata
            kept.append((number, ""))
            continue
        drop = in_metadata or MACHINE.match(content) or RULE.match(content)
        kept.append((number, "" if drop else _unboxed(content)))
    result: list[Line] = []
    for block in paragraphs(kept, keep_blank=True):
        kept_lines = [] if is_code(block) else without_licence(block)
        result += kept_lines + [(number, "") for number, _ in block[len(kept_lines) :]]
    return result


def _unboxed(content: str) -> str:
    """A line without the frame of a box of comment marks."""
    inner = content.rstrip()
    if len(inner) > 4 and inner.endswith((" #", " *", " |")):
        inner = inner[:-2].rstrip()
    stripped = inner.lstrip("#").rstrip("#").rstrip()
    return stripped if inner.lstrip().startswith("#") or inner.endswith("##") else inner


def paragraphs(lines: Sequence[Line], *, keep_blank: bool = False) -> Iterator[list[Line]]:
    """Runs of lines that are not blank; with ``keep_blank``, each blank line as a run of its own."""
    block: list[Line] = []
    for number, content in lines:
        if content.strip():
            block.append((number, content))
            continue
        if block:
            yield block
            block = []
        if keep_blank:
            yield [(number, "")]
    if block:
        yield block


def without_licence(block: Sequence[Line]) -> list[Line]:
    """The lines of a paragraph that stand before a licence or copyright notice; what follows the notice in it belongs to it."""
    return list(takewhile(lambda line: not LICENCE.search(line[1]), block))


def is_code(block: Sequence[Line]) -> bool:
    """Whether more than half of a paragraph's lines are code: commented out, or an example."""
    filled = [content.strip() for _, content in block if content.strip()]
    return bool(filled) and sum(map(is_code_line, filled)) * 2 > len(filled)


def is_code_line(inner: str) -> bool:
    """Whether a stripped line reads like a statement, a command or SQL rather than a sentence."""
    if _CODE.match(inner) or _SQL.match(inner) or _OPERATORS.search(inner):
        return not _looks_like_prose(inner)
    return bool(_LOWER_COMMAND.match(inner)) and not inner.endswith((".", ":"))


def _looks_like_prose(inner: str) -> bool:
    """A sentence that merely begins like a command ("Find all …", "make sure that …") or ends in a semicolon."""
    return bool(re.match(r"[A-Z]?[a-z']+( [a-z'-]+,?){4,}", inner)) and not re.search(r"\s--?\w|[$`|]|\(\)|&&", inner)
