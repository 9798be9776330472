"""Words as they stand on command lines: texts to words, options, and shells among them."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Sequence

from handover_generator.model.text import MORE, Hole, Text
from handover_generator.regexes import regex

ASSIGNMENT = regex(r"[A-Za-z_]\w*\+?=")
"""How a word begins that gives a variable to the command behind it."""

OPTIONS_OF_SSH = frozenset({"-o", "-p", "-i", "-l", "-L", "-R", "-D", "-F", "-e", "-E", "-b", "-c", "-J", "-m", "-Q", "-S", "-W", "-w"})
"""Options of ssh that take a value: they stand before what is run there (``vagrant ssh -- -t "make"``)."""

_SHELLS = frozenset(("bash", "sh", "ash", "dash", "zsh", "ksh"))
_GIVES_TEXT = regex(r"-[a-zA-Z]*c")
_CONSOLES = frozenset(("psql", "mysql", "mariadb", "mongo", "mongosh"))
_GIVEN = ("-c", "-e", "-f", "-l", "-V", "--command", "--eval", "--execute", "--file", "--list", "--version", "--help")
"""Options with which a console is told what to do."""


def is_open(word: Text) -> bool:
    """Whether a word stands for any number of words, options among them: ``"$@"`` of which nothing is known."""
    return word == MORE or (len(word.parts) == 1 and isinstance(hole := word.parts[0], Hole) and hole.kind == "argument" and hole.name in ("@", "*"))


def start_of(word: Text) -> str:
    """The text that a word begins with; '' where that is not known."""
    return word.parts[0] if word.parts and isinstance(word.parts[0], str) else ""


def simple_words(text: Text) -> list[Text] | None:
    """The words of a text that needs no shell to be read (no quotes around holes, no operators); None where it does."""
    pieces: list[Text] = []
    current: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            current.append(part)
            continue
        if re.search(r"[;|&<>()$`\"'\\\n#*?\[{}=~!]", part):
            return None
        chunks = re.split(r"([ \t]+)", part)
        for chunk in chunks:
            if chunk.strip():
                current.append(chunk)
            elif chunk and current:
                pieces.append(Text.of(*current))
                current = []
    if current:
        pieces.append(Text.of(*current))
    return pieces


def lines(text: Text) -> list[Text]:
    """The lines of a text."""
    found: list[list[str | Hole]] = [[]]
    for part in text.parts:
        first, *others = part.split("\n") if isinstance(part, str) else (part,)
        found[-1].append(first)
        found += [[other] for other in others]
    return [Text.of(*pieces) for pieces in found]


def split_literal(text: str) -> list[Text]:
    """A literal command text as words; [] where its quotes do not close."""
    try:
        return [Text.of(word) for word in shlex.split(text)]
    except ValueError:
        return []


def inner_shell(words: Sequence[Text]) -> Sequence[Text]:
    """The shell among the words of a command, with the text that it is given: ``wrap -a b bash -c 'rm x'``; () where there is none."""
    for index in range(len(words) - 2):
        name = (words[index].literal or "").rpartition("/")[2]
        if name in _SHELLS and _GIVES_TEXT.fullmatch(words[index + 1].literal or "") is not None:
            return words[index:]
    return ()


def opens_shell(words: Sequence[Text]) -> bool:
    """Whether a command is an interactive shell, of the system or of a database: what a person does there cannot be seen."""
    literals = [word.literal or word.render() for word in words if word.literal != "--"]
    if not literals:
        return False
    name = posixpath.basename(literals[0])
    if name in _SHELLS and "-s" in literals[1:]:         # what follows it are arguments of what is read
        literals = literals[:literals.index("-s") + 1]
    if name in _SHELLS:
        return all(word.startswith("-") and word not in ("--version", "--help") and (word.startswith("--") or "c" not in word)
                   for word in literals[1:])
    return name in _CONSOLES and not any(word.startswith(_GIVEN) or word.endswith((".js", ".sql")) for word in literals[1:])


def remote_words(texts: list[Text]) -> list[Text]:
    """The words of a command for another host, without what gives it another account: ``ssh web1 'sudo bash -s'`` opens a shell there."""
    words = [word for text in texts for word in simple_words(text) or [text]]
    while len(words) > 1 and words[0].literal in ("sudo", "doas", "exec", "--"):
        words = words[1:]
    return words


def behind_options(words: Sequence[Text], takes: frozenset[str]) -> list[Text]:
    """The words from the first on that is no option, nor the value of one in ``takes``."""
    index = 0
    while index < len(words) and start_of(words[index]).startswith("-"):
        index += 2 if words[index].literal in takes else 1
    return list(words[index:])
