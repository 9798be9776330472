"""Commands that a repository gives names to: those of Django and Flask, and tasks; found by the name, run in the file that defines it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances
from handover_generator.analysis.cron_jobs import JOB_COMMANDS, jobs_in
from handover_generator.analysis.paths import REPOSITORY, shown
from handover_generator.analysis.tasks import holder, plain
from handover_generator.model.behaviour import Call, Event, Unknown
from handover_generator.model.source import TASK
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_DJANGO = regex(r"django|execute_from_command_line|call_command", re.IGNORECASE)
"""A ``manage.py`` that never names it is a program of its own (Flask, click)."""
_FLASK = regex(r"\bflask\b|\.cli\b", re.IGNORECASE)


def is_of_django(text: str | None) -> bool:
    """Whether a ``manage.py`` of this text is Django's, for all that is known: one of Flask, of click and the like is a program like any other."""
    return _DJANGO.search(text or "django") is not None


class FrameworkCommands:
    """Runs commands by the names that files of a repository give them."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self.world = commands.world

    def manage(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``manage.py name``: a command of the repository, as Django finds it by its file name."""
        name = parsed.sub.split(" ")[0] or (words[0].literal if words else None)
        if not name or "${" in name:
            return (Unknown(kind="dynamic-command", at=circumstances.at, detail="runs a Django command known only when it runs"),)
        ends = f"management/commands/{name}.py"
        if name == "runscript":                          # of django-extensions: run() of a module in a folder "scripts"
            name = (words[0].literal or "" if words else "").rpartition(".")[2]
            ends = f"scripts/{name}.py"
        found = [path for path in self.world.files.called(f"{name}.py") if path == ends or path.endswith("/" + ends)]
        if not found and name in JOB_COMMANDS and (told := self._run_job(parsed.rest, circumstances)) is not None:
            return told
        if not found and not self.holds_no_other_manage():       # the one that is meant may be one of Flask
            told = self.flask(words, parsed, circumstances)
            detail = f"runs {shown(name)} of a manage.py, which is not in the repository"
            unseen = (Unknown(kind="unmodelled-command", at=circumstances.at, detail=detail),)
            return told if any(isinstance(event, Call) for event in told) else unseen
        if not found:
            detail = f"runs the Django command {shown(name)}, which is not in the repository"
            return (Unknown(kind="unmodelled-command", at=circumstances.at, detail=detail),)
        return self.commands.files.run_file(Text.of(REPOSITORY + found[0]), parsed.rest, circumstances, None) or ()

    def _run_job(self, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...] | None:
        """``manage.py cron tidy``: a job that a file of the repository registers; None where none does, or several."""
        name = words[0].literal if words else None
        found = [path for path in self.world.files.like(r"\.py\Z") if name in jobs_in(self.world.files[path].text or "")] if name else []
        return self.commands.files.run_file(Text.of(REPOSITORY + found[0]), list(words), circumstances, None) if len(found) == 1 else None

    def own_manage(self, parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...] | None:
        """A command of the repository that bears the name of one of Django's or of a package's: Django takes that instead. None where there is none,
        and where it is that one which calls what it stands before.
        """
        name, _, more = parsed.sub.partition(" ")
        ends = f"management/commands/{name}.py"
        found = [path for path in self.world.files.called(f"{name}.py") if path == ends or path.endswith("/" + ends)]
        if len(found) != 1 or found[0] == circumstances.at.path or "def handle" not in (self.world.files[found[0]].text or ""):
            return None                  # one that only changes its options does what the other does
        return self.commands.files.run_file(Text.of(REPOSITORY + found[0]), [*map(Text.of, more.split()), *parsed.rest], circumstances, None)

    def holds_no_other_manage(self) -> bool:
        """Whether a ``manage.py`` of which only the name is known is Django's: no file of that name is another program."""
        return all(is_of_django(self.world.files[path].text) for path in self.world.files.called("manage.py"))

    def flask(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``flask group name``: a command that a file of the repository defines for its application, found by the words that it is called by."""
        given = [*(Text.of(word) for word in parsed.sub.split()), *parsed.rest] if parsed.sub else list(words)
        name = (given[0].literal or "") if given else ""
        if not name or "$" in name:
            return (Unknown(kind="dynamic-command", at=circumstances.at, detail="runs a Flask command known only when it runs"),)
        every = self.world.files.like(r"\.py\Z")
        named = [path for path in every if self._defines(path, name, of_flask=True)] or self._taken_in(every, name)
        inner = (given[1].literal or "") if len(given) > 1 else ""
        both = [path for path in named if inner and self._defines(path, inner, of_flask=False)]
        for found in (both, named):
            if len(found) == 1:
                return self.commands.files.run_file(Text.of(REPOSITORY + found[0]), given, circumstances, None) or ()
        where = f"one of {', '.join(named[:3])}" if named else "not in the repository"
        return (Unknown(kind="unmodelled-command", at=circumstances.at, detail=f"runs the Flask command {shown(name)}, which is {where}"),)

    def tasks(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``invoke dev.init-db``: each of the words that is a task of the repository. The others are values of options."""
        events: list[Event] = []
        chosen = parsed.value("-c", "--collection", "-f", "--fabfile")
        given = chosen.literal or "" if chosen is not None else ""
        for word in words:
            name = word.literal or ""
            path = holder(name, set(self.world.announcers(TASK + plain(name))), given) if name else None
            told = self.commands.files.run_file(Text.of(REPOSITORY + path), [Text.of(plain(name))], circumstances, None) if path is not None else None
            if told is None and not events:
                kind, where = ("unmodelled-command", "is not in the repository") if name else ("dynamic-command", "is known only when it runs")
                return (Unknown(kind=kind, at=circumstances.at, detail=f"runs the task {shown(word.render())}, which {where}"),)
            events += told or ()
        return tuple(events)

    def _taken_in(self, every: Sequence[str], name: str) -> list[str]:
        """The files that define a command of that name with click alone, and are imported by one that has to do with Flask."""
        found = [path for path in every if self._defines(path, name, of_flask=False)]
        importing = [text for path in every if found and _FLASK.search(text := self.world.files[path].text or "")]
        names = {path: posixpath.basename(posixpath.dirname(path) if path.endswith("/__init__.py") else path.removesuffix(".py")) for path in found}
        return [path for path in found if any(re.search(rf"(?m)^\s*(?:from|import)\b.*\b{re.escape(names[path])}\b", text) for text in importing)]

    def _defines(self, path: str, name: str, *, of_flask: bool) -> bool:
        """Whether a file defines a command or a group of commands of that name, and has to do with Flask where that is asked."""
        text = self.world.files[path].text or ""
        if (name not in text and name.replace("-", "_") not in text) or (of_flask and not _FLASK.search(text)):
            return False
        plain = re.escape(name.replace("-", "_"))
        return bool(re.search(rf"\b(?:command|group|AppGroup|Blueprint)\(\s*(?:name\s*=\s*)?[\"']{re.escape(name)}[\"']"
                              rf"|\b(?:command|group)\([^)]*\)\s+(?:@[^\n]*\s+)*def {plain}(?:_command|_cmd|_group|_grp)?\(", text))
