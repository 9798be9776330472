"""What a path alone says of a file: test, vendored, asset, script folder, language."""

from __future__ import annotations

import re
from functools import lru_cache

from handover_generator.regexes import regex

# Folders by the names people give to places for things that are started by hand or by a timer.
SCRIPT_FOLDERS = frozenset((
    "scripts", "script", "bin", "sbin", "ops", "tools", "tool", "jobs", "job", "cron", "crons", "cronjobs", "cron.d", "cron.daily",
    "cron.hourly", "cron.weekly", "cron.monthly", "crontabs", "batch", "batches", "maintenance", "hacks", "migrate_scripts", "runbooks",
))
_TEST_FOLDERS = frozenset(("test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "test_data", "fixtures", "e2e",
                           "unittests",
                           "testsuite", "test-data", "integration_tests", "integration-tests", "functional_tests"))
_MAYBE_TESTS = frozenset(("testing", "fixtures"))
_FOR_TESTS = (("scripts", "test"), ("script", "test"), ("bin", "test"))
_VENDORED = frozenset(("node_modules", "vendor", "vendors", "vendored", "_vendor", "third_party", "third-party", "thirdparty", "3rdparty",
                       "bower_components", "site-packages", "dist-packages", ".venv", "venv", "virtualenv", "jspm_packages", "external",
                       "extern", ".tox", ".nox", ".git", "__pycache__", ".eggs"))
_TEST_NAME = regex(r"(?:tests?|conftest|test[_-].+|.+[_-]tests?|.+\.(?:test|spec))\.\w+\Z", re.IGNORECASE)

_LIKE_TEST = regex(r"(?:\A|/)(?:[^/]*[_-])?tests?/|[a-z]Tests?/|(?:\A|/)Test[A-Z]\w*\.\w+\Z|[a-z]Tests?\.\w+\Z")

_SUFFIX_LANGUAGE = {
    ".py": "Python", ".pyw": "Python", ".sh": "shell", ".bash": "shell", ".zsh": "shell", ".ksh": "shell", ".dash": "shell", ".sql": "SQL",
    ".psql": "SQL", ".pgsql": "SQL", ".hql": "SQL", ".hiveql": "SQL", ".cql": "SQL",
    ".pl": "Perl", ".pm": "Perl", ".rb": "Ruby", ".rake": "Ruby", ".php": "PHP", ".phtml": "PHP",
    ".groovy": "Groovy", ".ps1": "PowerShell", ".psm1": "PowerShell", ".lua": "Lua", ".tcl": "Tcl", ".exp": "Expect", ".expect": "Expect",
    ".awk": "AWK", ".bat": "Windows batch", ".cmd": "Windows batch", ".fish": "fish", ".csh": "C shell", ".tcsh": "C shell",
    ".js": "JavaScript", ".mjs": "JavaScript", ".cjs": "JavaScript", ".ts": "TypeScript", ".mts": "TypeScript", ".cts": "TypeScript",
    ".r": "R", ".jl": "Julia", ".kts": "Kotlin script", ".scala": "Scala", ".vbs": "VBScript", ".applescript": "AppleScript",
                    ".raku": "Raku",
    ".sed": "sed", ".nu": "Nushell", ".ex": "Elixir", ".exs": "Elixir", ".erl": "Erlang", ".escript": "Erlang", ".hs": "Haskell",
    ".coffee": "CoffeeScript", ".el": "Emacs Lisp", ".clj": "Clojure",
}
_TEMPLATES = frozenset((".j2", ".jinja", ".jinja2", ".erb", ".tmpl", ".tpl", ".template", ".in"))
_INTERPRETERS = (
    ("python", "Python"), ("pypy", "Python"), ("uv", "Python"), ("pipx", "Python"), ("bash", "shell"), ("dash", "shell"), ("zsh", "shell"),
                 ("ksh", "shell"), ("ash", "shell"),
    ("tcsh", "C shell"), ("csh", "C shell"), ("fish", "fish"), ("sh", "shell"), ("psql", "SQL"), ("perl", "Perl"), ("ruby", "Ruby"),
                 ("rake", "Ruby"),
    ("php", "PHP"), ("groovy", "Groovy"), ("pwsh", "PowerShell"), ("powershell", "PowerShell"), ("lua", "Lua"), ("tclsh", "Tcl"),
                 ("wish", "Tcl"),
    ("expect", "Expect"), ("gawk", "AWK"), ("mawk", "AWK"), ("nawk", "AWK"), ("awk", "AWK"), ("nodejs", "JavaScript"),
                 ("node", "JavaScript"),
    ("deno", "TypeScript"), ("bun", "TypeScript"), ("ts-node", "TypeScript"), ("tsx", "TypeScript"), ("rscript", "R"), ("julia", "Julia"),
                 ("make", "Make"), ("sed", "sed"),
    ("openrc-run", "shell"), ("runscript", "shell"),
    ("nu", "Nushell"), ("escript", "Erlang"), ("elixir", "Elixir"), ("runghc", "Haskell"), ("runhaskell", "Haskell"),
                 ("osascript", "AppleScript"), ("raku", "Raku"),
)
_SHELLCHECK = regex(r"#\s*shellcheck\s+(?:\S+\s+)*shell=(?:ba|da|k|z)?sh\b")
_OF_VIM = regex(r"\bvim?:.*?\b(?:ft|filetype|syntax)=(\w+)")
_HEAD = 200                        # letters of a first line among which an editor looks
_MODES = {"python": "Python", "py": "Python", "sh": "shell", "shell-script": "shell", "bash": "shell", "sql": "SQL", "perl": "Perl", "cperl": "Perl",
          "ruby": "Ruby", "php": "PHP"}
_WRAPPED = 2                       # words of a shebang line among which the interpreter is
# Suffixes of files that are started as a rule; for the others (.rb, .php, .js) most files are libraries.
STARTED_AS_A_RULE = frozenset((".pl", ".ps1", ".tcl", ".exp", ".expect", ".awk", ".bat", ".cmd", ".fish", ".csh", ".tcsh", ".vbs",
                               ".applescript",
                               ".sed", ".nu", ".escript", ".raku"))


@lru_cache(maxsize=200_000)
def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.lower().split("/"))


def name_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def suffix_of(path: str) -> str:
    """Lower-case suffix of a path with its dot, or ''."""
    name = name_of(path)
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def plain_suffix(path: str) -> str:
    """The same, of what a template becomes: ``.sh`` for ``run.sh.j2``."""
    suffix = suffix_of(path)
    return suffix_of(path[: -len(suffix)]) if suffix in _TEMPLATES else suffix


def is_test(path: str) -> bool:
    """Whether a path belongs to tests, by folder or by file name."""
    parts = _parts(path)
    return not _TEST_FOLDERS.isdisjoint(parts[:-1]) or bool(_TEST_NAME.match(parts[-1])
                                                            and suffix_of(path) not in (".sh", ".bash", ".md", ".rst", ".txt"))


def only_called_testing(path: str) -> bool:
    """Whether a path belongs to tests only because a folder of it is called ``testing`` or ``fixtures``: a package of a product that tests others is
    called so, and what a machine of the tests is made or cleaned with.
    """
    parts = _parts(path)
    return is_test(path) and not is_test("/".join([*(part for part in parts[:-1] if part not in _MAYBE_TESTS), parts[-1]]))


def is_vendored(path: str) -> bool:
    """Whether a path lies in a tree copied in from elsewhere."""
    return not _VENDORED.isdisjoint(_parts(path)[:-1])


def script_folder(path: str) -> str | None:
    """The innermost folder of the path whose name says that things in it are started, or None."""
    parts = _parts(path)
    if parts[-3:-1] == ("management", "commands"):
        return "management/commands"
    return next((part for part in reversed(parts[:-1]) if part in SCRIPT_FOLDERS), None)


def scripts_of_tests(path: str) -> bool:
    """Whether a path lies in a folder of scripts inside one of tests, and is not called like a test itself."""
    folders = _parts(path)[:-1]
    within = next((index for index, part in enumerate(reversed(folders)) if part in _TEST_FOLDERS), None)
    return within is not None and any(part in SCRIPT_FOLDERS for part in folders[len(folders) - within :]) and not _TEST_NAME.match(name_of(path))


def is_like_test(path: str) -> bool:
    """Whether a path is called as tests are, or lies in a folder that is: too loose to leave it out, enough to name others before it."""
    return is_test(path) or _LIKE_TEST.search(path) is not None


def tests_among_scripts(path: str) -> bool:
    """Whether a path lies in a folder ``scripts/test/``, and is not called like a test itself: what is there tests the product, while what is in
    ``scripts/tests/`` tests the scripts.
    """
    return _parts(path)[-3:-1] in _FOR_TESTS and not _TEST_NAME.match(name_of(path))


def language_of(path: str, first_line: str) -> str | None:
    """The language of a file by suffix, else by shebang; None when neither tells. Not only languages that are read here."""
    by_suffix = _SUFFIX_LANGUAGE.get(plain_suffix(path))
    return by_suffix or interpreter_language(first_line)


_AS_OPTION = frozenset({"python", "python2", "python3"})


@lru_cache(maxsize=10_000)
def interpreter_language(first_line: str) -> str | None:
    """The language a shebang line asks for, or None. A line for ShellCheck stands in its place in files that others read in, and one for editors in
    programs that are started as ``python bin/report``.
    """
    if not first_line.startswith("#!"):
        return "shell" if _SHELLCHECK.match(first_line) else _MODES.get(_mode(first_line[:_HEAD]).lower())
    words = first_line[2:].split()
    # "sage -python" is one of the interpreters that a program has.
    words = [word[1:] for word in words if word[:1] == "-" and word[1:] in _AS_OPTION] or [
        word for word in words if not word.startswith("-") and "=" not in word]
    names = [word.rpartition("/")[2].lower() for word in words]
    # "env python3", "with-contenv bash", "dumb-init /bin/sh": what is started first starts what reads the file.
    return next((language for name in names[:_WRAPPED] for stem, language in _INTERPRETERS
                 if re.fullmatch(re.escape(stem) + r"[\d.]*w?(?:-dev|-nightly)?", name)), None)


def _mode(head: str) -> str:
    """What a line tells an editor of the language of its file (``-*- mode: python -*-``, ``vim: ft=python``); '' where it tells none."""
    told = head.split("-*-")
    if len(told) > 2:
        stated = [part.rpartition(":") for part in told[1].split(";")]
        return next((value.strip() for key, _, value in stated if key.strip().lower() == "mode"),
                    stated[0][2].strip() if len(stated) == 1 and not stated[0][1] else "")
    found = _OF_VIM.search(head)
    return found.group(1) if found is not None else ""
