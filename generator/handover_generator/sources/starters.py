"""Who starts a script, or names it as something to start: one pass over every text that could."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain

from handover_generator.analysis.folders import is_test, is_vendored, language_of, name_of, suffix_of
from handover_generator.analysis.image_files import ImageFiles, is_recipe, places_files
from handover_generator.analysis.packaging import hands_to_django
from handover_generator.analysis.recipe_files import RecipeFiles, recipe_files
from handover_generator.model.files import Files
from handover_generator.model.inventory import Starter
from handover_generator.model.source import SourceFile
from handover_generator.records import record, replace
from handover_generator.regexes import regex
from handover_generator.registry import members
from handover_generator.sources._starters import blocks, cron_jobs, named_scripts, rake, recipes, subcommands, tasks
from handover_generator.sources._starters.code import read_code
from handover_generator.sources._starters.context import Context, Lines, handled, in_comment, is_printed
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.names import Mention, Names, hands_on
from handover_generator.sources._starters.newcomers import may_name
from handover_generator.sources._starters.times import cron_inside, put_into_folder, schedule_of_folder
from handover_generator.sources._starters.told import tells_to_run
from handover_generator.sources._starters.worker_tasks import named_tasks

_KINDS = "handover_generator.sources._starters.kinds"
_PROSE = frozenset((".md", ".rst", ".txt", ".adoc", ".asciidoc", ".org", ".mdx", ".textile", ".wiki", ".markdown"))
_PROSE_NAME = regex(r"(?:README|INSTALL|HOWTO|HACKING|CONTRIBUTING|MAINTAINERS|RUNBOOK|NOTES|USAGE|DEPLOY\w*|TODO)\Z", re.IGNORECASE)
# A change log tells what once was, and names nearly every script without starting one.
_LOGS = regex(r"(?:CHANGE(?:S|LOG)?|HISTORY|NEWS|RELEASES?|RELEASE[-_]NOTES)(?:[-_.].*)?\Z", re.IGNORECASE)
_TAG = regex(r"<[^<>]*>")
_NEVER = regex(r"\.min\.\w+\Z|(?:\A|/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock"
               r"|Cargo\.lock|composer\.lock)\Z"
               r"|(?:\A|/)(?:\.mypy_cache|\.idea|\.vscode|locale|locales|i18n|LC_MESSAGES|handover)/"
               r"|(?:\A|/)(?:CODEOWNERS|catalog-info\.ya?ml)\Z")
Rows = tuple[Row, ...]
"""What one file starts: candidate and starter."""
_WEAK = frozenset(("docs", "tests", "import"))


@record(frozen=True, slots=True)
class _ByName:
    """What is started by names that only the texts of files tell: tasks for people and for workers, sub-commands, recipes, jobs of cron."""

    tasks: tasks.Tasks
    workers: Mapping[str, str]
    commands: subcommands.Commands
    recipes: RecipeFiles
    jobs: cron_jobs.Jobs
    runners: named_scripts.Runners


class StarterSearch:
    """Looks for who starts each candidate.

    Args:
        files: all listed files by path.
        candidates: paths that may be scripts; every other path is never reported.
        console_scripts: command name -> path, from ``Packaging.console_scripts``.
        source_roots: folders that imports start from, from ``Packaging.source_roots``.
    """

    def __init__(self, files: Mapping[str, SourceFile], candidates: Sequence[str], console_scripts: Mapping[str, str],
                 source_roots: Sequence[str] = ("",)) -> None:
        self._files = files
        self.candidates = tuple(candidates)
        self._console_scripts = console_scripts
        self._roots = tuple(source_roots)
        self._images = ImageFiles(Files(files))

    @cached_property
    def may_be_meant(self) -> tuple[str, ...]:
        """The paths that a mention of a candidate might mean instead of it: those of the same names, and those that images know by other names."""
        names = {name_of(path) for path in self.candidates} | self._images.names()
        return tuple(sorted(path for path in self._files if name_of(path) in names))

    @property
    def depends(self) -> tuple[object, ...]:
        """What every row depends on beside the text of its file, the candidates and what may be meant: what is started by a name that only texts of
        other files tell, which programs are Django's, and the texts that decide what others start, as they hold their times or lay files into
        containers. Values that are the same from run to run.
        """
        held = self._by_name
        return (sorted(held.tasks.items()), sorted(held.workers.items()), sorted(held.commands.items()), sorted(held.jobs.items()),
                [(path, sorted(names)) for by_folder in held.recipes.values() for path, names in by_folder.values()], self._managers,
                [(name, sorted(words.items())) for name, words in held.runners.items()], sorted(self._console_scripts.items()), self._roots,
                sorted((path, file.blob) for path, file in self._files.items() if _decides_for_others(path)))

    def may_differ(self, changed: Collection[str]) -> Callable[[str, str], bool]:
        """(path, text) -> whether the rows of a file may be others now that these came or went among candidates and what may be meant."""
        by_folder = [kind.by_folder for kind in _kinds()]
        return may_name(changed, self._files, self._console_scripts, lambda path, text: any(may(path, text) for may in by_folder))

    def starters(self, rows_of: Callable[[str, Callable[[], Rows]], Rows] = lambda _, make: make()) -> dict[str, tuple[Starter, ...]]:
        """Find who starts each candidate.

        Args:
            rows_of: gives the rows of one file, remembered or made by what it is given.

        Returns:
            Candidate path -> its starters, sorted; candidates that nobody names are left out. One row a naming file: the first line that
            starts the script, else the first that mentions it; every schedule, and every command of it that is named, has a row of its own.
        """
        found: dict[str, dict[tuple[str, str | None, str], Starter]] = {}
        for path in sorted(self._files):
            text = self._files[path].text
            if text is None:
                continue
            for candidate, starter in rows_of(path, lambda: tuple(self._starters_in(path, text))):  # noqa: B023  (asked at once)
                rows = found.setdefault(candidate, {})
                key = (path, starter.schedule, starter.command)
                if key not in rows or _rank(starter) < _rank(rows[key]):
                    rows[key] = starter
        for path in sorted(self.candidates):
            schedule = schedule_of_folder(path)
            if schedule is not None:
                found.setdefault(path, {})[(path, schedule, "")] = Starter(path=path, line=0, kind="cron", schedule=schedule,
                                                                       detail="by its folder")
        return {candidate: _without_echoes(rows.values()) for candidate, rows in sorted(found.items())}

    @cached_property
    def _names(self) -> Names:
        return Names(self.candidates, self._files, self._console_scripts, self._roots, self._images, self._managers)

    @cached_property
    def _by_name(self) -> _ByName:
        files, candidates = self._files, self.candidates
        return _ByName(tasks.tasks_of(files, candidates), named_tasks(files, candidates), subcommands.commands_of(files, candidates),
                       recipe_files(files), cron_jobs.jobs_of(files, candidates), named_scripts.runners_of(files, candidates))

    @cached_property
    def _managers(self) -> list[str]:
        """Programs that hand their words to Django, as a ``manage.py`` does: installed ones, and scripts that hand all of theirs to that."""
        installed = {name for name, path in self._console_scripts.items() if path in self._files and hands_to_django(self._files[path].text or "")}
        return sorted(installed | {name_of(path) for path, file in self._files.items() if hands_on(path, file.text)})

    @cached_property
    def _elsewhere(self) -> dict[StarterKind, dict[str, str]]:
        return {kind: {path: file.text for path, file in self._files.items() if file.text is not None and kind.times.stand_in(path)}
                for kind in _kinds() if kind.times is not None}

    def _starters_in(self, path: str, text: str) -> Iterator[Row]:
        if is_vendored(path) or _NEVER.search(path):
            return
        ruby = rake.is_rakefile(path)
        language = "Ruby" if ruby else language_of(path, self._files[path].first_line)
        prose = _is_prose(path)
        kind = None if prose else _kind_of(path, text)
        if not prose and kind is None and language is None:
            return
        test = is_test(path) and not prose and (kind is None or kind.may_be_test)
        searched = Searched(path, text, self._names, language=language, prose=prose, test=test, workers=self._by_name.workers)
        of_code: Callable[[int, int, bool], Context | None] | None = None
        of_line: Callable[[int], Context | None] | None = None
        for mention in _mentions(searched, kind, self._by_name):
            if mention.candidate == path:
                continue
            lines = searched.lines
            number = lines.number(mention.offset)
            column = lines.column(mention.offset)
            if prose:
                context: Context | None = Context("docs")
            elif kind is not None:
                of_line = of_line or _reader(kind, searched, self._elsewhere)
                context = _in_order(of_line(number), lines, number, column, path)
            else:
                of_code = of_code or read_code(language or "", lines)
                context = of_code(number, column, mention.how == "bare")
                context = rake.in_task(context, lines, number) if ruby else context
                context = blocks.resource_of_cron(lines, number) or context if language == "Ruby" else context
            if context is not None and context.kind not in _WEAK and not context.schedules:
                placed = put_into_folder((row := lines.row(number))[:column], row[column:])
                context = replace(context, kind="cron", schedules=(placed,), detail="by its folder") if placed is not None else context
            if context is not None:
                told = prose and tells_to_run(lines, number, column)
                yield from ((found, replace(row, told=True) if told else row) for found, row in _rows(mention, path, number, context, test=test))
        for find in _finders():
            yield from find(searched)


def _decides_for_others(path: str) -> bool:
    return any(kind.times.stand_in(path) for kind in _kinds() if kind.times is not None) or is_recipe(path) or places_files(path)


@cache
def _kinds() -> tuple[StarterKind, ...]:
    """All kinds, in the order in which they are asked whether a file is theirs."""
    return tuple(sorted(members(_KINDS, "STARTER", StarterKind), key=lambda kind: kind.order))


@cache
def _finders() -> tuple[Callable[[Searched], Iterator[Row]], ...]:
    return tuple(kind.find for kind in _kinds() if kind.find is not None)


def _kind_of(path: str, text: str) -> StarterKind | None:
    """The kind of a file that gives orders, None for source code and all else."""
    return next((kind for kind in _kinds() if kind.fits(path, text)), None)


def _rank(starter: Starter) -> tuple[bool, bool, int]:
    return starter.kind in _WEAK, starter.kind == "docs" and not starter.told, starter.line


def _without_echoes(rows: Iterable[Starter]) -> tuple[Starter, ...]:
    """Rows sorted; a mention without a schedule is dropped where the same file starts the script."""
    starters = sorted(rows, key=lambda row: (row.path, row.line, row.kind, row.schedule or ""))
    strong = {row.path for row in starters if row.kind not in _WEAK}
    return tuple(row for row in starters if row.kind not in _WEAK or row.path not in strong)


def _mentions(searched: Searched, kind: StarterKind | None, by_name: _ByName) -> Iterator[Mention]:
    """Every place of a text that names a candidate."""
    path, text = searched.path, searched.text
    found = chain(searched.names.mentions(path, text, prose=searched.prose), tasks.mentions(text, by_name.tasks),
                  recipes.mentions(path, text, by_name.recipes), cron_jobs.mentions(text, by_name.jobs),
                  named_scripts.mentions(text, by_name.runners) if searched.language == "shell" else (),
                  kind.mentions(path, text, searched.names) if kind is not None else ())
    return subcommands.mentions(text, found, by_name.commands)


def _reader(kind: StarterKind, searched: Searched, elsewhere: Mapping[StarterKind, Mapping[str, str]]) -> Callable[[int], Context | None]:
    """What a mention on each line means in a file of a kind, with the times that it has in other files."""
    read = kind.read(searched.path, searched.lines)
    if kind.times is None:
        return read
    schedules, zone = kind.times.of(searched.path, elsewhere[kind])
    return lambda number: replace(context, schedules=schedules, zone=zone) if (context := read(number)) is not None else None


def _rows(mention: Mention, path: str, number: int, context: Context, *, test: bool) -> Iterator[Row]:
    kind = "tests" if test and context.kind != "docs" else context.kind
    detail = context.detail
    if not detail and mention.how == "command":
        detail = "management command"
    for schedule in context.schedules or (None,):
        yield mention.candidate, Starter(path=path, line=number, kind=kind, schedule=schedule, zone=context.zone if schedule else None,
                                         detail=detail, command=mention.command)


def _in_order(context: Context | None, lines: Lines, number: int, column: int, path: str) -> Context | None:
    """A comment or an ``echo`` in a file that starts things does not start anything."""
    row = lines.row(number)
    marks: tuple[str, ...] = ("#",)
    if path.endswith((".ini", ".cfg", ".conf", ".service")):
        marks = (";", "#")
    elif "enkinsfile" in path or path.endswith((".tf", ".hcl")):
        marks = ("//", "#")
    if context is None:
        return None
    if in_comment(row, column, marks):
        return Context("docs", detail="in a comment")
    command = re.sub(r"\A\s*(?:-\s+)?(?:run:\s*)?", "", row)
    if is_printed(command, column - (len(row) - len(command))):
        return Context("docs", detail="in a message")
    before = _TAG.sub(" ", row[:column]) if path.endswith((".plist", ".xml")) else row[:column]
    if handled(before, row[column:]):
        return Context("docs", detail="named, not run")
    inside = cron_inside(row[:column] + " x") if not context.schedules else None
    return Context("cron", (inside,), context.zone, context.detail) if inside else context


def _is_prose(path: str) -> bool:
    name = name_of(path)
    if _LOGS.match(name):
        return False
    return (suffix_of(path) in _PROSE and not re.search(r"requirements|constraints|CMakeLists", name)) or bool(_PROSE_NAME.match(name))
