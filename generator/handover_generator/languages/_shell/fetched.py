"""What a script fetches from the web, and what is told of it."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from handover_generator.analysis._commands_code import OUTPUT_OF, STDIN_FILE
from handover_generator.analysis.own_urls import own_file
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.model.files import Files
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

FETCHERS = ("curl", "wget")
_NAMES = regex(r"-[a-zA-Z]*o|--output")
_NAMES_DOCUMENT = regex(r"-[a-zA-Z]*O|--output-document")
_TO = regex(r"-[a-zA-Z]*[oO]|--output|--output-document")


def fetched(name: str, words: Sequence[Text], files: Files) -> Text:
    """What a fetching command prints: the file of the repository that has this address, else a hole that says from where.

    Args:
        name: of the command.
        words: behind it.
        files: the repository.
    """
    operands = [word for word in words if not word.render().startswith("-")]
    address = [word for word in operands if "://" in word.render()] or operands
    said = Text.join(" ", [Text.of(name), *address[:1]]).render()
    own = own_file(said, files)
    return Text.of(Hole("unknown", OUTPUT_OF + said)) if own is None else Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + own)


def named_file(name: str, words: Sequence[Text]) -> Text | None:
    """The file that a fetching command is told to write, which a folder can not be; None where it takes the name of what it fetches."""
    for index, word in enumerate(words):
        literal = word.literal or ""
        if literal.startswith(("--output=", "--output-document=")):
            return Text.of(literal.partition("=")[2])
        if index + 1 < len(words) and (_NAMES.fullmatch(literal) if name == "curl" else _NAMES_DOCUMENT.fullmatch(literal)):
            return words[index + 1] if words[index + 1].literal != "-" else None
    return None


def saved(name: str, words: Sequence[Text], files: Files) -> tuple[Text, Text] | None:
    """Where a fetching command puts what it fetches, and what that holds: a file of the repository, or a hole that says from where it came. None
    where it only prints it, or under a name that nobody can tell.
    """
    held = fetched(name, words, files)
    option = next((index for index, word in enumerate(words) if _TO.fullmatch(word.literal or "")), None)
    named = option is not None and option + 1 < len(words) and (name == "wget" or not (words[option].literal or "").endswith("O"))
    if named and option is not None:
        return (words[option + 1], held) if words[option + 1].literal != "-" else None
    address = next((word.render() for word in words if "://" in word.render()), "")
    stays = name == "wget" or option is not None         # under its own name
    return (Text.of(posixpath.basename(address)), held) if stays and posixpath.basename(address) else None
