"""What a change does to who starts a script: what runs it by itself now, and who still starts it under a name that is gone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from handover_generator.model.inventory import Script, Starter
from handover_generator.records import replace

_TIMED = frozenset({"cron", "celery", "systemd"})
_COMMENTS = ("#", "//", ";", "--", "<!--")
_COMMANDS = "/management/commands/"


def by_itself_now(before: Script | None, after: Script) -> tuple[Starter, ...]:
    """What starts a script at certain times, and did not.

    Args:
        before: the script as it was; None where there was none.
        after: as it is.
    """
    had = {_who(starter) for starter in (before.called_from if before is not None else ()) if _is_timed(starter)}
    found = {_who(starter): starter for starter in reversed(after.called_from) if _is_timed(starter) and _who(starter) not in had}
    return tuple(sorted(found.values()))


def _is_timed(starter: Starter) -> bool:
    return starter.starts and (starter.schedule is not None or starter.kind in _TIMED)


def _who(starter: Starter) -> tuple[str, str, str]:
    return starter.path, starter.kind, starter.command


def still_named(before: Script, after: Script | None, text_of: Callable[[str], str | None]) -> tuple[Starter, ...]:
    """Who started a script that has another name now, or is gone, and still starts it by the old one, each with the line where it does.

    Args:
        before: the script under its old name.
        after: under its new one; None where it is gone.
        text_of: gives what a file holds after the change; None for one that is gone, too.
    """
    if text_of(before.path) is not None:                     # it is there, and is only no script any more
        return ()
    now = {starter.path for starter in after.called_from if starter.starts} if after is not None else set()
    names = list(_names(before.path))
    found: dict[str, Starter] = {}
    for starter in before.called_from:
        if starter.starts and starter.path not in now and starter.path not in found and starter.path != before.path:
            line = _line_naming(names, before.path, text_of(starter.path) or "")
            if line is not None:
                found[starter.path] = replace(starter, line=line)
    return tuple(sorted(found.values()))


def _names(path: str) -> Iterable[str]:
    """Expressions for the words by which a file is started: its path, the module it is, the command of Django."""
    folder, base = posixpath.split(path)
    stem, suffix = posixpath.splitext(base)
    yield rf"(?P<folder>(?:[^\s\"'`=:(\[]*/)?){re.escape(base)}(?![\w.-]*\w)"
    if suffix == ".py" and folder:
        yield rf"(?<![\w.]){re.escape(posixpath.basename(folder))}\.{re.escape(stem)}(?![\w-])"
    if _COMMANDS in "/" + path:
        yield rf"\bmanage(?:\.py)?\s+(?:-\S+\s+)*{re.escape(stem)}(?![\w-])"


def _line_naming(names: Iterable[str], path: str, text: str) -> int | None:
    if not text:
        return None
    expressions = [re.compile(name) for name in names]
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(_COMMENTS):
            continue
        if any("folder" not in expression.groupindex or _is_folder(one, path) for expression in expressions for one in expression.finditer(line)):
            return number
    return None


def _is_folder(name: re.Match[str], path: str) -> bool:
    """Whether the folder before a name may be the one where a file lay: ``/app/docker/`` and ``./`` for ``docker/``, but not ``ops/``."""
    before = name.string[:name.start()][-1:]
    if before.isalnum() or before in ("_", "-", "."):
        return False
    given = [part for part in name.group("folder").split("/") if part not in ("", ".", "..") and "$" not in part]
    real = posixpath.dirname(path).split("/") if "/" in path else []
    return all(one == other for one, other in zip(reversed(given), reversed(real), strict=False))
