"""What ``find`` finds: its folder, and the one name that it looks for."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis.paths import REPOSITORY, joined
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

FOUND = "found"
"""The name of the hole that stands for a file that ``find`` finds."""
MOST_FOLDERS = 4
_MOST_LIMITS = 4
_LIMITS = regex(r"-(?:[acm](?:time|min)|newer\w*|size|user|group|perm|uid|gid)")
_NAMES = ("-name", "-iname")
_NOT = ("!", "-not", "\\!")
_OR = ("-o", "-or", ",")


def names(words: Sequence[Text]) -> list[str | None]:
    """The names that ``find`` looks for; None for one that it leaves out, or that only a run knows."""
    found: list[str | None] = []
    for index, word in enumerate(words[:-1]):
        if word.literal in _NAMES:
            found.append(None if index and words[index - 1].literal in _NOT else words[index + 1].literal)
    return found


def only_name(words: Sequence[Text]) -> str | None:
    """The one name that all that is found has; None without one."""
    found = names(words)
    return found[0] if len(found) == 1 and not any(word.literal in _OR for word in words) else None


def limits(words: Sequence[Text]) -> str:
    """Which of what lies there is found, by what else it looks for than names: " (-mtime +30)"; '' where that is nothing."""
    told: list[str] = []
    for index, word in enumerate(words[:-1]):
        if _LIMITS.fullmatch(word.literal or ""):
            before = "! " if index and words[index - 1].literal in _NOT else ""
            told.append(f"{before}{word.literal} {words[index + 1].render()}")
    return f" ({' '.join(told)})" if told and len(told) <= _MOST_LIMITS else ""


def is_pattern(name: str) -> bool:
    """Whether many names fit."""
    return any(mark in name for mark in "*?[")


def found_under(folder: Text, words: Sequence[Text]) -> Text:
    """A path that ``find`` finds: ``/srv/*.log``, ``/srv/${found}/core``, ``/srv/${found}``."""
    name = only_name(words)
    if folder.parts and isinstance(last := folder.parts[-1], str) and len(last) > 1:
        folder = Text.of(*folder.parts[:-1], last.rstrip("/") or "/")
    if name is None:
        return Text.of(folder, "/", Hole("unknown", FOUND))
    return Text.of(folder, "/", name) if is_pattern(name) else Text.of(folder, "/", Hole("unknown", FOUND), "/", name)


def named_under(words: Sequence[Text]) -> Text | None:
    """What ``find`` with these words prints, where it looks for one file by its name: ``./${found}/manage.py``."""
    name, folders = only_name(words), starts(words)
    return found_under(folders[0], words) if name is not None and not is_pattern(name) and len(folders) == 1 else None


def any_under(words: Sequence[Text]) -> Text | None:
    """A path that ``find`` with these words prints, where it searches one folder: ``/srv/${found}``; None for the folder it runs in."""
    folders = starts(words)
    if len(folders) != 1 or folders[0].literal == ".":
        return None
    *before, last = folders[0].parts or ("",)
    return Text.of(*before, last.rstrip("/") if isinstance(last, str) else last, "/", Hole("unknown", FOUND))


def each_under(words: Sequence[Text]) -> list[Text]:
    """Likewise for each of the few folders that it searches; nothing where one of them is the folder it runs in."""
    found = [any_under([folder]) for folder in starts(words)]
    return [text for text in found if text is not None] if len(found) <= MOST_FOLDERS and None not in found else []


def printed_from(path: Text, cwd: Text | None) -> Text:
    """A path that was printed in ``cwd``, for whoever uses it: in full where the folder is known, as it was printed where it is seen from another."""
    first = cwd.parts[0] if cwd is not None and cwd.parts else ""
    return path if isinstance(first, str) and not first.startswith(("/", "~", REPOSITORY)) else joined(path, cwd)


def is_found(text: Text | None) -> bool:
    """Whether a text is one path of many that were found."""
    return text is not None and any(hole.name == FOUND for hole in text.holes)


def worthless(words: Sequence[Text]) -> str | None:
    """What is found, where that holds nothing: links, or what is empty; None where it may hold something."""
    if any(word.literal in _OR for word in words):
        return None
    for index, word in enumerate(words):
        if index and words[index - 1].literal in _NOT:
            continue
        if word.literal == "-empty":
            return "what is empty"
        if word.literal in ("-type", "-xtype") and index + 1 < len(words) and words[index + 1].literal == "l":
            return "links"
    return None


def starts(words: Sequence[Text]) -> list[Text]:
    """The folders in which ``find`` starts."""
    found: list[Text] = []
    for word in words:
        first = word.render()
        if first in ("-L", "-H", "-P"):
            continue
        if first.startswith(("-", "(", "!", "\\")):
            break
        found.append(word)
    return found or [Text.of(".")]
