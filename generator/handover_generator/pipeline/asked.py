"""Which script a person means who asks about one: its name, a command line that starts it, or words that somebody said."""

from __future__ import annotations

import difflib
import os
import posixpath
import shlex
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from handover_generator.errors import UsageError
from handover_generator.model.findings import Findings
from handover_generator.records import record, replace

if TYPE_CHECKING:
    from handover_generator.analysis.of_folder import FolderScripts
    from handover_generator.analysis.typed import Start, Typed
    from handover_generator.catalogue.commands import CommandRows

_LISTED = 1000          # that may be meant; of those that are not shown the number is told
_COMMANDS_OF_DJANGO = "management/commands/"


@record(frozen=True, slots=True, kw_only=True)
class Asked:
    """The script that is meant, the command of it (None: as a whole), what a person should know of how the words were taken, and the places that a
    command line goes to, each with the reason (``analysis.line_places``).
    """

    path: str
    command: str | None = None
    note: str | None = None
    places: tuple[tuple[str, str], ...] = ()


def asked(findings: Findings, name: str, words: Sequence[str] = (), *, root: Path) -> Asked:
    """The script that is meant by a name and the words behind it, which are a command of the script, or the rest of a command line.

    Args:
        findings: of the repository.
        name: a path in the repository or from here, a unique end of one, a command line, or words that somebody said.
        words: what stands behind the name.
        root: the folder of the repository, for paths that are counted from here.

    Raises:
        UsageError: no script is meant, or several are; what may be meant is told.
    """
    from handover_generator.analysis.meant import command_line
    from handover_generator.analysis.script_names import commands_named, script_named

    known = findings.inventory.by_path
    names = spellings(name, root)
    command = " ".join(words)
    found = script_named(known, *names)
    if found is not None and (not words or commands_named(known[found].commands, command)):
        return Asked(path=found, command=command or None)
    said = f"{name} {command}".strip()
    if found is None and (typed := command_line(findings, said)) is not None:
        return Asked(path=typed[0], command=typed[1])
    started = _typed(findings, _line(found or name, words), root)
    if found is None and not started.starts:
        started = _with_options(findings, said, root) or started
    if started.starts:
        return _going_somewhere(findings, started, _of_line(findings, started, said, of_file=found))
    if started.unknown is not None:
        raise UsageError(_unknown_to_django(findings, started.unknown), slug="unknown-command")
    if found is not None:
        return Asked(path=found, command=command)
    if folder_asked(findings, name, root) is not None:
        raise UsageError(f"'{name}' is a folder of scripts; --in and COMMAND ask about one of them: 'handover explain {name}' lists them",
                         slug="folder-of-scripts")
    for spelt in dict.fromkeys((started.named or name, name)):
        if (outside := _outside(spelt, root)) is not None:
            raise UsageError(outside, slug="unknown-script")
        _tell_other_files(findings, spellings(spelt, root), root)
    raise UsageError(_not_found(findings, said, started.named or name), slug="unknown-script")


def spellings(name: str, root: Path) -> list[str]:
    """What a path may mean: counted from the top of the repository, and from here; bytes that are no text as they are shown."""
    names = [_as_shown(name.removeprefix("./"))]
    with suppress(ValueError, OSError):
        names.append(_as_shown(Path(name).resolve().relative_to(_anchor(root)).as_posix()))
    return names


def folder_asked(findings: Findings, name: str, root: Path) -> FolderScripts | None:
    """The scripts of a folder a person names; None where it is no folder, or holds none, or where the name means a script."""
    from handover_generator.analysis.of_folder import scripts_of_folder
    from handover_generator.analysis.script_names import script_named

    names = spellings(name, root)
    if not name.endswith("/") and script_named(findings.inventory.by_path, *names) is not None:
        return None
    here = names[1:] if name in (".", "./") else names      # "." is here, not the top
    folders = ("" if spelt == "." else spelt.rstrip("/") for spelt in here)
    return next((told for folder in folders if (told := scripts_of_folder(findings, folder)) is not None), None)


def _as_shown(name: str) -> str:
    """A name of a terminal with bytes that are no text as the names of the repository have them: ``\\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _line(name: str, words: Sequence[str]) -> str:
    """A command line of a name and the words behind it."""
    if not words:
        return name
    return " ".join((name if " " in name and not Path(name).exists() else shlex.quote(name), *map(shlex.quote, words)))


def _typed(findings: Findings, line: str, root: Path) -> Typed:
    from handover_generator.analysis.typed import typed

    return typed(findings.inventory.by_path, _rows(), _as_shown(line), elsewhere=lambda path: _outside(path, root) is not None)


@cache
def _rows() -> CommandRows:
    """What commands run; a repository's own rows tell what its programs do, not what they start."""
    from handover_generator.catalogue.load import load_catalogue

    return load_catalogue().commands


def _of_line(findings: Findings, started: Typed, said: str, *, of_file: str | None) -> Asked:
    """What a command line starts: one script, or of several the one that does something."""
    starts = started.starts
    path, command = starts[0]
    plain = [word for word in started.over if not word.startswith("-")]
    if len(starts) > 1:
        acting = [] if started.either else [start for start in starts if _acts(findings, start)]
        if len(acting) != 1:
            raise UsageError(_several(findings, starts, said, either=started.either), slug="several-scripts")
        path, command = acting[0]
        others = ", ".join(_name(start) for start in starts if start != acting[0])
        return Asked(path=path, command=command,
                     note=f"'{said}' starts {others} as well, of which no effect was seen; told is {_name(acting[0])} alone")
    if command is None and plain and findings.inventory.by_path[path].commands and (of_file is not None or started.over[0] == plain[0]):
        return Asked(path=path, command=plain[0])            # it does several things by name, and has none of this name: that is told
    over = " ".join(started.over)
    return Asked(path=path, command=command, note=f"told is all that {_name((path, command))} does, whatever words follow: {over}" if over else None)


def _with_options(findings: Findings, said: str, root: Path) -> Typed | None:
    """The script that the first word names, where an option follows it: ``tidy_orders --commit``; None where a sentence may follow."""
    from handover_generator.analysis.script_names import script_named
    from handover_generator.analysis.typed import Typed

    first, *rest = said.split()
    if not rest or not rest[0].startswith("-"):
        return None
    path = script_named(findings.inventory.by_path, *spellings(first, root))
    return Typed(starts=((path, None),), over=tuple(rest)) if path is not None else None


def _going_somewhere(findings: Findings, started: Typed, told: Asked) -> Asked:
    """With the places that the line goes to; where it goes to a machine of which nobody said what place it is, that is noted."""
    from handover_generator.analysis._targets import is_this_machine
    from handover_generator.analysis.line_places import places_of_line

    places = places_of_line(findings.inventory, started.around, started.over)
    nowhere = [] if places else [host for host in started.hosts if host and not is_this_machine(host)]
    note = (f"it runs on {' and '.join(nowhere)}, and nothing says what place that is: --in PLACE asks about one, and hosts are written under "
            "environments: in handover/*.yml") if nowhere else None
    return replace(told, places=places, note="; ".join(filter(None, (told.note, note))) or None)


def _acts(findings: Findings, start: Start) -> bool:
    """Whether it changes anything, as far as that could be seen."""
    from handover_generator.analysis.commands_alone import by_itself
    from handover_generator.analysis.harm import changes

    script = findings.inventory.by_path[start[0]]
    alone = next((by_itself(script, command) for command in script.commands if command.name == start[1]), script)
    return bool(changes(alone) or alone.unknowns)


def _name(start: Start) -> str:
    return start[0] if start[1] is None else f"{start[0]} {start[1]}"


def _several(findings: Findings, starts: Sequence[Start], said: str, *, either: bool) -> str:
    from handover_generator.analysis.meant import as_meant
    from handover_generator.renderers.formats._meant import meant_lines

    does = "may start any of these" if either else "starts these"
    return (f"'{said}' {does}; 'handover explain' and one of the names tells more:\n"
            f"{meant_lines([as_meant(findings, path, command) for path, command in starts])}")


def _unknown_to_django(findings: Findings, name: str) -> str:
    commands = sorted({posixpath.basename(path).removesuffix(".py") for path in findings.inventory.by_path if _COMMANDS_OF_DJANGO in path})
    close = difflib.get_close_matches(name, commands, n=3, cutoff=0.6)
    meant = f"did you mean {', '.join(close)}?" if close else "if it is one of Django or of a package, what it does is not told here"
    return f"no file of {findings.inventory.repository.name} defines a management command '{name}'; {meant}"


def _not_found(findings: Findings, said: str, name: str) -> str:
    """That no script is called so, with those that may be meant."""
    from handover_generator.analysis.meant import MOST, called_by_all, meant, named_in
    from handover_generator.analysis.script_names import spelt_alike

    missing = f"'{said}' is no script that was found in {findings.inventory.repository.name}"
    close = spelt_alike(findings.inventory.by_path, name)
    if close:
        return f"{missing}; did you mean {', '.join(close)}?"
    answers = (*called_by_all(findings, said), *named_in(findings, said), *meant(findings, said, most=_LISTED))
    fitting = list({one.name: one for one in answers}.values())
    if fitting:
        from handover_generator.renderers.formats._meant import meant_lines

        shown = fitting[:MOST]
        more = f"\n  ... and {len(fitting) - MOST} more; say more of what it is called or does" if fitting[MOST:] else ""
        return (f"{missing}. By what they are called, say of themselves and do, these may be meant; 'handover explain' and one of the names "
                f"tells more:\n{meant_lines(shown)}{more}")
    return f"{missing}, and none is called so or does so; 'handover scan' lists them; --repo DIR names another repository"


def _tell_other_files(findings: Findings, names: list[str], root: Path) -> None:
    """A name of a file that is there, and is no script: it was not read, or nothing starts it. Raises UsageError with the reason."""
    for unread in findings.inventory.unread:
        if unread.path in names or unread.path.endswith(f"/{names[0]}"):
            todo = "read it by hand, and ask who knows it, before you run it"
            raise UsageError(f"'{unread.path}' was not read ({unread.reason}), so what it does is unknown; {todo}", slug="unknown-script")
    with suppress(ValueError, OSError):
        there = next((name for name in reversed(names) if (_anchor(root) / name).is_file()), None)
        if there is not None:
            reason = "is a file, but no script: nothing shows that it is started"
            raise UsageError(f"'{there}' {reason}; 'handover scan' lists the scripts", slug="unknown-script")


def _outside(name: str, root: Path) -> str | None:
    """What is to be said of a path of a file that is there, and lies outside of the repository; None for any other name."""
    with suppress(ValueError, OSError, RuntimeError):
        top, path = _anchor(root), Path(name).expanduser()
        if "/" in name and path.is_file() and not path.resolve().is_relative_to(top):
            other = _anchor(path.resolve().parent)
            todo = (f"'handover explain --repo {other}' asks about the repository that it lies in" if (other / ".git").exists()
                    else "what lies in no repository is not read")
            return f"'{name}' lies outside of this repository ({top}); {todo}"
    return None


def _anchor(root: Path) -> Path:
    folder = root.resolve()
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            return parent
    return folder
