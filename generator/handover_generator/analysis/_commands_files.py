"""Commands that run files of the repository: found by path, read by their own language, or followed through make and Django."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Callable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_alike import files_alike
from handover_generator.analysis._commands_launched import launched
from handover_generator.analysis._commands_parsed import Parsed, parse
from handover_generator.analysis._commands_recipes import Recipe
from handover_generator.analysis._commands_types import Circumstances, World
from handover_generator.analysis._sql_variables import given
from handover_generator.analysis.cron_jobs import JOB_COMMANDS, jobs_in
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.analysis.makefile_reading import read_makefile
from handover_generator.analysis.makefiles import MAX_LINES, Makefile, goals_of
from handover_generator.analysis.packaging import hands_to_django
from handover_generator.analysis.paths import REPOSITORY, is_temporary, joined, normal, shown
from handover_generator.analysis.tasks import holder, plain
from handover_generator.catalogue.commands import CommandRow
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Need, Unknown
from handover_generator.model.source import TASK, SourceFile
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_WORKDIR = regex(r"^[ \t]*WORKDIR\s+[\"']?(/[^\s\"']*)", re.MULTILINE | re.IGNORECASE)
_COPIED = regex(r"^[ \t]*(?:COPY|ADD)\s+(?:--\S+\s+)*\./?\s+[\"']?(/[^\s\"']*)", re.MULTILINE | re.IGNORECASE)
_MOUNTED = regex(r"^[ \t]*-\s*[\"']?\.{1,2}/?:(/[^:\s\"']+)", re.MULTILINE)
_OF_EVERY_MAKEFILE = frozenset({"all", "install", "uninstall", "clean", "distclean", "test", "tests", "check", "build", "dist", "help", "docs"})
"""Targets that say nothing of whose Makefile it is."""
_SHEBANG_SHELL = regex(r"#!.*\b(?:ba|da|k|z)?sh\b")

_MOST_FILES = 40
"""So many files are run at most where a command names a pattern."""
_RECIPE = r"(?i)(?:\A|/)(?:[^/]*dockerfile[^/]*|containerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml)\Z"
"""Files that say by their names that they tell where the repository lies inside a container."""
_INSTALLER = "setup.py"
_ONLY_PRINT = frozenset({"json.tool", "calendar", "platform", "site", "sysconfig", "this", "timeit", "tokenize", "ast", "dis", "inspect"})
_DJANGO = regex(r"django|execute_from_command_line|call_command", re.IGNORECASE)
"""A ``manage.py`` that never names it is a program of its own (Flask, click)."""
_FLASK = regex(r"\bflask\b|\.cli\b", re.IGNORECASE)


def _lies_in(path: str, folder: Text) -> bool:
    """Whether a file lies in a folder, as far as that is given from here."""
    tail = folder.parts[-1] if folder.parts and isinstance(folder.parts[-1], str) else "/"
    given = posixpath.normpath(folder.literal or tail.partition("/")[2] or "/")
    while given.startswith("../"):
        given = given[3:]
    own = posixpath.dirname(path)
    return given.startswith("/") or given in (".", "..", own) or own.endswith("/" + given)


_ODD = regex(r"[^\w./+@-]")
"""Letters that a folder's name would have to be quoted for."""


_PUTS = ("moves to ", "writes ", "links ", "installs ")
"""How acts begin that leave a whole thing where they say."""
_SOON = 2
"""Lines behind a removal among which one puts something in its place."""


def _own_files_removed(lines: Sequence[Sequence[Event]], remade: Callable[[str], bool]) -> list[Event]:
    """What the lines of a recipe do, each in a shell of its own: to remove a file that a line before has made is no loss, nor is what make makes anew
    (``remade``), or what one of the next lines puts in its place wherever it was removed (``rm -rf site; mv site_new site``).
    """
    made: set[str | None] = set()
    kept: list[Event] = []
    for number, events in enumerate(lines):
        put = {(act.target, act.host, act.condition) for line in lines[number + 1 : number + 1 + _SOON] for act in line
               if isinstance(act, Act) and act.resource == "filesystem" and act.action is Action.WRITE and act.what.startswith(_PUTS)}
        for event in events:
            if isinstance(event, Act) and event.resource == "filesystem":
                if event.action is Action.WRITE and event.what.startswith(("writes ", "creates or touches ")):
                    made.add(event.target)
                elif event.destructive and event.target is not None and (
                        event.target in made or remade(event.target) or (event.target, event.host, event.condition) in put):
                    event = replace(event, destructive=False)
            kept.append(event)
    return kept


class FileRunner:
    """Finds the repository file behind a path on a command line and calls it."""

    def __init__(self, world: World, commands: Commands) -> None:
        self.world = world
        self.commands = commands
        self._read: tuple[tuple[str, ...], tuple[str, ...]] = (), ()        # the recipes, and the folders that they name
        self._make_depth = 0
        self._makefiles: dict[tuple[str, tuple[tuple[str, str], ...]], Makefile] = {}
        self._images = ImageFiles(world.files)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Folders inside containers in which the repository lies, from Dockerfiles and compose files."""
        recipes = self.world.files.like(_RECIPE)
        texts = [(path, file.text or "") for path in recipes if (file := self.world.files.get(path)) is not None]      # looked into for each answer
        if self._read[0] != recipes:
            found: set[str] = set()
            for path, text in texts:
                patterns = (_MOUNTED,) if path.endswith((".yml", ".yaml")) else (_WORKDIR, _COPIED)
                found.update(match.rstrip("/") for pattern in patterns for match in pattern.findall(text))
            self._read = recipes, tuple(sorted((prefix for prefix in found if prefix), key=lambda p: (-len(p), p)))
        return self._read[1]

    def find(self, path: Text, cwd: Text | None) -> tuple[str, Confidence] | None:
        """The repository path that a path on a command line names, with how sure that is; None if it names no listed file."""
        files = self.world.files
        located = joined(path, cwd)
        literal = located.literal
        if literal is not None:
            if literal.startswith(REPOSITORY):
                inner = literal[len(REPOSITORY) :]
                there = files.behind(inner)
                return (there, Confidence.RESOLVED) if there is not None else None
            if (there := files.behind(literal)) is not None:
                return there, Confidence.RESOLVED
            if literal.startswith("/"):
                for prefix in self.prefixes:
                    inner = literal.removeprefix(prefix).lstrip("/")
                    if literal.startswith(prefix + "/") and (there := files.behind(inner)) is not None:
                        return there, Confidence.INFERRED
                put = self._images.only(literal) or self._images.by_name(literal)
                return (put, Confidence.INFERRED) if put is not None else None
            return self._given(path) or self._in_checkout(literal)
        tail = located.parts[-1]
        if isinstance(tail, str) and "/" in tail and isinstance(located.parts[0], Hole):
            inner = posixpath.normpath(tail)
            found = self._ending(inner, 1) or (self._in_checkout(inner[1:]) if len(located.parts) == 2 and inner.startswith("/") else None)
            if found is not None:
                return found
        return None if path.literal is None or is_temporary(located.render()) else self._given(path)

    def _given(self, path: Text) -> tuple[str, Confidence] | None:
        """A file seen from the root of the repository, whatever the working directory: that may be a checkout of it, or a folder in one."""
        given = normal(path).literal
        if given is not None and (there := self.world.files.behind(given)) is not None:
            return there, Confidence.INFERRED
        return self._ending(given, 2) if given is not None and "/" in given and not given.startswith("..") else None

    def _in_checkout(self, literal: str) -> tuple[str, Confidence] | None:
        """A file of a checkout that lies beside: ``shop/scripts/load.py`` from the folder that the repository ``shop`` was cloned into, and
        ``$WORKSPACE/shop/scripts/load.py``.
        """
        folder, _, inner = posixpath.normpath(literal).partition("/")
        if folder in ("..", "~") or "/" not in inner or inner not in self.world.files or self.world.files.like(rf"\A{re.escape(folder)}/"):
            return None
        return inner, Confidence.INFERRED

    def _installed(self, path: Text) -> tuple[str, Confidence] | None:
        """The file that a package puts at an absolute path: ``hooks/restore/20-data`` for ``/usr/share/tool/hooks/restore/20-data``."""
        put = self._images.installed(path.literal or "")
        return (put, Confidence.INFERRED) if put is not None else None

    def program(self, name: str, caller: str) -> str | None:
        """The script that a bare word means where its folder is among those that a shell searches: the only file of that name, the one
        beside its caller, where that has no suffix either or an image has it among its programs, or the only one that images have under that name.
        """
        found = self.world.files.called(name)
        if len(found) > 1:
            beside = posixpath.join(posixpath.dirname(caller), name)
            among = "." not in name and "." not in posixpath.basename(caller)        # bin/shop-load calls shop-clean
            found = (beside,) if beside in found and (among or beside in self._images.programs(name)) else ()
        elif not found:
            own = [one for _, recipe in self._images.places(caller) for one in self._images.programs(name, recipe)]
            found = tuple(dict.fromkeys(own)) or self._images.programs(name)
        return found[0] if len(found) == 1 and self.world.entry(found[0], ()) is not None else None

    def _ending(self, tail: str, least: int) -> tuple[str, Confidence] | None:
        """The only listed file whose path ends with ``tail`` (of at least ``least`` parts): its folder is known only when it runs."""
        tail = tail.partition("/")[2] if least == 1 else tail
        if tail.count("/") + 1 < least or not tail:
            return None
        ends = [path for path in self.world.files.called(tail.rpartition("/")[2]) if path == tail or path.endswith("/" + tail)]
        return (ends[0], Confidence.INFERRED) if len(ends) == 1 else None

    def _beside(self, path: Text, circumstances: Circumstances) -> tuple[str, Confidence] | None:
        """A file named from nowhere, or from a folder named so, seen from the script's: people start such a script in its own folder."""
        literal = joined(path, circumstances.cwd).literal
        if circumstances.host is not None or literal is None or literal.startswith(("/", "~", REPOSITORY)):
            return None
        own = posixpath.normpath(posixpath.join(posixpath.dirname(circumstances.at.path), literal))
        there = self.world.files.behind(own)
        return (there, Confidence.INFERRED) if there is not None else None

    def text_of(self, path: Text, circumstances: Circumstances) -> Text | None:
        """What a file holds that is in the repository, or that the program wrote before; None for any other."""
        file = self.listed(path, circumstances)
        if file is not None and file.text is not None:
            return Text.of(file.text)
        written = circumstances.texts_at(path)
        return written[-1] if written else None

    def listed(self, path: Text, circumstances: Circumstances) -> SourceFile | None:
        """The file of the repository behind a path, seen from where the command runs or from the script's folder."""
        found = self.find(path, circumstances.cwd) or self._beside(path, circumstances)
        return self.world.files.get(found[0]) if found is not None else None

    def _in_image(self, path: Text, circumstances: Circumstances) -> tuple[str, Confidence] | None:
        """A file seen from where images put the caller: each has an ``/etc/setup`` of its own, and what a recipe copies beside the caller."""
        literal = joined(path, circumstances.cwd).with_defaults().literal
        if circumstances.host is not None or literal is None or literal.startswith(("~", REPOSITORY)):
            return None
        put = self._images.beside(literal, circumstances.at.path)
        return (put, Confidence.INFERRED) if put is not None else None

    def run_file(self, path: Text, arguments: Sequence[Text], circumstances: Circumstances, row: CommandRow | None, *, kind: str = "file",
                 dialect: str | None = None) -> tuple[Event, ...] | None:
        """Running the file at ``path``; None where it is not in the repository, or is no program though there is a ``row`` for one of its name."""
        if circumstances.depth > 12:
            return None
        at = circumstances.at
        inside = self._in_image(path, circumstances)
        found = ((inside if (path.literal or "").startswith("/") else None) or self.find(path, circumstances.cwd)
                 or self._beside(path, circumstances) or inside or self._installed(path))
        if found is None:
            return None
        name, confidence = found
        if confidence is Confidence.RESOLVED:
            confidence = circumstances.confidence
        if name.rpartition("/")[2] in ("manage.py", "django-admin.py"):
            manage = row or self.commands.rows.get("manage.py")
            # One of Flask, of click and the like is a program like any other.
            if manage is not None and _DJANGO.search(self.world.files[name].text or "django"):
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
        told: list[Event] = []
        for name, condition in files_alike(self.world.files, joined(path, circumstances.cwd), posixpath.dirname(circumstances.at.path)):
            if name == circumstances.at.path:
                continue
            if kind == "sqlfile" or self.world.entry(name, circumstances.started_with(arguments)) is not None:
                both = f"{circumstances.condition} and {condition}" if circumstances.condition else condition
                inner = replace(circumstances, confidence=Confidence.INFERRED, condition=both)
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

    def run_make(self, targets: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``make target``: the recipes of the target and of what it needs first."""
        folder = parsed.value("-C", "--directory")
        given = parsed.value("-f", "--file", "--makefile")
        names = [given] if given is not None else [Text.of(name) for name in ("GNUmakefile", "makefile", "Makefile")]
        cwd = joined(folder, circumstances.cwd) if folder is not None else circumstances.cwd
        elsewhere = cwd is not None and cwd.literal is None and isinstance(cwd.parts[0], str) and cwd.parts[0].startswith("/")      # /opt/src-$V
        for name in names:
            found = self.find(name, cwd) if not elsewhere else None
            if found is not None and folder is not None and not _lies_in(found[0], folder):
                found = None                                          # a folder without one is no reason to run that of the root
            elif found is None and (cwd is None or (cwd.literal is None and len(cwd.parts) == 1)):
                found = self.find(Text.of(REPOSITORY, name), None)    # of a folder that only a run can tell, the root is the likeliest
            if found is not None:
                break
        else:
            found = self._of_a_checkout(targets, cwd) if given is None and circumstances.host is None else None
            if found is None:
                return (Unknown(kind="unmodelled-command", at=circumstances.at, detail="runs make without a Makefile in the repository"),)
            circumstances = replace(circumstances, confidence=found[1])
        if self._make_depth > 4:
            return (Unknown(kind="budget", at=circumstances.at, detail="make inside make, too deep to follow"),)
        self._make_depth += 1
        try:
            events: list[Event] = [Need(kind="file", name=found[0], at=circumstances.at)]
            goals, variables, unsure = goals_of(targets if parsed.operands else ())
            makefile = self._makefile(found[0], variables)
            wanted: list[tuple[str | None, str | None]] = [(goal, None) for goal in goals]
            wanted += [(None, None)] if not goals and not unsure else []
            for target in unsure:
                said = shown(target.render())
                events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=f"make {said}: a target known only when it runs"))
                wanted += [(goal, f"{said} is {goal}") for goal in makefile.like(target)]
            ran: list[tuple[Event, ...]] = []
            inner, line_by_line = circumstances, Recipe(self.commands, circumstances)
            where = posixpath.dirname(found[0]) if given is None or cwd is not None else ""
            start = f"cd {where}; " if where and not _ODD.search(where) else ""
            for goal, condition in wanted:
                if goal is not None and not makefile.names(goal):
                    events.append(Unknown(kind="unmodelled-command", at=circumstances.at, detail=f"make {shown(goal)}: {found[0]} does not say how"))
                if condition is not None:
                    inner = replace(circumstances, condition=" and ".join(each for each in (circumstances.condition, condition) if each))
                    line_by_line = Recipe(self.commands, inner)
                lines, cut = makefile.recipe(goal, variables, self.world.files.__contains__)
                if cut:
                    events.append(Unknown(kind="budget", at=circumstances.at, detail=f"make {goal or ''}: more than {MAX_LINES} commands"))
                for line in lines:
                    texts = [(replace(Text.of(start, text), at=text.at), conditions) for text, conditions in line.variants]
                    ran.append(line_by_line.run_one_of(texts, line.at, may_fail=line.may_fail, conditions=line.conditions))
            outputs = makefile.outputs()
            events += _own_files_removed(ran, lambda target: target in outputs or self._holds_only(target, outputs))
            return tuple(dict.fromkeys(events))
        finally:
            self._make_depth -= 1

    def _holds_only(self, folder: str, outputs: Set[str]) -> bool:
        """Whether a folder is one for what make makes: some of that lies in it, and nothing of the repository does."""
        inside = folder.rstrip("/") + "/"
        return any(output.startswith(inside) for output in outputs) and not self.world.files.like(rf"\A{re.escape(inside)}")

    def _makefile(self, path: str, given: Mapping[str, str] = MappingProxyType({})) -> Makefile:
        """A Makefile as it was read once for each set of variables on the command line; whoever follows it depends on what it includes."""
        key = path, tuple(sorted(given.items()))
        if key not in self._makefiles:
            self._makefiles[key] = read_makefile(self._text_of(path) or "", path, self._text_of, given)
        for other in (path, *self._makefiles[key].asked):
            self._text_of(other)
        return self._makefiles[key]

    def _text_of(self, path: str) -> str | None:
        """The text of a file of the repository; None where there is none."""
        file = self.world.files.get(path)
        return file.text or "" if file is not None else None

    def _of_a_checkout(self, targets: Sequence[Text], cwd: Text | None) -> tuple[str, Confidence] | None:
        """The Makefile at the top, for ``cd /srv/shop && make migrate``: that is a checkout of the repository by all appearance where it says how
        each of the targets is made, and not only such as every project has.
        """
        goals = [target.literal for target in targets if target.literal is not None and "=" not in target.literal]
        folder = cwd.literal if cwd is not None else None
        if folder is None or not folder.startswith("/") or folder.startswith(REPOSITORY) or _OF_EVERY_MAKEFILE.issuperset(goals):
            return None
        path = next((name for name in ("GNUmakefile", "makefile", "Makefile") if name in self.world.files), None)
        return (path, Confidence.INFERRED) if path is not None and all(map(self._makefile(path).names, goals)) else None

    def run_manage(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
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
            told = self.run_flask(words, parsed, circumstances)
            detail = f"runs {shown(name)} of a manage.py, which is not in the repository"
            unseen = (Unknown(kind="unmodelled-command", at=circumstances.at, detail=detail),)
            return told if any(isinstance(event, Call) for event in told) else unseen
        if not found:
            detail = f"runs the Django command {shown(name)}, which is not in the repository"
            return (Unknown(kind="unmodelled-command", at=circumstances.at, detail=detail),)
        return self.run_file(Text.of(REPOSITORY + found[0]), parsed.rest, circumstances, None) or ()

    def _run_job(self, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...] | None:
        """``manage.py cron tidy``: a job that a file of the repository registers; None where none does, or several."""
        name = words[0].literal if words else None
        found = [path for path in self.world.files.like(r"\.py\Z") if name in jobs_in(self.world.files[path].text or "")] if name else []
        return self.run_file(Text.of(REPOSITORY + found[0]), list(words), circumstances, None) if len(found) == 1 else None

    def run_own_manage(self, parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...] | None:
        """A command of the repository that bears the name of one of Django's or of a package's: Django takes that instead. None where there is none,
        and where it is that one which calls what it stands before.
        """
        name, _, more = parsed.sub.partition(" ")
        ends = f"management/commands/{name}.py"
        found = [path for path in self.world.files.called(f"{name}.py") if path == ends or path.endswith("/" + ends)]
        if len(found) != 1 or found[0] == circumstances.at.path or "def handle" not in (self.world.files[found[0]].text or ""):
            return None                  # one that only changes its options does what the other does
        return self.run_file(Text.of(REPOSITORY + found[0]), [*map(Text.of, more.split()), *parsed.rest], circumstances, None)

    def holds_no_other_manage(self) -> bool:
        """Whether a ``manage.py`` of which only the name is known is Django's: no file of that name is another program."""
        return all(_DJANGO.search(self.world.files[path].text or "django") for path in self.world.files.called("manage.py"))

    def run_flask(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
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
                return self.run_file(Text.of(REPOSITORY + found[0]), given, circumstances, None) or ()
        where = f"one of {', '.join(named[:3])}" if named else "not in the repository"
        return (Unknown(kind="unmodelled-command", at=circumstances.at, detail=f"runs the Flask command {shown(name)}, which is {where}"),)

    def run_tasks(self, words: Sequence[Text], parsed: Parsed, circumstances: Circumstances) -> tuple[Event, ...]:
        """``invoke dev.init-db``: each of the words that is a task of the repository. The others are values of options."""
        events: list[Event] = []
        chosen = parsed.value("-c", "--collection", "-f", "--fabfile")
        given = chosen.literal or "" if chosen is not None else ""
        for word in words:
            name = word.literal or ""
            path = holder(name, set(self.world.announcers(TASK + plain(name))), given) if name else None
            told = self.run_file(Text.of(REPOSITORY + path), [Text.of(plain(name))], circumstances, None) if path is not None else None
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
