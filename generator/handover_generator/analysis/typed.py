"""What a command line that people type or paste starts: the scripts and commands of a repository, behind what only starts others.

``sudo -u app docker compose run --rm web python manage.py tidy --all`` starts ``management/commands/tidy.py``. Which commands start others, and which
of their words those are, say the rows of the catalogue.
"""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence

from handover_generator.analysis._commands_parsed import Parsed, parse
from handover_generator.analysis._commands_words import ASSIGNMENT
from handover_generator.analysis._targets import bare_host
from handover_generator.analysis.recipe_files import MAKEFILES
from handover_generator.analysis.script_names import commands_named, installed_as
from handover_generator.analysis.task_files import FORMATS
from handover_generator.catalogue.commands import CommandRow, CommandRows, CommandRun
from handover_generator.model.inventory import Script
from handover_generator.model.text import Text
from handover_generator.records import record
from handover_generator.regexes import regex

_PROMPT = regex(r"\A\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+:?\S*)?\s*[$#>%]\s+|\A\s*`+")
_CRON = regex(r"\A\s*(?:(?:[\d*/,-]+\s+){5}|@(?:hourly|daily|weekly|monthly|yearly|midnight|reboot)\s+)")
_OPERATORS = frozenset(("&&", "||", ";", "|", "&", "|&", "\n"))
_INTO = frozenset(("<", ">", ">>", ">&", "&>", "&>>", ">|", "<<<"))
_MOST_INSIDE = 8
_MOST_WORDS = 3                  # of the name of a command, with the groups that it belongs to
_MANAGES = "manage.py"
_TASKS = regex(r"(?:\A|/)(?:tasks|fabfile)(?:\.py|/)")
Start = tuple[str, str | None]
"""The path of a script, and the name of the command of it; None for the script as a whole."""


@record(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a command line starts.

    ``starts``: in order; ``either``: whether it is one of them, and the words do not tell which. ``over``: words that are passed on to it, or of
    which nothing is known; ``around``: those that stand before it, as variables that are set for it and the host that it runs on;
    ``hosts``: those hosts. ``named``: the first file that it names and that is no script here; ``unknown``: a name that Django looks for, and that no
    file of the repository defines.
    """

    starts: tuple[Start, ...] = ()
    either: bool = False
    over: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    named: str | None = None
    unknown: str | None = None


def typed(scripts: Mapping[str, Script], rows: CommandRows, line: str, *, elsewhere: Callable[[str], bool] = lambda _: False) -> Typed:
    """Take a command line apart.

    Args:
        scripts: those of the repository, by path.
        rows: what commands run.
        line: as a person types it in a terminal; the prompt and the times of a crontab before it are passed over.
        elsewhere: whether a path is one of a file that is there and lies outside of the repository: it is none of its scripts.
    """
    reader = _Reader(scripts, rows, elsewhere)
    reader.text(_CRON.sub("", _PROMPT.sub("", line).rstrip("`")))
    return Typed(starts=tuple(dict.fromkeys(reader.starts)), either=reader.either and len(reader.parts) < 2, over=tuple(reader.over),
                 around=tuple(reader.around), hosts=tuple(dict.fromkeys(reader.hosts)), named=reader.named, unknown=reader.unknown)


class _Reader:
    """Collects what the parts of a line start."""

    def __init__(self, scripts: Mapping[str, Script], rows: CommandRows, elsewhere: Callable[[str], bool]) -> None:
        self.scripts, self.rows, self.elsewhere = scripts, rows, elsewhere
        self.starts: list[Start] = []
        self.parts: set[int] = set()         # the numbers of the parts of the line that start something
        self.either = False
        self.over: list[str] = []
        self.around: list[str] = []
        self.hosts: list[str] = []
        self.named: str | None = None
        self.unknown: str | None = None
        self._folder = ""
        self._part = 0

    def text(self, text: str, inside: int = 0) -> None:
        """A line for a shell: one command, or several."""
        for words in _commands(text):
            self._part += 1
            before, said = len(self.starts), len(self.around)
            self.words(words, inside)
            if len(self.starts) > before:
                self.parts.add(self._part)
            else:
                del self.around[said:]                       # what it is that this goes to is not asked

    def words(self, words: Sequence[str], inside: int) -> None:
        """One command: a script, or what starts one."""
        words = list(words)
        while words and ASSIGNMENT.match(words[0]):
            self.around.append(words.pop(0))
        if not words or inside > _MOST_INSIDE:
            return
        name, given = words[0], words[1:]
        if name == "cd" and given:
            self._folder = posixpath.normpath(posixpath.join(self._folder, given[0]))
            return
        row = self.rows.of(posixpath.basename(name))
        if row is not None and row.names[0] == _MANAGES:
            self._manage(name, row, given)
        elif name in self.scripts or ("/" in name and (row is None or self._files(name))) or (
                row is None and ("." in name or (inside and self._files(name)))):
            self._file(name, given)
        elif row is not None:
            self._others(row, given, inside)
        else:
            self._add(installed_as(self.scripts.values(), name), given)

    def _others(self, row: CommandRow, given: Sequence[str], inside: int) -> None:
        """What a command starts, as its row says."""
        parsed = parse(list(map(Text.of, given)), row.spec)
        for run in parsed.spec.runs:
            if (run.needs_any and not parsed.has(run.needs_any)) or parsed.has(run.unless) or run.source == ("stdin",):
                continue
            texts = [text.render() for text in (*parsed.first(run.led_by), *parsed.first(run.source))]
            if texts or run.kind == "flask":
                own = {*texts, *(text.render() for text in parsed.first(run.arguments))}
                self.around += [word for word in given if word not in own]
                self.hosts += [bare_host(text.render()) for text in parsed.first(run.host)]
                self._run(run, texts, parsed, inside + 1)

    def _run(self, run: CommandRun, texts: list[str], parsed: Parsed, inside: int) -> None:
        arguments = [text.render() for text in parsed.first(run.arguments)]
        match run.kind:
            case "words":
                self.words(texts[1:] if texts[0] == "--" else texts, inside)
            case "shell":
                self.text(" ".join(texts[1:] if texts[0] == "--" else texts), inside)
            case "file" | "sqlfile":
                if posixpath.basename(texts[0]) == _MANAGES:
                    self.words([texts[0], *arguments], inside)
                else:
                    self._file(texts[0], arguments)
            case "module":
                self._module(texts[0], arguments, inside)
            case "make":
                folder = parsed.value("-C", "--directory")
                self._make([text.render() for text in parsed.operands], folder.render() if folder is not None else "",
                           parsed.value("-f", "--file", "--makefile"))
            case "tasks":
                self._tasks(texts)
            case "task":
                self._task(run.of or "", texts, inside)
            case "script":
                self._package_script(texts)
            case "flask":
                self._add(self._called([*parsed.sub.split(), *(text.render() for text in parsed.rest)] if parsed.sub else texts))
            case _:
                pass

    # What is named -------------------------------------------------------------------------------------------------------------

    def _file(self, name: str, given: Sequence[str]) -> None:
        found = self._files(name)
        if not found:
            self.named = self.named or name
        self._add([(path, None) for path in found], given)

    def _files(self, name: str) -> list[str]:
        """The scripts that a path may mean: seen from where the line has gone to, or from the top; else by as much of its end as any has, since
        it may be one of a container or of another machine.
        """
        if name.startswith(("/", "~")) and self.elsewhere(name):
            return []
        for path in (posixpath.join(self._folder, name), name):
            if posixpath.normpath(path) in self.scripts:
                return [posixpath.normpath(path)]
        parts = [part for part in posixpath.normpath(name).split("/") if part not in ("", "..", "~", ".")]
        for index in range(len(parts)):
            if found := self._ending("/".join(parts[index:])):
                return found
        return []

    def _ending(self, end: str) -> list[str]:
        return _nearest([path for path in self.scripts if path == end or path.endswith(f"/{end}")])

    def _module(self, module: str, given: Sequence[str], inside: int) -> None:
        """``python -m``: a module of the repository, or an installed one that is a command as well."""
        base = module.replace(".", "/")
        for end in (f"{base}.py", f"{base}/__main__.py", f"{base}/__init__.py"):
            if found := self._ending(end):
                self._add([(path, None) for path in found], given)
                return
        if "." not in module and self.rows.of(module) is not None:
            self.words([module, *given], inside)

    def _manage(self, name: str, row: CommandRow, given: Sequence[str]) -> None:
        """``manage.py tidy``: a command of the file of that name, else the one that Django finds by its file name."""
        parsed = parse(list(map(Text.of, given)), row.spec)
        operands = [*parsed.sub.split(), *(text.render() for text in parsed.operands)]
        own = self._files(name)
        if self.elsewhere(name):
            self.named = self.named or name
            return
        if not operands:
            self._add([(path, None) for path in own])
            return
        programs = [path for path in own if self.scripts[path].commands]
        if programs and (called := self._called(operands, programs)):
            self._add(called, given)
            return
        wanted = operands[1].rpartition(".")[2] if operands[0] == "runscript" and len(operands) > 1 else operands[0]
        folder = "scripts" if wanted is not operands[0] else "management/commands"
        found = self._ending(f"{folder}/{wanted}.py")
        if not found and not programs:
            self.unknown = self.unknown or wanted
        self._add([(path, None) for path in found], [word for word in given if word not in operands[:1]])

    def _make(self, words: Sequence[str], folder: str, file: Text | None) -> None:
        """Targets of a Makefile: the one in the folder where make is started, or is told to go, else the one nearest to the top that has them."""
        goals = [word for word in words if not ASSIGNMENT.match(word)]
        inside = posixpath.normpath(posixpath.join(self._folder, folder))
        there = posixpath.normpath(posixpath.join(inside, file.render())) if file is not None else None
        holding = [(path, known) for path, script in self.scripts.items()
                   if (path == there if there is not None else posixpath.basename(path) in MAKEFILES)
                   and ((known := [goal for goal in goals if len(commands_named(script.commands, goal)) == 1]) or not goals)]
        holding = [one for one in holding if posixpath.dirname(one[0]) == inside or there is not None] or (holding if not folder else [])
        fitting = [one for one in holding if not goals or _are_targets(goals, one[1])]
        nearest = _nearest([path for path, _ in fitting])
        for path, known in fitting:
            if path in nearest:
                self._several([(path, goal) for goal in known or (None,)])
                self.over += [word for word in words if word not in known]
        self.either = self.either or len(nearest) > 1

    def _tasks(self, words: Sequence[str]) -> None:
        """Tasks of invoke and fabric, with what is given to them behind a colon. The first word is one; others may be values of options."""
        names = [word.partition(":")[0] for word in words]
        having = [path for path, script in self.scripts.items() if _TASKS.search(path) and commands_named(script.commands, names[0])]
        nearest = _nearest(having or [path for path, script in self.scripts.items() if commands_named(script.commands, names[0])])
        for path in nearest:
            self._several([(path, found[0].name) for name in names if len(found := commands_named(self.scripts[path].commands, name)) == 1])
        self.either = self.either or len(nearest) > 1

    def _task(self, tool: str, words: Sequence[str], inside: int) -> None:
        """A task of a task file; for some tools what is none is a command."""
        names = {name for format_ in FORMATS.get(tool, ()) for name in format_.names}
        given = [word for word in words if not ASSIGNMENT.match(word)]
        holding = [path for path, script in self.scripts.items()
                   if posixpath.basename(path) in names and given and len(commands_named(script.commands, given[0])) == 1]
        if holding:
            self._add([(path, commands_named(self.scripts[path].commands, given[0])[0].name) for path in _nearest(holding)], given[1:])
        elif any(format_.or_words for format_ in FORMATS.get(tool, ())):
            self.words(words[1:] if words[0] == "--" else words, inside)

    def _package_script(self, words: Sequence[str]) -> None:
        """What a script of a package.json starts."""
        self._several([(path, None) for path, script in self.scripts.items() for row in script.called_from
                       if row.kind == "package" and row.path.endswith("package.json") and row.detail in words])

    # What is started -----------------------------------------------------------------------------------------------------------

    def _called(self, words: Sequence[str], among: Iterable[str] | None = None) -> list[Start]:
        """The commands that the first words name: as many of them as the name of one has."""
        plain = [word for word in words if not word.startswith("-")]
        paths = list(self.scripts if among is None else among)
        for count in range(min(_MOST_WORDS, len(plain)), 0, -1):
            name = " ".join(plain[:count])
            found = [(path, called[0].name) for path in paths if len(called := commands_named(self.scripts[path].commands, name)) == 1]
            if found:
                return [*found]
        return []

    def _add(self, found: Sequence[Start], given: Sequence[str] = ()) -> None:
        """Scripts of which one is started with these words, the command of it among them; several: nobody knows which."""
        told: list[Start] = []
        for path, command in found:
            plain = [word for word in given if not word.startswith("-")]
            called = next((one for index in range(len(plain)) if (one := self._called(plain[index:], [path]))), []) if command is None else []
            told += called or [(path, command)]
        self.either = self.either or len(told) > 1
        self.starts += told
        if told:
            named = {word for _, command in told for word in (command or "").replace("_", "-").split()}
            self.over += [word for word in given if word.replace("_", "-") not in named]

    def _several(self, found: Sequence[Start]) -> None:
        self.starts += [one for one in found if one not in self.starts]


def _are_targets(words: Sequence[str], known: Sequence[str]) -> bool:
    """Whether words behind ``make`` are targets, where some of them are known: the others may come of a pattern (``dev%``), but a sentence that
    begins with "make clean" goes on behind it.
    """
    others = [word for word in words if word not in known]
    return bool(known) and len(others) <= len(known) and (not others or words[-1] in known)


def _nearest(paths: Iterable[str]) -> list[str]:
    """Of several paths those that lie nearest to the top: what is typed is typed there."""
    depths = {path: path.count("/") for path in paths}
    return sorted(path for path, depth in depths.items() if depth == min(depths.values()))


def _commands(text: str) -> list[list[str]]:
    """The commands of a line, each as its words; none where its quotes do not match: that is no command line."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[list[str]] = [[]]
    try:
        tokens = list(lexer)
    except ValueError:
        return []
    skip = False
    for token in tokens:
        if token in _INTO and found[-1] and found[-1][-1] in ("1", "2"):
            found[-1].pop()                                  # 2>&1: the number of what is redirected
        if token in _OPERATORS:
            found.append([])
        elif not skip and token not in _INTO:
            found[-1].append(token)
        skip = token in _INTO
    return [words for words in found if words]
