"""Commands that run files of the repository: found by path, and read by their own language."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_alike import MOST_ALIKE, files_meant, one_of_many
from handover_generator.analysis._commands_finding import FileFinder
from handover_generator.analysis._commands_frameworks import is_of_django
from handover_generator.analysis._commands_launched import launched
from handover_generator.analysis._commands_parsed import parse
from handover_generator.analysis._commands_types import Circumstances, World
from handover_generator.analysis._sql_variables import given
from handover_generator.analysis.packaging import hands_to_django
from handover_generator.analysis.paths import REPOSITORY, joined
from handover_generator.catalogue.commands import CommandRow
from handover_generator.model.behaviour import Call, Confidence, Event, Need, Unknown
from handover_generator.model.text import Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_MOST_FILES = 40
"""So many files are run at most where a command names a pattern."""
_INSTALLER = "setup.py"
_ONLY_PRINT = frozenset({"json.tool", "calendar", "platform", "site", "sysconfig", "this", "timeit", "tokenize", "ast", "dis", "inspect"})


class FileRunner(FileFinder):
    """Runs files of the repository."""

    def __init__(self, world: World, commands: Commands) -> None:
        super().__init__(world)
        self.commands = commands

    def run_file(self, path: Text, arguments: Sequence[Text], circumstances: Circumstances, row: CommandRow | None, *, kind: str = "file",
                 dialect: str | None = None) -> tuple[Event, ...] | None:
        """Running the file at ``path``; None where it is not in the repository, or is no program though there is a ``row`` for one of its name."""
        if circumstances.depth > 12:
            return None
        at = circumstances.at
        inside = self.in_image(path, circumstances)
        found = ((inside if (path.literal or "").startswith("/") else None) or self.find(path, circumstances.cwd)
                 or self.beside(path, circumstances) or inside or self.installed(path))
        if found is None:
            return None
        name, confidence = found
        if confidence is Confidence.RESOLVED:
            confidence = circumstances.confidence
        if name.rpartition("/")[2] in ("manage.py", "django-admin.py"):
            manage = row or self.commands.rows.get("manage.py")
            if manage is not None and is_of_django(self.world.files[name].text):
                inner = replace(circumstances, depth=circumstances.depth + 1)
                return (Need(kind="file", name=name, at=at), *self.commands.apply(manage, parse(list(arguments), manage.spec), inner))
        routine = self.world.entry(name, circumstances.started_with(arguments), circumstances.stdin)
        need = Need(kind="script", name=name, at=at)
        if routine is None:
            file = self.world.files[name]
            if row is not None and not file.executable and not file.first_line.startswith("#!"):
                return None              # "$BIN/kubectl" is no program of ours because a file of settings has that name
            if kind == "sql" and file.text:
                return (need, *self.world.sql(Text.of(file.text), at=at, dialect=dialect, guards=circumstances.guards,
                                              condition=circumstances.condition, host=circumstances.host, variables=given(arguments)))
            why = "which is no text: a program, or encrypted" if file.text is None else "which is in a language that is not read"
            return (need, Unknown(kind="unmodelled-command", at=at, detail=f"runs {name}, {why}"))
        return (need, Call(to=routine, at=at, name=name.rpartition("/")[2], condition=circumstances.condition, confidence=confidence,
                           host=circumstances.host, guards=circumstances.guards), *self.handed_to_django(name, arguments, circumstances),
                *self.packaged(name, arguments, circumstances), *launched(self.commands, name, arguments, circumstances))

    def packaged(self, path: str, arguments: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """What the words mean to a package's own installer, ``python setup.py install``, wherever it lies."""
        row = self.commands.rows.get(_INSTALLER) if posixpath.basename(path) == _INSTALLER else None
        if row is None:
            return ()
        return tuple(self.commands.apply(row, parse(list(arguments), row.spec), replace(circumstances, depth=circumstances.depth + 1)))

    def handed_to_django(self, path: str, arguments: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """What a program of the repository does besides, where it hands its words to Django as a ``manage.py`` does (``shop-manage migrate``)."""
        row = self.commands.rows.get("manage.py")
        if row is None or not arguments or not hands_to_django(self.world.files[path].text or ""):
            return ()
        words = parse(list(arguments), row.spec)
        if not words.sub and not words.operands:
            return ()
        return tuple(self.commands.apply(row, words, replace(circumstances, depth=circumstances.depth + 1)))

    def run_all(self, path: Text, arguments: Sequence[Text], circumstances: Circumstances, *, kind: str,
                dialect: str | None) -> tuple[Event, ...] | None:
        """Running each of the files that ``migrations/*.sql`` stands for; None where none of them is in the repository.

        The loop around it may leave out some of them: it is inferred that one is run.
        """
        literal = joined(path, circumstances.cwd).literal
        if literal is None or circumstances.host is not None or not any(mark in literal for mark in "*?"):
            return None
        pattern = literal.removeprefix(REPOSITORY)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(circumstances.at.path), pattern))
        for way in dict.fromkeys((posixpath.normpath(pattern), beside)):
            found = self.world.files.matching(way) if not way.startswith(("/", "..")) else ()
            if found:
                inner = replace(circumstances, confidence=Confidence.INFERRED)
                told = [self.run_file(Text.of(REPOSITORY + name), arguments, inner, None, kind=kind, dialect=dialect)
                        for name in sorted(found)[:_MOST_FILES]]
                return tuple(dict.fromkeys(event for events in told for event in events or ()))
        return None

    def run_alike(self, path: Text, arguments: Sequence[Text], circumstances: Circumstances, *, kind: str = "file",
                  dialect: str | None = None) -> tuple[Event, ...] | None:
        """Running each of the files that ``steps/$1.sh`` may mean, under the condition that it does; None where none is in the repository."""
        if circumstances.host is not None:
            return None
        alike = [(name, when) for name, when in files_meant(self.world.files, joined(path, circumstances.cwd), circumstances.at.path)
                 if kind == "sqlfile" or self.world.entry(name, circumstances.started_with(arguments)) is not None]
        if len(alike) > MOST_ALIKE:
            return one_of_many([name for name, _ in alike], circumstances.at)
        told: list[Event] = []
        for name, when in alike:
            inner = replace(circumstances, confidence=Confidence.INFERRED, condition=" and ".join(filter(None, (circumstances.condition, when))))
            told += self.run_file(Text.of(REPOSITORY + name), arguments, inner, None, kind=kind, dialect=dialect) or ()
        return tuple(dict.fromkeys(told)) or None

    def run_module(self, module: Text, arguments: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """``python -m module``."""
        name, at = module.literal, circumstances.at
        if name is None:
            return (Unknown(kind="dynamic-command", at=at, detail=f"runs the module {module.render()}"),)
        parts = name.replace(".", "/")
        for root in dict.fromkeys(["", *self.world.source_roots]):
            base = f"{root}/{parts}".lstrip("/")
            for path in (f"{base}.py", f"{base}/__main__.py"):
                if path in self.world.files:
                    return self.run_file(Text.of(REPOSITORY + path), arguments, circumstances, None) or ()
        program = name.rpartition(".")[0] if name.endswith(".__main__") else name
        program = {"django": "django-admin", "py.test": "pytest", "pip._internal": "pip", "venv": "virtualenv"}.get(program, program)
        if self.commands.rows.get(program) is not None:
            inner = replace(circumstances, depth=circumstances.depth + 1)
            return tuple(event for event in self.commands.run([Text.of(program), *arguments], inner)
                         if not (isinstance(event, Need) and event.kind == "binary"))
        if name in _ONLY_PRINT:
            return ()
        unseen = Unknown(kind="unmodelled-package", at=at, detail=f"runs the module {name}")
        root = name.partition(".")[0]
        return (unseen,) if root in sys.stdlib_module_names else (Need(kind="package", name=root, at=at), unseen)
