"""Locks: what keeps a script from running twice at once, as conditions ask for it or take it.

A lock is taken by what fails where another run holds it (``mkdir lock``, ``flock -n 9``), or a file, or a process, is looked for that another run
would have left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import tree_sitter

from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.records import record
from handover_generator.regexes import regex

_LOCK = regex(r"(?<![a-z])(?:lock|pid|mutex)(?:s|[_-]?(?:file|dir|path|name|f|d))?(?![a-z])|(?<![a-z])is_?running(?![a-z])", re.IGNORECASE)
"""In a path, or in the name of the variable that holds one."""
_OF_PACKAGES = regex(r"(?:gemfile|pipfile|cargo|composer|poetry|yarn|flake|podfile|mix|pdm|uv|package|packages|pubspec|bun|deno|gradle|conda|paket|"
                     r"requirements|npm|apt|dpkg|terraform\S*)[._-]lock|(?:apt|dpkg)/\S*lock|lock-frontend", re.IGNORECASE)
"""Files that pin versions, and locks of others that a script only waits for."""
_EXISTS = regex(r"\s*(!\s*)?-[efdsLhra]\s+(.+)\Z", re.DOTALL)
_FOUND = regex(r"(?:kill\s+-(?:0|s\s+0)\b|/proc/)")
_OTHERS = regex(r"\b(?:pidof|pgrep|ps)\b")
_ITSELF = regex(r"\$0\b|\$\{0\b|BASH_SOURCE|\$\{?(?:ME|SELF|PROGNAME|PROG|SCRIPT(?:_?NAME)?)\}?\b")
_NO_CLOBBER = regex(r"\bset\s+-(?:o\s+noclobber\b|[a-zA-Z]*C)")
_WITH_NUMBER = ("-w", "-E", "--wait", "--timeout")
_AT_ONCE = regex(r"-[a-z]*[nw][a-z]*\d*|--(?:nb|nonblock|wait|timeout)(?:=.*)?")
_AGAIN = regex(r"exec\b.*\bflock\b.*\$\{?(?:0|BASH_SOURCE)\b", re.DOTALL)
_TAKERS = frozenset({"lockfile", "dotlockfile", "lockfile-create", "shlock"})


@record(frozen=True, slots=True)
class Lock:
    """A lock that a condition speaks of. ``when``: whether nobody else runs where the condition holds, or where it fails."""

    guard: Guard
    when: bool


def lock_of(node: tree_sitter.Node, words: Sequence[str], at: Location) -> Lock | None:
    """The lock that a command takes, or another run of which it looks for; None for any other command.

    Args:
        node: the command, a pipeline, or a group of commands.
        words: the words of the command as written and as far as they are known; empty for a group.
        at: its place.
    """
    source = text_of(node)
    if words and words[0] == "flock" and not _runs_another(words):
        return Lock(_guard(at, source), True)
    if words and words[0] in _TAKERS:
        return Lock(_guard(at, source), True)
    if words and words[0] in ("mkdir", "ln") and _is_lock(" ".join(words[-1:])) and not any(
            re.fullmatch(r"-[a-zA-Z]*[pf][a-zA-Z]*|--parents|--force", word) for word in words[1:]):
        return Lock(_guard(at, source), True)
    if node.type in ("subshell", "redirected_statement", "compound_statement") and _NO_CLOBBER.search(source) and ">" in source:
        return Lock(_guard(at, source), True)
    if (_FOUND.search(source) and _LOCK.search(source)) or (_OTHERS.search(source) and _ITSELF.search(source)):
        return Lock(_guard(at, source, strong=False), False)
    return None


def lock_tested(source: str, known: str, at: Location) -> Lock | None:
    """The lock that a test looks for (``[ -f $PIDFILE ]``); None for any other test.

    Args:
        source: what is tested, without its brackets.
        known: the same with what is known of its variables.
        at: its place.
    """
    found = _EXISTS.match(source)
    if found is None or not (_is_lock(found.group(2)) or _is_lock(known)) or _OF_PACKAGES.search(known):
        return None
    return Lock(_guard(at, source, strong=False), found.group(1) is not None)


def waits(node: tree_sitter.Node) -> bool:
    """Whether a command ``flock`` waits until nobody else holds the lock, so that what follows has it, whatever is asked."""
    return not any(_AT_ONCE.fullmatch(text_of(inner)) for inner in nodes(node) if inner.type == "word")


def runs_itself(node: tree_sitter.Node, at: Location) -> Guard | None:
    """The lock under which a script runs itself again in its own place (``exec flock -n "$0" "$0" "$@"``)."""
    source = text_of(node)
    return _guard(at, source) if "flock" in source and _AGAIN.match(source) else None


def _runs_another(words: Sequence[str]) -> bool:
    operands = [word for index, word in enumerate(words[1:], 1) if not word.startswith("-") and words[index - 1] not in _WITH_NUMBER]
    return len(operands) > 1 and operands[1:] not in (["true"], [":"])


def _is_lock(text: str) -> bool:
    return _LOCK.search(text) is not None and _OF_PACKAGES.search(text) is None


def _guard(at: Location, source: str, *, strong: bool = True) -> Guard:
    return Guard(kind=GuardKind.LOCK, at=at, detail=" ".join(source.split())[:80], strong=strong)
