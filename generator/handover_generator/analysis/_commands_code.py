"""Code given on a command line or on standard input: what is trivial, what comes from the network, what cannot be read."""

from __future__ import annotations

import ast

from handover_generator.analysis._commands_types import Circumstances, CodeCallback
from handover_generator.analysis._commands_words import lines
from handover_generator.model.behaviour import Act, Action, Event, Unknown
from handover_generator.model.text import Hole, Text

STDIN_FILE = "<"
"""Begins the name of the hole that stands for a file fed to standard input."""
OUTPUT_OF = "output of "
"""Begins the name of the hole that stands for what a command prints."""
CONTENTS_OF = "contents of "
"""Begins the name of the hole that stands for what a file holds: that of its path where it is in the repository."""
PIPED = Text.of(Hole("unknown", OUTPUT_OF + "a command"))
"""A pipe in the place of a file name: ``cat <(echo a)``."""

KINDS = {"sql": "dynamic-sql", "shell": "dynamic-command", "code": "dynamic-code"}
"""The kind of unknown that text is which a command runs and nobody can read, by the kind of what it runs."""

_HARMLESS_MODULES = frozenset(
    {
        "json",
        "sys",
        "re",
        "math",
        "datetime",
        "base64",
        "hashlib",
        "random",
        "string",
        "time",
        "platform",
        "itertools",
        "collections",
        "textwrap",
        "secrets",
        "uuid",
        "site",
        "sysconfig",
        "struct",
        "functools",
        "decimal",
        "statistics",
    }
)
_FETCHERS = ("curl", "wget", "http", "aria2c", "fetch")
_STDIN = frozenset(("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"))
_SUSPECT = frozenset({"open", "exec", "eval", "compile", "__import__", "input"})


def is_stdin(path: Text) -> bool:
    """Whether the name of a file means the standard input."""
    return path.literal in _STDIN


def is_file_of_stdin(text: Text) -> bool:
    """Whether ``text`` is a file fed to standard input rather than text."""
    return len(text.parts) >= 1 and isinstance(text.parts[0], Hole) and text.parts[0].name == STDIN_FILE


def pieces_of_stdin(text: Text, *, outputs: bool = True) -> list[Text]:
    """What several commands printed one after the other: each file for itself, each output that nobody knows (``outputs``), and the lines between.

    A text that is written as one, in a heredoc, stays whole: its lines are told.
    """
    apart = (STDIN_FILE, OUTPUT_OF) if outputs and text.at is None else (STDIN_FILE,)
    if not any(isinstance(part, Hole) and part.name.startswith(apart) for part in text.parts) or not any(
            isinstance(part, str) and "\n" in part for part in text.parts):
        return [text]
    pieces: list[Text] = []
    between: list[Text] = []
    for line in lines(text):
        if is_file_of_stdin(line) or (outputs and len(line.parts) == 1 and isinstance(only := line.parts[0], Hole) and only.name.startswith(apart)):
            pieces += [Text.join("\n", between), line]
            between = []
        else:
            between.append(line)
    pieces.append(Text.join("\n", between))
    return [piece for piece in pieces if piece.render().strip()] or [text]


def contents_of(text: Text) -> str | None:
    """The path of the file that ``text`` is the contents of, if it is nothing else: ``"$(cat sql/wipe.sql)"``."""
    only = text.parts[0] if len(text.parts) == 1 else None
    return only.name.removeprefix(CONTENTS_OF) if isinstance(only, Hole) and only.name.startswith(CONTENTS_OF) else None


def file_of_stdin(text: Text) -> Text:
    """The path of that file."""
    return Text.of(*text.parts[1:])


def fetched(text: Text) -> str | None:
    """The fetching command whose output ``text`` is, if it is nothing else."""
    holes = text.holes
    if len(text.parts) == 1 and holes and holes[0].name.startswith(OUTPUT_OF):
        name = holes[0].name.removeprefix(OUTPUT_OF).split(" ", 1)[0]
        if name in _FETCHERS:
            return holes[0].name.removeprefix(OUTPUT_OF)
    return None


def remote_script(command: str, circumstances: Circumstances) -> tuple[Event, ...]:
    """A script fetched from the network and run at once."""
    resource = "remote-host" if circumstances.host else "process"
    return (
        Act(
            resource=resource,
            action=Action.EXECUTE,
            what=f"runs a script fetched with {command}",
            at=circumstances.at,
            target=command,
            condition=circumstances.condition,
            confidence=circumstances.confidence,
            host=circumstances.host,
            guards=circumstances.guards,
        ),
        Unknown(kind="remote-script", at=circumstances.at, detail=f"a script fetched with {command} is run; it is not in the repository"),
    )


def inline(text: Text, circumstances: Circumstances, language: str, follow: CodeCallback | None = None) -> tuple[Event, ...]:
    """Code in another language inside a command line; ``follow`` reads Python on."""
    remote = fetched(text)
    if remote is not None:
        return remote_script(remote, circumstances)
    literal = text.literal
    if language == "Python" and literal is not None and _harmless(literal):
        return ()
    if language == "Python" and follow is not None:
        return follow(text, at=circumstances.at, guards=circumstances.guards, condition=circumstances.condition, host=circumstances.host)
    first = text.render().strip().split("\n", 1)[0][:80]
    return (Unknown(kind="dynamic-code", at=circumstances.at, detail=f"inline {language}: {first}"),)


def _harmless(source: str) -> bool:
    """Whether Python only computes and prints: harmless imports, no opening, no evaluation."""
    if len(source) > 5000:
        return False
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.partition(".")[0] not in _HARMLESS_MODULES for alias in node.names):
            return False
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] not in _HARMLESS_MODULES:
            return False
        if isinstance(node, ast.Name) and node.id in _SUSPECT:
            return False
    return True
