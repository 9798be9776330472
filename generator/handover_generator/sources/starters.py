"""Who starts a script, or names it as something to start: one pass over every text that could."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from handover_generator.analysis.folders import is_test, is_vendored, language_of, name_of, suffix_of
from handover_generator.analysis.image_files import ImageFiles, places_files
from handover_generator.analysis.packaging import hands_to_django
from handover_generator.analysis.recipe_files import RecipeFiles, recipe_files
from handover_generator.model.files import Files
from handover_generator.model.inventory import Starter
from handover_generator.model.source import SourceFile
from handover_generator.records import record, replace
from handover_generator.regexes import regex
from handover_generator.sources._starters import (
    ansible_modules,
    blocks,
    builds,
    celery,
    clouds,
    codedeploy,
    concourse,
    containers,
    cron,
    cron_jobs,
    debian,
    initdb,
    launchd,
    machines,
    named_scripts,
    orders,
    packaging,
    periodic,
    rake,
    recipes,
    rpm,
    salt,
    snakemake,
    subcommands,
    task_files,
    tasks,
    timed,
    upstart,
    vagrant,
    workflows,
)
from handover_generator.sources._starters.code import read_code
from handover_generator.sources._starters.context import Context, Lines, handled, in_comment, is_printed
from handover_generator.sources._starters.imports import imported
from handover_generator.sources._starters.names import Mention, Names, hands_on
from handover_generator.sources._starters.told import tells_to_run

_MAX_TEXT = 2_000_000
_PROSE = frozenset((".md", ".rst", ".txt", ".adoc", ".asciidoc", ".org", ".mdx", ".textile", ".wiki", ".markdown"))
_PROSE_NAME = regex(r"(?:README|INSTALL|HOWTO|HACKING|CONTRIBUTING|MAINTAINERS|RUNBOOK|NOTES|USAGE|DEPLOY\w*|TODO)\Z", re.IGNORECASE)
# A change log tells what once was, and names nearly every script without starting one.
_LOGS = regex(r"(?:CHANGE(?:S|LOG)?|HISTORY|NEWS|RELEASES?|RELEASE[-_]NOTES)(?:[-_.].*)?\Z", re.IGNORECASE)
_TEMPLATE = regex(r"\.(?:template|tmpl|tpl|dist|default|in)\Z")      # "worker.conf.template" is a worker.conf to be filled in
_CONFIG = frozenset((".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".json", ".properties", ".xml", ".plist", ".j2", ".erb", ".config"))
_TAG = regex(r"<[^<>]*>")
_NEVER = regex(r"\.min\.\w+\Z|(?:\A|/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock"
               r"|Cargo\.lock|composer\.lock)\Z"
               r"|(?:\A|/)(?:\.mypy_cache|\.idea|\.vscode|locale|locales|i18n|LC_MESSAGES|handover)/"
               r"|(?:\A|/)(?:CODEOWNERS|catalog-info\.ya?ml)\Z")
Rows = tuple[tuple[str, Starter], ...]
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


def find_starters(files: Mapping[str, SourceFile], candidates: Sequence[str], console_scripts: Mapping[str, str],
                  source_roots: Sequence[str] = ("",),
                  rows_of: Callable[[str, Callable[[], Rows]], Rows] = lambda _, make: make()) -> dict[str, tuple[Starter, ...]]:
    """Find who starts each candidate.

    Args:
        files: all listed files by path.
        candidates: paths that may be scripts; every other path is never reported.
        console_scripts: command name -> path, from ``Packaging.console_scripts``.
        source_roots: folders that imports start from, from ``Packaging.source_roots``.
        rows_of: gives the rows of one file, remembered or made by what it is given. They depend on the file's text, on all other arguments, on
            which of the files that may be meant there are (``may_be_meant``), on what is called by name (``called_by_name``), and on the texts
            that decide what others start (``decides_for_others``).

    Returns:
        Candidate path -> its starters, sorted; candidates that nobody names are left out. One row a naming file: the first line that
        starts the script, else the first that mentions it; every schedule, and every command of it that is named, has a row of its own.
    """
    images = ImageFiles(Files(files))
    names = Names(candidates, files, console_scripts, source_roots, images, _managers(files, console_scripts))
    by_name = _by_name(files, candidates)
    timers = {path: file.text for path, file in files.items() if file.text is not None and _is_timer(path)}
    found: dict[str, dict[tuple[str, str | None, str], Starter]] = {}
    for path in sorted(files):
        text = files[path].text
        if text is None or len(text) > _MAX_TEXT:
            continue
        for candidate, starter in rows_of(path, lambda: tuple(_starters_in(path, text, files[path], names, by_name, timers))):  # noqa: B023
            rows = found.setdefault(candidate, {})
            key = (path, starter.schedule, starter.command)
            if key not in rows or _rank(starter) < _rank(rows[key]):
                rows[key] = starter
    for path in sorted(names.candidates):
        schedule = cron.schedule_of_folder(path)
        if schedule is not None:
            found.setdefault(path, {})[(path, schedule, "")] = Starter(path=path, line=0, kind="cron", schedule=schedule,
                                                                   detail="by its folder")
    return {candidate: _without_echoes(rows.values()) for candidate, rows in sorted(found.items())}


def may_be_meant(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> list[str]:
    """The paths that a mention of a candidate might mean instead of it: those of the same names, and those that images know by other names."""
    names = {name_of(path) for path in candidates} | ImageFiles(Files(files)).names()
    return sorted(path for path in files if name_of(path) in names)


def called_by_name(files: Mapping[str, SourceFile], candidates: Iterable[str],
                   console_scripts: Mapping[str, str]) -> tuple[object, ...]:
    """What is started by a name that only texts of other files tell, and programs that are Django's."""
    held = _by_name(files, candidates)
    return (sorted(held.tasks.items()), sorted(held.workers.items()), sorted(held.commands.items()), sorted(held.jobs.items()),
            [(path, sorted(names)) for by_folder in held.recipes.values() for path, names in by_folder.values()], _managers(files, console_scripts),
            [(name, sorted(words.items())) for name, words in held.runners.items()])


def _by_name(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> _ByName:
    return _ByName(tasks.tasks_of(files, candidates), celery.named_tasks(files, candidates), subcommands.commands_of(files, candidates),
                   recipe_files(files), cron_jobs.jobs_of(files, candidates), named_scripts.runners_of(files, candidates))


def _managers(files: Mapping[str, SourceFile], console_scripts: Mapping[str, str]) -> list[str]:
    """Programs that hand their words to Django, as a ``manage.py`` does: installed ones, and scripts that hand all of theirs to that."""
    installed = {name for name, path in console_scripts.items() if path in files and hands_to_django(files[path].text or "")}
    return sorted(installed | {name_of(path) for path, file in files.items() if hands_on(path, file.text)})


def decides_for_others(path: str) -> bool:
    """Whether what other files start depends on the text of this one: a timer of systemd, the recipe of an image, what lays files into containers."""
    return _is_timer(path) or containers.is_dockerfile(path) or places_files(path)


def _is_timer(path: str) -> bool:
    return ".timer" in name_of(path)


def _rank(starter: Starter) -> tuple[bool, bool, int]:
    return starter.kind in _WEAK, starter.kind == "docs" and not starter.told, starter.line


def _without_echoes(rows: Iterable[Starter]) -> tuple[Starter, ...]:
    """Rows sorted; a mention without a schedule is dropped where the same file starts the script."""
    starters = sorted(rows, key=lambda row: (row.path, row.line, row.kind, row.schedule or ""))
    strong = {row.path for row in starters if row.kind not in _WEAK}
    return tuple(row for row in starters if row.kind not in _WEAK or row.path not in strong)


def _starters_in(path: str, text: str, file: SourceFile, names: Names, by_name: _ByName,
                 timers: Mapping[str, str]) -> Iterator[tuple[str, Starter]]:
    if is_vendored(path) or _NEVER.search(path):
        return
    ruby = rake.is_rakefile(path)
    language = "Ruby" if ruby else language_of(path, file.first_line)
    prose = _is_prose(path)
    read = None if prose else _kind_reader(path, text, timers)
    if not prose and read is None and language is None:
        return
    test = is_test(path) and not prose and not workflows.is_workflow(path)           # a workflow called build-test.yaml is none
    lines: Lines | None = None
    of_code: Callable[[int, int, bool], Context | None] | None = None
    of_line: Callable[[int], Context | None] | None = None
    mentions = chain(names.mentions(path, text, prose=prose), tasks.mentions(text, by_name.tasks),
                     recipes.mentions(path, text, by_name.recipes), cron_jobs.mentions(text, by_name.jobs))
    if by_name.runners and language == "shell":
        mentions = chain(mentions, named_scripts.mentions(text, by_name.runners))
    if read is containers.read_dockerfile and names.images is not None:
        named = containers.image_mentions(path, text, names.images)
        mentions = chain(mentions, (Mention(found, offset, "path") for found, offset in named if found in names.candidates))
    if read is clouds.read_ansible:
        mentions = chain(mentions, ansible_modules.mentions(path, text, names.by_name))
    elif read is vagrant.read_vagrantfile:
        mentions = chain(mentions, vagrant.computed(path, text, names.candidates))
    for mention in subcommands.mentions(text, mentions, by_name.commands):
        if mention.candidate == path:
            continue
        lines = lines or Lines(text)
        number = lines.number(mention.offset)
        column = lines.column(mention.offset)
        if prose:
            context: Context | None = Context("docs")
        elif read is not None:
            of_line = of_line or read(path, lines)
            context = _in_order(of_line(number), lines, number, column, path)
        else:
            of_code = of_code or read_code(language or "", lines)
            context = of_code(number, column, mention.how == "bare")
            context = rake.in_task(context, lines, number) if ruby else context
            context = blocks.resource_of_cron(lines, number) or context if language == "Ruby" else context
        if context is not None and context.kind not in _WEAK and not context.schedules:
            placed = cron.put_into_folder((row := lines.row(number))[:column], row[column:])
            context = replace(context, kind="cron", schedules=(placed,), detail="by its folder") if placed is not None else context
        if context is not None:
            told = prose and tells_to_run(lines, number, column)
            yield from ((found, replace(row, told=True) if told else row) for found, row in _rows(mention, path, number, context, test=test))
    if language == "Python" or (prose and "import " in text):
        for candidate, offset in imported(path, text, names):
            lines = lines or Lines(text)
            kind = "docs" if prose else "tests" if test else "import"
            yield candidate, Starter(path=path, line=lines.number(offset), kind=kind, detail="imports it")
    yield from packaging.made_points(path, text, names)
    if initdb.FOLDER in text and (containers.is_compose(path) or containers.is_dockerfile(path)):
        yield from initdb.run_at_first(path, lines or Lines(text), names, "compose" if containers.is_compose(path) else "dockerfile")
    if language == "Python" and celery.holds_beat(text):
        for candidate, number, schedule, zone, task in celery.beat_tasks(path, lines or Lines(text), names, by_name.workers):
            if candidate != path:
                yield candidate, Starter(path=path, line=number, kind="celery", schedule=schedule, zone=zone, detail="beat schedule", command=task)
        for candidate, number, task, written in periodic.periodic_tasks(path, text, names) if periodic.ADDS in text and not test else ():
            yield candidate, Starter(path=path, line=number, kind="celery", schedule=celery.crontab_text(written), detail="beat schedule",
                                     command=task)
    if language == "Python" and "CRONJOBS" in text and not test:
        yield from cron_jobs.listed(path, lines or Lines(text), names)
    if language == "Python" and not test and path in names.candidates:
        yield from timed.timed(path, text, lines, names)


def _rows(mention: Mention, path: str, number: int, context: Context, *, test: bool) -> Iterator[tuple[str, Starter]]:
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
    inside = cron.cron_inside(row[:column] + " x") if not context.schedules else None
    return Context("cron", (inside,), context.zone, context.detail) if inside else context


def _is_prose(path: str) -> bool:
    name = name_of(path)
    if _LOGS.match(name):
        return False
    return (suffix_of(path) in _PROSE and not re.search(r"requirements|constraints|CMakeLists", name)) or bool(_PROSE_NAME.match(name))


def _kind_reader(path: str, text: str, timers: Mapping[str, str]) -> Callable[[str, Lines], Callable[[int], Context | None]] | None:
    """The reader of a file that gives orders, or None for source code and all else."""
    if workflows.is_workflow(path):
        return workflows.read_workflow
    if containers.is_dockerfile(path) or containers.is_recipe_text(path, text):
        return containers.read_dockerfile
    if containers.is_compose(path):
        return containers.read_compose
    if machines.is_makefile(path):
        return machines.read_makefile
    if codedeploy.is_appspec(path):
        return codedeploy.read_appspec
    if snakemake.is_snakefile(path):
        return snakemake.read_snakefile
    if vagrant.is_vagrantfile(path):
        return vagrant.read_vagrantfile
    if task_files.is_task_file(path):
        return task_files.read_task_file
    if machines.is_procfile(path):
        return machines.read_procfile
    if machines.is_unit(path, text):
        return lambda where, lines: machines.read_unit(where, lines, timers)
    if machines.is_service_folder(path, text):
        return machines.read_service_folder
    if salt.is_state(path):
        return salt.read_states
    if orders.gives_orders(path):
        return orders.read_orders
    if builds.is_build(path):
        return builds.read_build
    if rpm.is_spec(path, text):
        return rpm.read_spec
    if debian.is_install_list(path):
        return debian.read_install_list
    if packaging.is_packaging(path):
        return packaging.read_packaging_file
    if clouds.is_terraform(path):
        return clouds.read_terraform
    if cron.is_crontab(path, text):
        return cron.read_crontab
    if suffix_of(_TEMPLATE.sub("", path)) not in _CONFIG and name_of(path) not in ("crontab", "supervisord"):
        return None
    if launchd.is_job(path, text):
        return launchd.read_job
    if upstart.is_job(path, text):
        return upstart.read_job
    if concourse.is_concourse(path, text):
        return concourse.read_concourse
    if clouds.is_cloudformation(path, text):
        return clouds.read_cloudformation
    if containers.is_kubernetes(path, text):
        return containers.read_kubernetes
    if clouds.is_ansible(path, text):
        return clouds.read_ansible
    return blocks.read_jobs(machines.read_config)
