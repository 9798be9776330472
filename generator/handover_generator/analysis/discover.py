"""Which files are scripts, and why."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Mapping

from handover_generator.analysis.dispatched import dispatched
from handover_generator.analysis.folders import (
    STARTED_AS_A_RULE,
    interpreter_language,
    is_test,
    is_vendored,
    language_of,
    name_of,
    only_called_testing,
    script_folder,
    scripts_of_tests,
    suffix_of,
    tests_among_scripts,
)
from handover_generator.analysis.packaging import Packaging
from handover_generator.analysis.tasks import is_for_a_runner
from handover_generator.model.inventory import HOLDS_RECIPES, INSTALLED_AS, Starter
from handover_generator.model.source import LISTS_AT_ONCE, NO_RECIPES, RECIPES, Module, SourceFile, Unread
from handover_generator.regexes import regex

# What a Python file's own text shows; "statements at top level" alone is how every module of settings looks.
_COMMAND = "command line command"
_STARTS_ALONE = ("main guard", _COMMAND, "cloud function", "task of luigi", "flow of tasks")
_SETTINGS = regex(r"(?:\A|/)(?:setup|conf|noxfile|wsgi|asgi|[\w.-]*settings|[\w-]+\.conf|config)\.py\Z")
_OF_SETTINGS = regex(r"[-_]settings\.py\Z")
_LOADED_BY_DJANGO = regex(r"(?:\A|/)(?:urls|admin|apps|models|routers|translation|search_indexes|wagtail_hooks)\.py\Z")
"""Modules that Django loads by their names, or by names that are written down as texts: ``include("shop.urls")``."""
_MIGRATION = regex(r"(?:\A|/)(?:migrations|versions|alembic|migrate)/")
_MIGRATION_TEXT = regex(r"^class Migration\b|^(?:down_)?revision\s*[:=]|^def (?:upgrade|downgrade|forwards|backwards)\b", re.MULTILINE)
_MAIN = regex(r"^(?:async )?def main\(", re.MULTILINE)
_FOR_A_RUNNER = regex(r"^[ \t]*(?:import|from) (?:pytest|unittest2?|nose|doctest|django\.test|testtools|behave|robot)\b|^[ \t]*(?:async )?def test_"
                      r"|^class (?:Test\w*[(:]|\w+\([^)]*TestCase)", re.MULTILINE)
_COMMAND_LINE = regex(r"\b(?:ArgumentParser|OptionParser|parse_args|docopt|Fire|Typer)\(|\bsys\.argv\b|^@click\.(?:command|group)\b", re.MULTILINE)
_COMMAND_LINE_START = regex(r"\s*(?:[$#%>]\s+)?(?:sudo\s+(?:-E\s+)?)?(?:(?:[A-Z_]+=\S+\s+)*)(?:(?:ba|da|z|k)?sh\s+(?:-[a-z]+\s+)*)?")
_JOINED = regex(r";\s*do\s|&&|;")                     # for i in 1 2; do ./verify.sh $i; done
_PROSE = (".md", ".rst", ".txt", ".adoc", ".asciidoc")
_PARSES = regex(r"^(?:\w+(?: *, *\w+)* *= *)?[\w.]+(?:\(\))?\.parse_(?:known_)?args\(", re.MULTILINE)
_DEFINES_COMMANDS = regex(r"^@(?:\w+\.)?(?:command|group)\(", re.MULTILINE)
_OF_TESTS = ("_tests.py", "-tests.py")
_CHANGES = regex(r"^[ \t]*(?:drop|delete|truncate|update|insert|alter|create|merge|grant|revoke)\s", re.MULTILINE | re.IGNORECASE)
_DECORATED = regex(r"^(?:@[\w.]+(?:\([^\n]*\))?|\))\n(?:async )?def test_\w+", re.MULTILINE)
"""A command that is called like a test (``@click.group()``, ``def test_data_group():``)."""
_TASKS = regex(r"(?:\A|/)(?:tasks|fabfile)/__init__\.py\Z")
_GENERATED = regex(r"(?:_pb2(?:_grpc)?\.py|\.min\.\w+|\.bundle\.\w+)\Z")
_ASSETS = regex(r"(?:\A|/)(?:static|assets|public|dist|www|htdocs|js|javascripts?|css|frontend|src|components|pages)/")
_MOSTLY_LIBRARIES = frozenset(("JavaScript", "TypeScript", "CoffeeScript", "Elixir", "Haskell", "Scala", "Clojure", "Erlang"))
_MACHINES = frozenset(("ci", "cron", "make", "systemd", "compose", "dockerfile", "k8s"))
_STARTS = {
    "cron": "cron", "ci": "continuous integration", "make": "make", "compose": "compose", "dockerfile": "a Dockerfile",
           "systemd": "systemd", "procfile": "a Procfile",
    "package": "packaging", "celery": "a beat schedule", "k8s": "Kubernetes", "terraform": "terraform", "cloudformation": "CloudFormation",
           "ansible": "ansible",
    "config": "a configuration file", "script": "another script",
}


def candidates(files: Mapping[str, SourceFile]) -> tuple[str, ...]:
    """Paths that may turn out to be scripts, whose starters are looked for: text in a language of programs, read or not, or marked executable."""
    return tuple(path for path in sorted(files) if _may_be_script(files[path]))


def _may_be_script(file: SourceFile) -> bool:
    if file.text is None:
        return False
    if is_vendored(file.path):                 # the code of others, but a program of theirs that our own files start is ours to know
        return file.executable and file.first_line.startswith("#!")
    return language_of(file.path, file.first_line) is not None or (file.executable and not suffix_of(file.path))


def find_scripts(files: Mapping[str, SourceFile], modules: Mapping[str, Module | Unread], packaging: Packaging,
                 mentions: Mapping[str, tuple[Starter, ...]]) -> dict[str, tuple[str, ...]]:
    """Decide which files a person or a machine starts.

    Args:
        files: all listed files by path.
        modules: what the languages made of the files they claim.
        packaging: commands and the files behind them.
        mentions: who starts or names each file, from ``sources.starters``.

    Returns:
        Path -> reasons, in words and in a fixed order, for every file that is a script in a language that is read. Tests but for the shell
        scripts that drive them, migrations, modules that are only imported, and vendored trees but for the programs in them that other
        files start, are not among them.
    """
    targets: dict[str, list[str]] = {}
    for point in packaging.entry_points:
        if point.path is not None and point.group in ("console_scripts", "gui_scripts", "scripts"):
            targets.setdefault(point.path, []).append(point.name)
    found: dict[str, tuple[str, ...]] = {}
    by_name = dispatched(files)
    for path in sorted(modules):
        module, file, rows = modules[path], files.get(path), mentions.get(path, ())
        called = path in targets or any(row.kind == "celery" for row in rows) or (   # a package may be a command, or hold tasks of a worker
            isinstance(module, Module) and "main guard" in module.starts and any(row.starts and _runs(row) for row in rows))
        if file is None or isinstance(module, Unread) or (
                _never(path, file, called=called or _COMMAND in module.starts) and not _drives(path, files, module, rows)) or (
                is_vendored(path) and not any(row.starts and _runs(row) for row in rows)):
            continue
        reasons = [INSTALLED_AS + name for name in sorted(set(targets.get(path, ())))]
        reasons += [_by_name(path, by_name[path])] if path in by_name else []
        reasons += _reasons(path, files, module, rows, targeted=bool(reasons))
        if reasons:
            found[path] = tuple(dict.fromkeys(reasons))
    return found | _beside_run(files, modules, found, mentions) | _beside_started(files, modules, found, mentions)


def _beside_run(files: Mapping[str, SourceFile], modules: Mapping[str, Module | Unread], found: Mapping[str, tuple[str, ...]],
                mentions: Mapping[str, tuple[Starter, ...]]) -> dict[str, tuple[str, ...]]:
    """Files of SQL that change something and that nothing starts, in a folder where at least half are run: a person runs them when the time comes."""
    folders: dict[str, list[str]] = {}
    for path, module in modules.items():
        if isinstance(module, Module) and module.language == "sql" and path in files and not is_vendored(path):
            folders.setdefault(posixpath.dirname(path), []).append(path)
    beside: dict[str, tuple[str, ...]] = {}
    for paths in folders.values():
        run = [path for path in paths if path in found and any(row.starts and row.kind != "docs" for row in mentions.get(path, ()))]
        if run and 2 * len(run) >= len(paths):
            beside |= {path: ("lies beside SQL that is run",) for path in paths
                       if path not in found and not _never(path, files[path], called=False) and _CHANGES.search(files[path].text or "")}
    return beside


def _beside_started(files: Mapping[str, SourceFile], modules: Mapping[str, Module | Unread], found: Mapping[str, tuple[str, ...]],
                    mentions: Mapping[str, tuple[Starter, ...]]) -> dict[str, tuple[str, ...]]:
    """Shell scripts in a folder that is only called like one of tests, where another is a script: its siblings are none of tests either."""
    folders = {posixpath.dirname(path) for path in found if only_called_testing(path)}
    return {path: ("lies beside a script that is started",) for path, module in modules.items()
            if posixpath.dirname(path) in folders and path not in found and isinstance(module, Module) and module.language == "shell"
            and only_called_testing(path) and files[path].first_line.startswith("#!") and not _is_library(mentions.get(path, ()))}


def _by_name(path: str, starter: str) -> str:
    return "says how it is started by its name" if starter == path else f"is started by its name by {starter}"


def _drives(path: str, files: Mapping[str, SourceFile], module: Module, mentions: tuple[Starter, ...]) -> bool:
    """Whether a file among tests is a program that a machine starts by itself, such as a shell script that makes and removes containers
    for them, or a Python program that is only called like a test: what it does it does to whoever runs it. Likewise a shell script that people
    are told to run, as a line of its own, and a program in a folder of scripts that the tests have (``tests/scripts/``), or among scripts in one
    that is for the tests (``scripts/test/``).
    """
    file = files[path]
    if scripts_of_tests(path) and file.first_line.startswith("#!") and not _GENERATED.search(path) and (
            module.language == "shell" or ("main guard" in module.starts and not _FOR_A_RUNNER.search(file.text or ""))):
        return True
    if module.language == "shell" and file.executable and file.first_line.startswith("#!") and tests_among_scripts(path):
        return True
    if only_called_testing(path) and _is_program(file, module, mentions):
        return True
    return (file.first_line.startswith("#!") and not _GENERATED.search(path)
            and (module.language == "shell" or ("main guard" in module.starts and not is_test(f"{path.rpartition('/')[0]}/x.py")
                                                 and not _FOR_A_RUNNER.search(file.text or "")))
            and any((row.starts and row.kind in _MACHINES) or (module.language == "shell" and _tells_to_run(row, path, files))
                    for row in mentions if _runs(row)))


def _is_program(file: SourceFile, module: Module, mentions: tuple[Starter, ...]) -> bool:
    """Whether a file in a folder that is only called like one of tests is made to be started: a Python program that reads a command line, with
    nothing for a test runner to find, or what a machine or a job starts.
    """
    if module.language == "python":
        return "main guard" in module.starts and not _FOR_A_RUNNER.search(file.text or "") and (
            _COMMAND_LINE.search(file.text or "") is not None or any(row.starts and row.kind in _MACHINES for row in mentions))
    return file.first_line.startswith("#!") and any(row.starts and row.kind in (*_MACHINES, "config") and _runs(row) for row in mentions)


def _tells_to_run(row: Starter, path: str, files: Mapping[str, SourceFile]) -> bool:
    """Whether a line of a text for people is the command that starts the file: ``sudo ./tests/build.sh --all``."""
    said = files.get(row.path)
    if row.kind != "docs" or said is None or not (row.path.endswith(_PROSE) or posixpath.basename(row.path) == "README"):
        return False
    ways = (path, posixpath.relpath(path, posixpath.dirname(row.path) or "."))
    lines = (part for line in (said.text or "").splitlines() if posixpath.basename(path) in line for part in _JOINED.split(line))
    words = (next(iter(_COMMAND_LINE_START.sub("", line, count=1).split()), "") for line in lines)
    return any("/" in word and posixpath.normpath(word) in ways for word in words)


def _never(path: str, file: SourceFile, *, called: bool) -> bool:
    if (is_test(path) and not _tests_what_runs(path, file) and not _loads_fixtures(path, file)) or _GENERATED.search(path) or (
            name_of(path) == "__init__.py" and not called and not (_TASKS.search(path) and is_for_a_runner(file.text or ""))):
        return True
    if _SETTINGS.search(path) and suffix_of(path) == ".py" and not called and not _changes_settings(path, file):
        return True                                # ``tool-config = tool.config:main`` is a command
    return bool(_MIGRATION.search(path)) and not file.first_line.startswith("#!") and bool(suffix_of(path) == ".sql"
                                                                                           or _MIGRATION_TEXT.search(file.text or ""))


def _changes_settings(path: str, file: SourceFile) -> bool:
    """Whether a file is only called like settings, and is a program that a person starts (``bin/copy-settings.py``): it is made to be started, and
    reads a command line or lies among scripts.
    """
    text = file.text or ""
    started = file.first_line.startswith("#!") or "__main__" in text
    return started and _OF_SETTINGS.search(path) is not None and (_COMMAND_LINE.search(text) is not None or script_folder(path) is not None)


def _tests_what_runs(path: str, file: SourceFile) -> bool:
    """Whether a file is only called like a test, and is a program that a person starts: among scripts, or made to be started, and nothing in it is
    for a test runner to find.
    """
    started = name_of(path).endswith(_OF_TESTS) and file.first_line.startswith("#!") and "__main__" in (file.text or "")
    alone = started or script_folder(path) is not None
    return (alone and not is_test(f"{path.rpartition('/')[0]}/x.py") and suffix_of(path) in ("", ".py")
            and name_of(path) != "conftest.py" and not _FOR_A_RUNNER.search(file.text or ""))


def _loads_fixtures(path: str, file: SourceFile) -> bool:
    """Whether a file defines commands in a package that is called after the first data of an application, and is no test otherwise; or in a file
    that is only called like a test, ``test_data.py``.
    """
    if suffix_of(path) != ".py" or not _DEFINES_COMMANDS.search(file.text or ""):
        return False
    if not is_test(f"{path.rpartition('/')[0]}/x.py") and not _FOR_A_RUNNER.search(_DECORATED.sub("", file.text or "")):
        return True
    return "fixtures" in path and not is_test("/".join(part for part in path.split("/") if part.lower() != "fixtures"))


def _reasons(path: str, files: Mapping[str, SourceFile], module: Module, mentions: tuple[Starter, ...], *, targeted: bool) -> list[str]:
    started = sorted({_STARTS.get(row.kind, row.kind) for row in mentions if row.starts and _runs(row)})
    file, folder = files[path], script_folder(path)
    reasons: list[str] = []
    if file.first_line.startswith("#!"):
        reasons.append("has a shebang line")
    if file.executable:
        reasons.append("is marked executable")
    if module.language == "python":
        reasons += _python(path, file, module, mentions, folder, lone=not (reasons or started or targeted),
                           packaged=path.rpartition("/")[0] + "/__init__.py" in files)
    elif RECIPES in module.starts:
        return [*reasons, HOLDS_RECIPES, *(f"started by {name}" for name in started)]
    elif NO_RECIPES in module.starts:
        return []
    elif module.language == "sql":
        run = [row for row in mentions if row.starts]
        reasons = [reason for reason in reasons if reason.startswith("has a shebang")]
        reasons += ([f"lies in {folder}/"] if folder else []) + (["marked executable"] if file.executable and folder else [])
        return reasons + ([f"run by {', '.join(sorted({_STARTS.get(row.kind, row.kind) for row in run}))}"] if run else [])
    elif folder and (reasons or started or not _is_library(mentions)):
        reasons.append(f"lies in {folder}/")
    elif not reasons and not started and not _is_library(mentions):
        reasons += module.starts or ("is a shell script",)
    certain = started or targeted or _TASKS.search(path) or "has a shebang line" in reasons or "has a main guard" in reasons
    if name_of(path).startswith("_") and not certain:
        return []
    if module.language == "python" and not certain:
        imported = any(row.kind in ("import", "tests") for row in mentions)
        if reasons == ["is marked executable"] and (not module.starts or imported):
            return []                              # whole trees are marked so by accident; what does nothing, or is imported, is no script
        if reasons and _of_django(path, file.text or "") and all(one.startswith(("is marked executable", "lies in")) for one in reasons):
            return []                              # nobody starts what Django loads by its name, whatever folder it lies in
    if not reasons and not targeted and path.rpartition("/")[0] + "/__init__.py" in files \
            and all(row.path.endswith(".py") for row in mentions if row.kind == "script"):
        started = [name for name in started if name != _STARTS["script"]]      # a list of modules by path is no list of things to start
    return reasons + [f"started by {name}" for name in started]


def _python(path: str, file: SourceFile, module: Module, mentions: tuple[Starter, ...], folder: str | None, *, lone: bool,
            packaged: bool) -> list[str]:
    reasons = [f"has a {word}" for word in module.starts if word in _STARTS_ALONE]
    if folder == "management/commands":
        known = "management command" in module.starts or bool(re.search(r"^class Command\b", file.text or "", re.MULTILINE))
        return [*reasons, "is a management command"] if known and not name_of(path).startswith("_") else reasons
    lonely = not any(row.kind in ("import", "tests") for row in mentions)
    if lone and folder is None and lonely and module.starts and not _SETTINGS.search(path) and not _of_django(path, file.text or "") and (
            not packaged or LISTS_AT_ONCE in module.starts or _PARSES.search(file.text or "")):
        # Whoever imports a module of a package expects neither that a command line is read nor that a list is printed.
        reasons.append("acts at top level and nothing imports it")
    a_part = packaged and lone and not reasons and any(row.kind == "import" for row in mentions)     # a package "job" of an application
    if folder is not None and (module.starts or reasons) and not a_part:
        reasons.append(f"lies in {folder}/")
    elif folder is not None and lone and lonely and (module.tier == "tokens" or _does_something(file.text or "")):
        reasons.append(f"lies in {folder}/ and nothing imports it")      # what could not be parsed may well do something
    elif folder is not None and _MAIN.search(file.text or "") and _COMMAND_LINE.search(file.text or ""):
        reasons.append(f"lies in {folder}/ and has a main function that reads a command line")      # a dispatcher calls it, and tests do
    return reasons


def _of_django(path: str, text: str) -> bool:
    """Whether a module is one that Django loads: nobody imports it, and nobody starts it."""
    return ("urlpatterns" in text or "django" in text or "rest_framework" in text) and _LOADED_BY_DJANGO.search(path) is not None


def _does_something(text: str) -> bool:
    """Whether running the file would do more than define names: a statement at the top that is no definition, import or assignment."""
    return bool(re.search(r"^(?!(?:def|class|async|import|from|@|#|if TYPE_CHECKING|__all__|else|elif|except|finally|try"
                          r"|pass)\b)[A-Za-z_][\w.]*\s*\(|^(?:if|for|while|with)\b",
                          text, re.MULTILINE))


def _runs(row: Starter) -> bool:
    """A copied or sourced file is named, but that alone does not make it a thing to start."""
    return row.detail != "sourced" and row.detail != "by its name alone" and not row.copies


def _is_library(mentions: Iterable[Starter]) -> bool:
    return any(row.detail == "sourced" for row in mentions)


def unread_scripts(files: Mapping[str, SourceFile], read: Container[str],
                   mentions: Mapping[str, tuple[Starter, ...]] | None = None) -> tuple[Unread, ...]:
    """Files that look like scripts in a language nobody here reads, each with its reason ("Perl is not a language we read").

    Args:
        files: all files, by path.
        read: paths of those that one of our languages took, whether it could read them or said why not.
        mentions: who starts each file; a file that something starts is a script whatever its name.
    """
    found: list[Unread] = []
    for path in sorted(files):
        file = files[path]
        if file.text is None or path in read:
            continue
        asks = file.first_line.startswith("#!")
        language = interpreter_language(file.first_line) if asks else language_of(path, file.first_line)
        if is_vendored(path) or is_test(path) or _GENERATED.search(path):
            continue
        started = any(row.starts and _runs(row) for row in (mentions or {}).get(path, ()))
        looks = asks or suffix_of(path) in STARTED_AS_A_RULE
        if language in _MOSTLY_LIBRARIES:          # a bundle of web pages is full of executable and cross-named files
            looks = looks or (script_folder(path) is not None and not _ASSETS.search(path))
        else:
            looks = looks or started or (language is not None and (file.executable or script_folder(path) is not None))
        if language is not None and looks:
            found.append(Unread(path, f"{language} is not a language we read"))
        elif language is None and asks:
            program = [word for word in file.first_line[2:].split() if not word.startswith("-")] or ["nothing"]
            if not (program[0].startswith("/") or file.executable):
                continue                           # "#! Taken from ..." is a comment: a program that reads a file is named by its path
            named = program[1] if program[0].endswith("/env") and len(program) > 1 else program[0]
            found.append(Unread(path, f"starts with {named.rpartition('/')[2]}, which is not a language we read"))
    return tuple(found)
