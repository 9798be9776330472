"""The purpose of a script in the words of its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handover_generator.languages._lines import RULE, Line, is_code, is_code_line, paragraphs, without_licence
from handover_generator.regexes import regex

_META = regex(
    r"(@?(authors?|maintainers?|date|created|created on|created by|modified|updated|last (modified|updated|change)|version|since|changes"
    r"|changelog|history|see also|usage|example|examples|(how )?to (run|use)|run|args|arguments|parameters|params|returns?|raises|yields|options"
    r"|e-?mail|contact|file|filename|script|name|path|module|project|package|company|platform|python|copyright|licen[cs]e|status|credits"
    r"|references?|links?|url|source|based on|ticket|jira|input|inputs|output|outputs|environment|env|variables|attributes|todo|fixme|xxx"
    r"|tbd|requirements|dependencies|prerequisites|setup|installation|configuration|steps)\b[^:]{0,25}"
    r"(:|::)(\s|$)|@\w+\s|(created on|last modified) )",
    re.IGNORECASE,
)
_LABEL = regex(r"(purpose|description|summary|about|synopsis|what( it does)?|abstract|title)\s*:+\s*(?P<rest>.*)", re.IGNORECASE)
_ASIDE = regex(r"[\W_]{0,4}(attention|important|nb|note|beware|deprecated)\b\s*[:!]", re.IGNORECASE)
_SECOND_BEST = regex(r"[\W_]{0,4}((warning|caution|danger)\b\s*[:!]|(e\.g\.?|for example|example)[ ,:])", re.IGNORECASE)
_ORIGIN = regex(r"(?:(?:this|the)\b[\w -]{0,40}\b(?:is|was|were) (?:\w+ ){0,2})?"
                r"(?:based on|(?:adapted|copied|taken|borrowed|derived|forked|stolen) from|inspired by)\b[^,;]*://", re.IGNORECASE)
"""Where a script comes from, which says nothing of what it is for."""
_FILE_NAME = regex(
    r"`{0,2}(\./)?[\w./-]{1,200}\.(py|sh|bash|zsh|ksh|sql|pl|rb|cron|yml|yaml|service|php|js|ts)`{0,2}(?P<after>\s*[-–—:]{1,3}\s+|$)"
)
_URL = regex(r"((see( also)?|from|source|cf\.?|via|docs?)[:,]?\s+)?<?\w{2,10}://\S+>?[.,]?$", re.IGNORECASE)
_ITEM = regex(r"([-*•]|\d{1,2}[.)]) ")
SENTENCE = regex(r"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)(?<!\bapprox)(?<!\bresp)[.!?][)\"'`]?(\s+|$)")

_MAX_PURPOSE = 300


def purpose(lines: Sequence[Line], path: str) -> tuple[str, int] | None:
    """The sentence that says what the script is for, with the line it starts on.

    The first sentence of the first paragraph that is prose: not a heading, usage line, author line, list, warning, licence or code. A
    heading or a warning is better than nothing and is taken if there is no prose.
    """
    fallback: tuple[str, int] | None = None
    headed = False
    found = list(paragraphs(lines))
    for index, paragraph in enumerate(found):
        block = without_licence(paragraph)
        if not block:
            continue
        number, first = block[0]
        if len(block) > 1 and RULE.match(block[1][1]):
            headed = headed or bool(_META.match(first + ":"))
            fallback = fallback or _told([(number, first)], path)
            block = block[2:]
            if not block:
                continue
        if RULE.match(first):
            continue
        if headed or is_code(block):
            continue
        told = _told(block, path) or _listed(block, found[index + 1] if index + 1 < len(found) else (), path)
        if told is None:
            continue
        if _ASIDE.match(told[0]) or told[0].endswith("?") or _ORIGIN.match(told[0]):
            continue
        if _SECOND_BEST.match(told[0]):
            fallback = fallback or told
            continue
        return told
    return fallback


def _listed(block: Sequence[Line], following: Sequence[Line], path: str) -> tuple[str, int] | None:
    """A sentence that leads to a list, with what the list says: "This command: deletes all prices; resets the import"."""
    lead = " ".join(content.strip() for _, content in block if not _ITEM.match(content.strip()))
    items = [content.strip() for _, content in (*block, *following) if _ITEM.match(content.strip())]
    if not lead.endswith(":") or not items or _META.match(lead) or _told([(block[0][0], lead[:-1] + " it does.")], path) is None:
        return None
    text = f"{lead} {'; '.join(_ITEM.sub('', item, count=1).rstrip(' .,;:') for item in items)}"
    return (text if len(text) <= _MAX_PURPOSE else text[:_MAX_PURPOSE].rsplit(" ", 1)[0] + " …"), block[0][0]


def _told(block: Sequence[Line], path: str) -> tuple[str, int] | None:
    words: list[Line] = []
    for number, content in block:
        inner = content.strip().lstrip("#").strip()
        if not words:
            label = _LABEL.match(inner)
            if label:
                inner = label["rest"].strip()
            name = _FILE_NAME.match(inner)
            if name:
                inner = inner[name.end() :]
            inner = _without_own_name(inner, path)
            if not inner or _META.match(inner) or _URL.match(inner) or RULE.match(inner):
                if inner and _META.match(inner) and inner.endswith(":"):
                    return None  # "Usage:" and what stands below it
                continue
            if content[:1] == " " or _ITEM.match(inner) or is_code_line(inner):
                return None
        elif _META.match(inner) or _ITEM.match(inner) or is_code_line(inner) or _URL.match(inner) or RULE.match(inner):
            break
        words.append((number, inner))
    text = " ".join(inner for _, inner in words).strip()
    if re.match(r"[\W_]{0,4}(TODO|FIXME|TBD|XXX)\b", text):
        return None
    sentence = _first_sentence(text)
    # One word ("Configuration") is a heading; a sentence that ends in a colon only leads to what follows.
    if sentence.endswith(":") or len(re.findall(r"[^\W\d_]{2,}", sentence)) < 2:
        return None
    if len(sentence) > _MAX_PURPOSE:
        sentence = sentence[:_MAX_PURPOSE].rsplit(" ", 1)[0] + " …"
    return sentence, words[0][0]


def _without_own_name(inner: str, path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    for own in (name, name.rsplit(".", 1)[0]):
        match = re.match(r"[`*]{0,2}" + re.escape(own) + r"[`*]{0,2}(\s+[-–—]{1,2}\s+|\s*:\s+|\s*$)", inner) if own else None
        if match:
            return inner[match.end() :]
    return inner


def _first_sentence(text: str) -> str:
    for match in SENTENCE.finditer(text):
        sentence = text[: match.end()].strip()
        if len(sentence.split()) >= 3:
            return sentence
    return text
