"""Headers and docstrings to claims: what a script's own text says of it, with the line of every statement.

Python docstrings are read with griffe (Google and NumPy sections); everything else, and short ``Key: value`` lines in docstrings, by the
line scanner here. ``_lines`` knows which lines are meant for people, ``_prose`` what the purpose is, ``_promises`` what "read only" means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handover_generator.languages._lines import human_lines
from handover_generator.languages._promises import says_none, says_read_only
from handover_generator.languages._prose import purpose as purpose_of
from handover_generator.model.location import Location
from handover_generator.model.source import Claim, Claims
from handover_generator.regexes import regex

#: Every spelling of a section title that counts, to its key in ``Claims.sections``.
TITLES = {
    "side effects": "side-effects",
    "side effect": "side-effects",
    "safe environments": "safe-environments",
    "safe environment": "safe-environments",
    "safe in": "safe-environments",
    "never run in": "never-run-in",
    "never in": "never-run-in",
    "requires": "requires",
    "undo": "undo",
    "backup": "backup",
    "backups": "backup",
    "owner": "owner",
    "owners": "owner",
    "schedule": "schedule",
}
# Longest first, so that "safe environments" is not read as "safe environment" and a rest.
_WORDS = "|".join(re.escape(title).replace(r"\ ", "[ _-]") for title in sorted(TITLES, key=len, reverse=True))
_KEY = regex(
    rf"(?P<indent>[ ]*)(?P<bullet>[-*•][ ])?[*_`]{{0,2}}(?P<title>{_WORDS})[*_`]{{0,2}}[ ]?:(?!:)[*_`]{{0,2}}(?:[ ]+(?P<value>.*))?$",
    re.IGNORECASE,
)
_UNDERLINED = regex(rf"({_WORDS})$", re.IGNORECASE)
# Below these a NumPy docstring lists arguments, and "owner : str" is one of them.
_LISTING = regex(r"((other )?parameters|attributes|returns|yields|receives|raises|warns|warnings|methods|examples)$", re.IGNORECASE)
_UNDERLINE = regex(r"[-=~^*]{3,}$")
_TODO = regex(r"[\W_]{0,4}(TODO|FIXME|TBD|XXX|\?\?\?)(\W|$)", re.IGNORECASE)
_ITEM = regex(r"([-*•]|\d{1,2}[.)])[ ]")
_BLANK = ""

# A header of thousands of lines is data that happens to stand in a comment; its claims are in the beginning.
_MAX_LINES = 2_000
_MAX_WIDTH = 4_000


def from_docstring(text: str, path: str, line: int) -> Claims:
    """What a Python docstring states.

    Args:
        text: the string's value, indentation as in the file.
        path: the file it stands in.
        line: the line of its opening quotes.

    Returns:
        The claims, source ``docstring``; empty ones for empty text. Never raises.
    """
    lines = _dedent(text, line)
    sections = _griffe_sections(lines)
    return _claims(
        lines, path, "docstring", text="\n".join(content for _, content in lines).strip(), structured=sections, indented_keys=False
    )


def from_comment_block(lines: Sequence[tuple[int, str]], path: str) -> Claims:
    """What a block of comment lines states.

    Args:
        lines: (line number, text without its comment marker), in order.
        path: the file it stands in.

    Returns:
        The claims, source ``header``; empty ones if the block says nothing (shebang, coding line, licence, commented-out code).
        Never raises.
    """
    kept = human_lines([(number, _clean(content)) for number, content in lines[:_MAX_LINES]])
    indents = [len(content) - len(content.lstrip()) for _, content in kept if content]
    base = min(indents, default=0)
    kept = [(number, content[base:]) for number, content in kept]
    return _claims(kept, path, "header", text="\n".join(content for _, content in kept).strip(), structured={}, indented_keys=True)


def _claims(
    lines: list[tuple[int, str]], path: str, source: str, *, text: str, structured: dict[int, tuple[str, str, int]], indented_keys: bool
) -> Claims:
    def claim(words: str, number: int) -> Claim:
        return Claim(text=words, at=Location(path, number), source=source)

    found, taken = _sections(lines, structured, indented_keys=indented_keys)
    free = [(number, _BLANK if index in taken else content) for index, (number, content) in enumerate(lines)]
    purpose = purpose_of(free, path)
    sections: dict[str, Claim] = {}
    nothing: Claim | None = None
    for key, words, number in found:
        stated = _without_todo(words)
        if not stated:
            continue
        earlier = sections.get(key)
        sections[key] = claim(stated, number) if earlier is None else claim(f"{earlier.text}\n{stated}", earlier.at.line)
        if key == "side-effects" and nothing is None and says_none(stated):
            nothing = claim(stated, number)
    if nothing is None and (hit := says_read_only(lines)):
        nothing = claim(*hit)
    # "Side effects: deletes the table" and "read only" in one text contradict each other: the longer statement is the claim.
    if nothing is not None and "side-effects" in sections and not says_none(sections["side-effects"].text):
        nothing = None if not says_read_only([(0, sections["side-effects"].text)]) else nothing
    return Claims(purpose=claim(*purpose) if purpose else None, full_text=text, sections=tuple(sections.items()), claims_nothing=nothing)


def _clean(content: str) -> str:
    return content.expandtabs(4).rstrip()[:_MAX_WIDTH]


def _dedent(text: str, line: int) -> list[tuple[int, str]]:
    """Like ``inspect.cleandoc``, but every line keeps its number in the file."""
    raw = [_clean(content) for content in text.split("\n")[:_MAX_LINES]]
    indents = [len(content) - len(content.lstrip()) for content in raw[1:] if content.strip()]
    cut = min(indents, default=0)
    cleaned = [raw[0].strip(), *(content[cut:] for content in raw[1:])]
    return [(line + index, content) for index, content in enumerate(cleaned)]


def _griffe_sections(lines: list[tuple[int, str]]) -> dict[int, tuple[str, str, int]]:
    """Sections as griffe sees them: index of the title's line to (key, text, index after the last line)."""
    texts = [content for _, content in lines]
    numpy = any(
        _UNDERLINED.match(content) and index + 1 < len(texts) and _UNDERLINE.match(texts[index + 1]) for index, content in enumerate(texts)
    )
    if not numpy and not any(_KEY.match(content) for content in texts):
        return {}
    import griffe  # heavy, and few docstrings have such a section

    try:
        docstring = griffe.Docstring("\n".join(texts), lineno=1)
        parsed = griffe.parse(docstring, griffe.Parser.numpy if numpy else griffe.Parser.google, warnings=False)
    except Exception:  # a parser of others on text of strangers: the line scanner still reads what it can
        return {}
    result: dict[int, tuple[str, str, int]] = {}
    cursor = 0
    for section in parsed:
        if section.kind is not griffe.DocstringSectionKind.admonition:
            continue
        kind = str(section.value.kind).replace("-", " ")
        key = TITLES.get(kind)
        start = _find_title(texts, kind, cursor) if key else None
        if key is None or start is None:
            continue
        contents = str(section.value.contents)
        head = _KEY.match(texts[start])
        first = (head["value"] or "") if head else ""
        height = contents.count("\n") + 1
        begin = next((at for at in range(start + (1 if head else 2), len(texts)) if texts[at].strip()), len(texts))
        cursor = min(begin + height, len(texts))
        result[start] = (key, _rewrap([first, *contents.split("\n")]), cursor)
    return result


def _find_title(texts: list[str], kind: str, start: int) -> int | None:
    for index in range(start, len(texts)):
        match = _KEY.match(texts[index]) or _UNDERLINED.match(texts[index])
        if match and _title(match.groupdict().get("title") or match[1]) == kind:
            return index
    return None


def _title(written: str) -> str:
    return re.sub(r"[ _-]+", " ", written.lower())


def _sections(
    lines: list[tuple[int, str]], structured: dict[int, tuple[str, str, int]], *, indented_keys: bool
) -> tuple[list[tuple[str, str, int]], set[int]]:
    """All sections as (key, text, line number), and the indexes of the lines they occupy."""
    found: list[tuple[str, str, int]] = []
    taken: set[int] = set()
    index = 0
    listing = False
    while index < len(lines):
        number, content = lines[index]
        if not indented_keys and index + 1 < len(lines) and _UNDERLINE.match(lines[index + 1][1]):
            listing = _LISTING.match(content) is not None
        if index in structured:
            key, words, end = structured[index]
            found.append((key, words, number))
        else:
            match = _KEY.match(content)
            # Deep inside an option list "owner: the owner" describes an option; a statement of the script stands at the margin.
            if not match or listing or (match["indent"] and not (indented_keys and match["title"][0].isupper())):
                index += 1
                continue
            value, end = _value(lines, index, match)
            found.append((TITLES[_title(match["title"])], value, number))
        taken.update(range(index, end))
        index = end
    return found, taken


def _value(lines: list[tuple[int, str]], index: int, match: re.Match[str]) -> tuple[str, int]:
    """The text of a ``Key: value`` line with its continuation lines, and the index after it."""
    margin = len(match["indent"])
    words = [match["value"] or ""]
    end = index + 1
    while end < len(lines):
        content = lines[end][1]
        inner = content.strip()
        depth = len(content) - len(content.lstrip())
        item = _ITEM.match(inner) and not words[0] and not match["bullet"]
        if not inner or (depth <= margin and not item) or (_KEY.match(content) and depth <= margin):
            break
        words.append(content)
        end += 1
    return _rewrap(words), end


def _rewrap(lines: Sequence[str]) -> str:
    """One line a list item; wrapped lines joined."""
    result: list[str] = []
    for content in lines:
        inner = content.strip()
        if not inner:
            continue
        if result and not _ITEM.match(inner):
            # "database: delete" and "mail: send" on lines of their own are two statements, not one wrapped one.
            pair = re.match(r"[\w -]{1,30}: \S", inner) is not None
            result[-1:] = [result[-1], inner] if pair else [f"{result[-1]} {inner}"]
        else:
            result.append(inner)
    return "\n".join(result)


def _without_todo(words: str) -> str:
    return "\n".join(line for line in words.split("\n") if line and not _TODO.match(line)).strip()
