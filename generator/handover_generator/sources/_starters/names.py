"""Finds candidates by name in any text: one pass of tokens, then a look at each hit."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from handover_generator.analysis.image_files import ImageFiles, is_recipe, working_folder
from handover_generator.records import record
from handover_generator.regexes import regex
from handover_generator.sources._starters.command_lists import listed
from handover_generator.sources._starters.steps import folder_of, set_for

_TOKEN = regex(r"[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*", re.ASCII)
_WORD_BEFORE = regex(r"[\w.-]+\Z", re.ASCII)
_WORD_AFTER = regex(r"[\w.-]+", re.ASCII)
_LONGEST = 300                             # no file's name is longer
# In one file, the first hundred places of a name tell whether it is started; a file of nothing else must not cost more.
_MOST = 100
_FEW = 3                                   # images that may be meant by a name: of more, none is
_JOINED_BEFORE = regex(r"(?:[\w-]|\w\.)\Z", re.ASCII)
_JOINED_AFTER = regex(r"[\w-]|\.\w", re.ASCII)
_TARGET = regex(r"(?<![\w./])([A-Za-z_]\w*(?:\.\w+)+):[A-Za-z_]\w*", re.ASCII)
_MAY_BE_TARGET = regex(r"\.\w+:[A-Za-z_]", re.ASCII)
"""In every ``_TARGET``, and found many times faster."""
_PACKAGING = ("setup.py", "setup.cfg", "pyproject.toml")
_SHORT_TARGET = regex(r"=\s*[\"']?([A-Za-z_]\w*):[A-Za-z_]\w*", re.ASCII)
"""A module that lies in no package, which only these files start so."""
_LEAD = regex(r"[\w./~@+%-]*\Z", re.ASCII)
_RECIPE = regex(r"\t\s*")
_DEFAULT_OF = regex(r"\$\{(?:\w+:)?\Z", re.ASCII)
_ASKED = regex(r"\A\w*[-+]", re.ASCII)
"""What stands before a default within its braces."""
_BEHIND_VARIABLE = regex(r"\$\{?([A-Za-z_]\w*)\}?/([\w./-]*)\Z", re.ASCII)
_CHANGE_FOLDER = regex(r"\b(?:cd|pushd|make\s+-C)\s+[\"']?([\w./-]+)[\"']?\s*(?:&&|;)")
_COMMAND_AFTER = r"[\"']?,?\s+(?:[\"']?--[\w-]+(?:=[^\s\"',]+)?[\"']?,?\s+)*[\"']?([A-Za-z][\w-]*)"
_MANAGE = regex(r"(?:\bmanage\.py|\bdjango-admin(?:\.py)?|-m[\"']?,?\s+[\"']?(?:django|manage)(?![\w.-]))" + _COMMAND_AFTER)
_TOLD_BY_EVENT = regex(r"""[{,]\s*\\?"command\\?": \\?"([A-Za-z][\w-]*[_-][\w-]*)\\?\"""")
_AS_MODULE = regex(r"""-m["']?,?\s+["']?(?:django|manage)\b""")
_RUNSCRIPT = regex(r"\brunscript[\"']?,?\s+(?:[\"']?--?[\w-]+(?:=[^\s\"',]+)?[\"']?,?\s+)*[\"']?(?:\w+\.)*([A-Za-z_]\w*)")
_CALL_COMMAND = regex(r"\bcall_command\(\s*[\"']([\w-]+)[\"']")
_CALL_KEPT = regex(r"\bcall_command\(\s*(?:self\.|cls\.)?([A-Za-z_]\w*)\s*[,)]")
# These two begin with letters that stand there as such, which re finds fast; what must be before them is looked at behind them.
_DASH_M = regex(r"-m(?<![\w-]-m)[\"']?,?\s+(?:-\s+)?[\"']?([A-Za-z_][\w.]*)")      # "-m" may be one item of a list, and the module the next
_LUIGI = regex(r"\bluigi\b[^\n]*?[\"']?--module(?:[\"']?,?\s+|=)[\"']?([A-Za-z_][\w.]*)")
_HANDLER = regex(r"andler(?<=\b[Hh]andler)\"?\s*[:=]\s*[\"']?([\w./-]+)\.\w+")
_TICKED = regex(r"``?([A-Za-z][\w-]*[_-][\w-]*)``?")
_COMMAND_POSITION = regex(r"(?:\A|[`$>;&|(\[\"'#%]|\b(?:run|exec|sudo|command|then|do|time|CMD|ENTRYPOINT|RUN|nohup|bin)\b|[=:-]"
                          r"|bin/)[\s\"'`\[]*\Z")
_SCHEDULED = regex(r"\s*(?:(?:(?:\*|\d)[\d*,/\-]*\s+){2}(?:[\dA-Za-z*,/\-]+\s+){3}|@(?:reboot|yearly|annually|monthly|weekly|daily|midnight"
                   r"|hourly)\s+)(?:[a-z_][\w-]*\s+)?\Z")
"""Before a command in a line of a crontab."""
# What follows the name of a program that is the name of a package, too: where it is run, a word, an option or the end of a list's item.
_GIVEN_WORDS = regex(r"[ \t]+(?:-|[a-z<$\"'{\[])|[\"'][ \t]*,")
_ONLY_ITEM = regex(r"[\"'][ \t]*\]")
_STARTS_IT = regex(r"(?:\b(?:run|exec|sudo|CMD|ENTRYPOINT|RUN)\s+|[;&|$]\s*|\b(?:command|entrypoint|run|script|cmd)[\"']?\s*[:=]\s*[\"']?)\Z")
# In Python a text that begins with the name of the program mostly speaks of it; these run it.
_LINE = 200
_RUNS_A_LINE = regex(r"(?:(?:run|call|system|popen|Popen|spawn|check_\w+|exec\w*|shell|invoke|sudo|local)\w*\s*\("
                     r"|\w*(?:cmd|command|args|argv|line)s?\s*[=:])"
                     r"[\s\[(]*[rfbu]*[\"']\Z|[`$]\s*\Z|\A\s*[\"']{3}\Z")
_RECIPE_COMMAND = regex(r"(?:\A\s+|\bRUN\s+|&&\s*|\|\|\s*|;\s*|\b(?:CMD|ENTRYPOINT)\s*\[?\s*\"?)\Z")
_NAMED = regex(r"\w[-_]\w")             # a name of two words is no word of a language
_TOLD = regex(r"(?:\A\s*(?:[$#>]\s+)?|`(?:[$]\s+)?|(?:\b(?:sudo|exec|time)|&&)\s+)(?:(?:ba|da|k|z)?sh\s+(?:-\w+\s+)?)?"
              r"(?:[A-Za-z_]\w*=[^\s`]*\s+){0,4}\Z")
_PROMPTED = regex(r"(?:\A\s*|`)\$\s+(?:sudo\s+)?\Z")
_HUMPED = regex(r"[a-z]+[A-Z]\w*\Z")       # likewise, where it stands behind a prompt: openPort
# Ansible's roles, Chef's cookbooks, Puppet's modules: what their recipes name lies in folders of their own.
_ROLE = regex(r"((?:.*/)?(?:roles/[^/]+(?=/(?:tasks|handlers)/)|cookbooks/[^/]+(?=/(?:recipes|resources|providers|libraries|definitions)/)"
              r"|modules/[^/]+(?=/manifests/)))")
_ROLE_FOLDERS = ("files", "templates", "files/default", "templates/default")
_CHDIR = regex(r"\bchdir\s*[:=]\s*[\"']?([^\s\"',}]+(?:\s*\w+\s*\}\}[^\s\"']*)?)")
_NEXT_TASK = regex(r"\n[ \t]*-\s+(?:name|\w[\w.]*):")
_TASK = 1200                            # characters of one task
_CONTAINERS = regex(r"(?i)(?:docker|podman|compose)[\w.)}-]*\Z")
_ENDS_COMMAND = regex(r"[;&|]")
_FAR = 2000                             # characters of one command
_BLOB = regex(r"/(?:blob|raw|tree|edit|blame)/[^/]+/(.+)\Z|raw\.githubusercontent\.com/[^/]+/[^/]+/[^/]+/(.+)\Z")

_COMMENTS = ("#", "//", "*", "--", ";")
_PROSE = (".md", ".rst", ".txt", ".adoc", ".html")

# Names that half of all repositories have: alone they prove nothing, their folder must be given.
_COMMON = frozenset(["run", "main", "setup", "__init__", "__main__", "test", "tests", "conftest", "utils", "util", "common", "config",
                     "settings", "models", "model", "views", "urls", "admin", "app", "apps", "server", "client", "cli", "manage", "wsgi",
                     "asgi", "index", "build", "deploy", "start", "stop", "restart", "install", "uninstall", "init", "update", "upgrade",
                     "clean", "cleanup", "backup", "restore", "entrypoint", "bootstrap", "release", "helpers", "helper", "constants",
                     "schema", "types", "base", "core", "api", "db", "database", "functions", "lib", "version", "env", "data", "load",
                     "import", "export", "sync", "worker", "workers", "task", "tasks", "job", "jobs", "script", "scripts", "check", "lint",
                     "format", "docs", "doc", "tool", "tools", "exec", "launch", "migrate", "seed", "report", "reports", "process", "fetch",
                     "download", "upload", "publish", "generate", "query", "queries", "create", "drop", "tables", "table", "dump",
                     "start-dev", "dev", "prod", "local", "example", "examples", "demo", "sample", "service", "services", "handler",
                     "handlers", "logger", "logging", "cron", "crontab", "monitor", "status", "health", "healthcheck", "entry-point",
                     "docker-entrypoint", "noxfile", "tasks", "fabfile"])


@record(frozen=True, slots=True)
class Mention:
    """A place where a candidate is named. ``how``: path, bare (a file name alone), module, command (of Django), console. ``command``: the one of its
    commands that is named with it.
    """

    candidate: str
    offset: int
    how: str
    command: str = ""


class Names:
    """An index of everything candidates may be called by.

    Args:
        candidates: paths of the repository that may be scripts.
        every: all listed paths; a bare file name is only clear when no other file has it.
        console_scripts: command name -> path.
        roots: folders that Python imports start from.
        images: what lies where inside the repository's images.
        managers: programs that take the words of Django's ``manage.py`` under another name.
    """

    def __init__(self, candidates: Iterable[str], every: Iterable[str], console_scripts: Mapping[str, str], roots: Sequence[str],
                 images: ImageFiles | None = None, managers: Sequence[str] = ()) -> None:
        self.candidates = frozenset(candidates)
        self.managers = tuple(managers)
        self._managed = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, managers)) or '-'})" + _COMMAND_AFTER)
        self.images = images
        self.by_name: dict[str, list[str]] = {}
        self.count: dict[str, int] = {}
        self.modules: dict[str, str] = {}
        self.mains: dict[str, str] = {}              # what python -m runs of a package
        self.commands: dict[str, list[str]] = {}
        for path in every:
            name = posixpath.basename(path)
            self.count[name] = self.count.get(name, 0) + 1
        for path in sorted(self.candidates):
            self.by_name.setdefault(posixpath.basename(path), []).append(path)
            if path.endswith(".py"):
                self._add_module(path, roots)
        self.console = {name: path for name, path in console_scripts.items() if path in self.candidates}
        self.keys = frozenset(self.by_name) | frozenset(self.console)
        folders = {folder for path in self.console.values() for folder in path.split("/")[:-1]}
        self.ambiguous = folders.intersection(self.console)            # shop = shop.cli:main: the word is the package, too
        # In a text without any of these no key can stand.
        self._suffixes = frozenset(key[key.rfind("."):] for key in self.keys if "." in key)
        self._words = frozenset(key for key in self.keys if "." not in key)
        self.dotted = frozenset(module for module in self.modules if "." in module)

    def _add_module(self, path: str, roots: Sequence[str]) -> None:
        relative = path[:-3].removesuffix("/__init__").removesuffix("/__main__")
        for root in sorted(roots, key=len, reverse=True):
            if not root or relative.startswith(root + "/"):
                dotted = (relative[len(root) + 1:] if root else relative).replace("/", ".")
                if dotted and all(part.isidentifier() for part in dotted.split(".")):
                    self.modules.setdefault(dotted, path)
                    if path.endswith("/__main__.py"):
                        self.mains.setdefault(dotted, path)
        parts = path.split("/")
        if parts[-3:-1] == ["management", "commands"] and parts[-1] != "__init__.py":
            self.commands.setdefault(parts[-1][:-3], []).append(path)

    def mentions(self, path: str, text: str, *, prose: bool) -> Iterator[Mention]:
        """Every mention in ``text``, the text of ``path``; in prose a ticked command name or a module name on its own counts too."""
        if (prose and self.dotted) or any(map(text.__contains__, self._words)):
            tokens = set(_TOKEN.findall(text))
        else:
            tokens = {token for suffix in self._suffixes for token in _with_suffix(text, suffix)}
        for key in sorted(self.keys & tokens):
            for offset in islice(_places(text, key), _MOST):
                yield from self._at(path, text, key, offset, prose=prose)
        if prose:
            for key in sorted(self.dotted & tokens):
                for offset in islice(_places(text, key), 1):
                    yield Mention(self.modules[key], offset, "module")
        # elsewhere in Python a module before a colon is an annotation or a slice
        elif (not path.endswith(".py") or path.endswith("setup.py")) and _MAY_BE_TARGET.search(text):
            for match in _TARGET.finditer(text):
                if match.group(1) in self.modules:
                    yield Mention(self.modules[match.group(1)], match.start(), "module")
        if path.endswith(_PACKAGING):
            yield from self._modules(_SHORT_TARGET, text, path)
        yield from self._of_django(text)
        yield from self._as_modules(path, text)
        if prose and self.commands:
            yield from self._commands(_TICKED, text)
            yield from (Mention(candidate, offset, "command") for word, offset in listed(text) for candidate in self.commands.get(word, ()))

    def _of_django(self, text: str) -> Iterator[Mention]:
        """Commands of Django, by the ways in which they are run by name."""
        if "manage.py" in text or "django-admin" in text or ("-m" in text and _AS_MODULE.search(text)):
            yield from self._commands(_MANAGE, text)
        if any(name in text for name in self.managers):
            yield from self._commands(self._managed, text)
        if 'command\\": ' in text or '"command": ' in text:       # an event for a function that calls the command it is told
            yield from self._commands(_TOLD_BY_EVENT, text)
        if "runscript" in text:                           # of django-extensions: run() of a module in a folder "scripts"
            for match in _RUNSCRIPT.finditer(text):
                for option in self.by_name.get(match.group(1) + ".py", ()):
                    if posixpath.basename(posixpath.dirname(option)) == "scripts":
                        yield Mention(option, match.start(1), "command")
        if "call_command" in text:
            yield from self._commands(_CALL_COMMAND, text)
            yield from self._kept_commands(text)

    def _as_modules(self, path: str, text: str) -> Iterator[Mention]:
        """Modules that are run, or hold what is called, by their dotted names."""
        if "-m" in text:
            for match in _DASH_M.finditer(text):
                module = self.mains.get(match.group(1)) or self.module(match.group(1), path)
                if module:
                    yield Mention(module, match.start(1), "module")
        if "luigi" in text:
            yield from self._modules(_LUIGI, text, path)
        if "andler" in text:
            for match in _HANDLER.finditer(text):
                name = posixpath.basename(match.group(1).replace(".", "/")) + ".py"
                found = self._resolve(path, (match.group(1).replace(".", "/") + ".py").split("/"), "rel",
                                      "") if name in self.by_name else None
                if found:
                    yield Mention(found, match.start(1), "module")

    def _modules(self, pattern: re.Pattern[str], text: str, path: str) -> Iterator[Mention]:
        for match in pattern.finditer(text):
            if module := self.module(match.group(1), path):
                yield Mention(module, match.start(1), "module")

    def module(self, dotted: str, importer: str) -> str | None:
        """The candidate that a module name means for a file: from a root, else beside the file."""
        found = self.modules.get(dotted)
        if found is None:
            beside = importer[:importer.rfind("/") + 1] + dotted.replace(".", "/") + ".py"
            found = beside if beside in self.candidates else None
        return found

    def _commands(self, pattern: re.Pattern[str], text: str) -> Iterator[Mention]:
        for match in pattern.finditer(text):
            for candidate in self.commands.get(match.group(1), ()):
                yield Mention(candidate, match.start(1), "command")

    def _kept_commands(self, text: str) -> Iterator[Mention]:
        """Commands called by a constant that the same text gives its name ("command = 'purge_queue'", then "call_command(self.command)")."""
        for call in _CALL_KEPT.finditer(text):
            for kept in re.finditer(rf"\b{call.group(1)}\s*(?::[^=\n]*)?=\s*[\"']([\w-]+)[\"']", text):
                for candidate in self.commands.get(kept.group(1), ()):
                    yield Mention(candidate, kept.start(1), "command")

    def _at(self, path: str, text: str, key: str, offset: int, *, prose: bool) -> Iterator[Mention]:
        if key in self.console and self._is_command(path, text, key, offset):
            yield Mention(self.console[key], offset, "console")
            return
        if key in self.by_name:
            line_start = text.rfind("\n", 0, offset) + 1
            before = text[max(line_start, offset - 400):offset]
            lead = _LEAD.search(before)
            written = lead.group(0) if lead else ""
            if _RECIPE.fullmatch(before, 0, len(before) - len(written)):
                written = written.lstrip("@+-")          # make's marks before a command are no part of its path
            elif _DEFAULT_OF.search(before, 0, len(before) - len(written)):
                written = _ASKED.sub("", written)        # ${TOOL:-./tool.sh}
            origin = _origin(before[:len(before) - len(written)], written)
            found = self._of_step(path, written + key, text, offset) if origin == "rel" else self._of_variable(path, before, key, text, offset)
            if found is None:
                found = self._resolve(path, (written + key).split("/"), origin, before)
            if found is None and written == "./":
                found = self._from_folder(path, key, text, offset)
            after = text[offset + len(key):offset + len(key) + 2]
            if found is None and prose and written in ("", "./") and self._told(key, before.removesuffix("./"), after):
                found = self.by_name[key][0]
            inside = self._in_images(path, written + key, found)
            if not inside and found is None:
                inside = (self._of_recipe if is_recipe(path) else self._of_container)(path, written + key, text, offset)
            for candidate in inside or ((found,) if found else ()):
                yield Mention(candidate, offset, "path" if written else "bare")

    def _of_step(self, path: str, word: str, text: str, offset: int) -> str | None:
        """What a path means in a step of a workflow that names the folder it runs in."""
        if not path.endswith((".yml", ".yaml")) or ("/" not in word and "." not in word):
            return None
        folder = folder_of(text, offset)
        seen = posixpath.normpath(posixpath.join(folder, word)) if folder is not None else None
        return seen if seen in self.candidates else None

    def _of_variable(self, path: str, before: str, key: str, text: str, offset: int) -> str | None:
        """What a path means in a step of a workflow that begins with a variable which the file sets: ``python ${PLACE}/import.py``."""
        behind = _BEHIND_VARIABLE.search(before) if path.endswith((".yml", ".yaml")) else None
        value = set_for(text, offset, behind.group(1)) if behind is not None else None
        if behind is None or value is None:
            return None
        seen = posixpath.normpath(posixpath.join(folder_of(text, offset) or "", value, behind.group(2) + key))
        return seen if seen in self.candidates else None

    def _from_folder(self, path: str, key: str, text: str, offset: int) -> str | None:
        """What ``./manage.py`` means where it is run from another folder: the one that ``chdir`` names for a task, or one above the file. Of a folder
        that only a run knows, the only file of that name.
        """
        options = self.by_name[key]
        if path.endswith((".yml", ".yaml")):
            behind = text[offset:offset + _TASK]
            task = _NEXT_TASK.search(behind)
            moved = _CHDIR.search(behind[:task.start()] if task else behind)
            if moved is not None:
                if "{" in moved.group(1) and len(options) == 1 and self.count[key] == 1:
                    return options[0]
                return self._by_tail([part for part in (*moved.group(1).split("/"), key) if part not in ("", ".")], options, "abs")
            return None
        above = posixpath.dirname(posixpath.dirname(path))
        while above:
            if posixpath.join(above, key) in options:
                return posixpath.join(above, key)
            above = posixpath.dirname(above)
        return None

    def _in_images(self, path: str, word: str, found: str | None) -> tuple[str, ...]:
        """The candidates that images have under this name, where it is that of a program or an absolute path: its own image where a recipe
        names it, each of a few elsewhere.
        """
        if self.images is None or "." not in word:
            return ()
        if found is None and "/" not in word:
            inside = self.images.programs(word, path) if is_recipe(path) else self.images.programs(word)
        elif word.startswith("/") and not is_recipe(path):
            own = self.images.beside(word, path)
            inside = (own,) if own is not None else self.images.all_at(word)
        else:
            return ()
        known = tuple(candidate for candidate in inside if candidate in self.candidates)
        return known if len(known) <= _FEW and (found is None or found in known) else ()

    def _of_recipe(self, path: str, word: str, text: str, offset: int) -> tuple[str, ...]:
        """What a recipe runs by a name that only means something inside the image: a program among those of an image that it builds on, or a
        file in the working folder.
        """
        if self.images is None or "/" in word:
            return ()
        if "." in word:
            place = posixpath.join(working_folder(text, offset), word)
            inside = self.images.find(place, path) or self.images.find(place)
            found: tuple[str, ...] = (inside,) if inside is not None else ()
        else:
            before = text[text.rfind("\n", 0, offset) + 1:offset]
            plain = _NAMED.search(word) is None or word.lower() in _COMMON or _RECIPE_COMMAND.search(before) is None
            found = () if plain else self.images.programs(word)
        return found if len(found) == 1 and found[0] in self.candidates else ()

    def _of_container(self, path: str, word: str, text: str, offset: int) -> tuple[str, ...]:
        """The program of an image that ``docker run IMAGE word`` starts, by a name of two words: there it is found as a shell finds programs."""
        if self.images is None or "/" in word or "." in word or _NAMED.search(word) is None or word.lower() in _COMMON:
            return ()
        start = text.rfind("\n", 0, offset) + 1
        while start > 1 and offset - start < _FAR and text.endswith("\\", 0, start - 1):
            start = text.rfind("\n", 0, start - 1) + 1
        words = _ENDS_COMMAND.split(text[max(start, offset - _FAR):offset])[-1].split()
        runs = next((index for index, one in enumerate(words) if index and one in ("run", "exec")), len(words))
        if runs > len(words) - 2 or words[-1].startswith("-") or not any(map(_CONTAINERS.search, words[:runs])):
            return ()
        found = tuple(one for one in self.images.programs(word) if one in self.candidates)
        return found if len(found) == 1 else ()

    def _told(self, name: str, before: str, after: str) -> bool:
        """Whether prose has the name of a program without suffix where a command stands: begun on a line of its own, or between backticks."""
        if self.count.get(name, 0) != 1 or "." in name or name.lower() in _COMMON or after.lstrip().startswith((":", "=", "(")):
            return False
        if _NAMED.search(name):
            return _TOLD.search(before) is not None
        return _HUMPED.match(name) is not None and _PROMPTED.search(before) is not None

    def _is_command(self, path: str, text: str, key: str, offset: int) -> bool:
        line_start = text.rfind("\n", 0, offset) + 1
        before = text[line_start:offset]
        if before.endswith(("/", "-")) and not before.endswith("bin/"):
            return False
        plain = not re.search(r"[-_.\d]", key)
        if path.endswith(".sql") or (plain and path.endswith(".py") and not before.lstrip().startswith(_COMMENTS)
                                     and _RUNS_A_LINE.search(before[-_LINE:]) is None and "$ " not in before):
            return False                                     # a word of a language, a column, a key
        if key in self.ambiguous and not (_is_run(before, text[offset + len(key):offset + len(key) + 40])
                                          and (not path.endswith(".py") or _RUNS_A_LINE.search(before[-_LINE:]) is not None)):
            return False
        return not plain or (bool(_COMMAND_POSITION.search(before) or _SCHEDULED.match(before))
                                        and not re.match(r"[\w.]*\s*[(=]", text[offset + len(key):offset + len(key) + 4]))

    def _resolve(self, path: str, written: list[str], origin: str, before: str) -> str | None:
        """The candidate that a path as written means, seen from the file that names it."""
        name, folder = written[-1], posixpath.dirname(path)
        options = self.by_name.get(name, [])
        if origin == "url":
            if before.lstrip().startswith(_COMMENTS) and not path.endswith(_PROSE):
                return None                                 # where something was taken from: often from another repository
            whole = _BLOB.search("/".join(written))
            return next((option for option in options if whole and option in (whole.group(1), whole.group(2))), None)
        bare = len(written) == 1
        if bare and "." not in name:
            return None                                     # a word without suffix and folder is any word
        parts = [part for part in written if part not in ("", ".")]
        if origin == "var" and written[0] and len(parts) > 1:
            parts = parts[1:]                               # $HERE/x.sh: the variable's name is no folder
        role = _ROLE.match(path)
        if role is not None and origin != "abs":            # src: x.sh of a task lies in the role's files or templates
            for kind in _ROLE_FOLDERS:
                seen = posixpath.join(role.group(1), kind, *parts)
                if seen in options:
                    return seen
        if origin == "abs" and self.images is not None and written[0] == "":
            absolute = "/".join(written)
            own = self.images.find(absolute, path) if is_recipe(path) else self.images.beside(absolute, path)
            inside = own or self.images.find(absolute)
            if inside is not None and (inside in options or own is not None):
                return inside if inside in options else None      # of that name, the image has another
        if origin != "abs":
            for start in self._starts(folder, before, top=not bare or self.count.get(name, 0) == 1):
                seen = posixpath.normpath(posixpath.join(start, *parts))
                if seen in options:
                    return seen
        return self._by_tail([part for part in parts if part != ".."], options, origin)

    @staticmethod
    def _starts(folder: str, before: str, *, top: bool) -> list[str]:
        changed = _CHANGE_FOLDER.search(before)
        starts = [changed.group(1), posixpath.join(folder, changed.group(1))] if changed else []
        return [*starts, folder, ""] if top else [*starts, folder]

    def _by_tail(self, parts: list[str], options: list[str], origin: str) -> str | None:
        name = parts[-1]
        stem = name.rsplit(".", 1)[0]
        clear = self.count.get(name, 0) == 1 and len(options) == 1 and stem.lower() not in _COMMON and len(stem) > 2
        if len(parts) > 1:
            tail = "/".join(parts)
            inside = [o for o in options if o.endswith("/" + tail) or o == tail]
            if len(inside) == 1:
                return inside[0]
            outside = sorted((o for o in options if tail.endswith("/" + o) and ("/" in o or len(parts) == 2 or clear)), key=len,
                             reverse=True)
            if outside:
                return outside[0]                           # /app/scripts/x.sh in a container
            if clear and "." in name and options[0].endswith("/" + "/".join(parts[-2:])):
                return options[0]                           # ./mounted/utils/x.sh, of a folder that is called otherwise where it is mounted
            told = "." in name or (origin == "abs" and _NAMED.search(name) is not None and parts[-2] in ("bin", "sbin"))
            return options[0] if clear and origin in ("abs", "var") and told else None
        return options[0] if clear and "." in name else None


def _is_run(before: str, after: str) -> bool:
    """Whether a word that is a program and a package is run where it stands: with words behind it, or alone behind what starts a program."""
    if _ONLY_ITEM.match(after) is not None:                  # CMD ["shop"]; packages = ["shop"] is a list of something else
        return before.endswith(("[\"", "['")) and _STARTS_IT.search(before[:-2]) is not None
    following = _GIVEN_WORDS.match(after)
    if following is not None:
        return following.group()[0] in " \t" or before.rstrip(" \t").endswith(("[\"", "['"))
    return after[:1] in ("", "\n", "\"", "'", "`") and _STARTS_IT.search(before) is not None


def _origin(rest: str, written: str) -> str:
    """Where a written path starts: var (a shell or template variable), abs, url, rel."""
    if rest.endswith("salt:") and written.startswith("//"):
        return "rel"                                        # from the top of what the master serves, wherever that lies here
    if rest.endswith(("://", "www.")) or (re.search(r"\w+:\Z", rest) and written.startswith("//")):
        return "url"
    if rest.endswith(("$", "}", ")")) or (rest.endswith(("\"", "'")) and re.search(r"[$}\w)][\"']\Z", rest) and written.startswith("/")):
        return "var"
    return "abs" if written.startswith(("/", "~")) else "rel"


def _with_suffix(text: str, suffix: str) -> Iterator[str]:
    """The tokens in which a suffix stands: it is rare, so looking around it costs less than cutting up the text."""
    end = 0
    while (at := text.find(suffix, end)) >= 0:
        before, after = _WORD_BEFORE.search(text, max(end, at - _LONGEST), at), _WORD_AFTER.match(text, at)
        end = after.end() if after is not None else at + len(suffix)
        yield from _TOKEN.findall(text, before.start() if before is not None else at, end)


def hands_on(path: str, text: str | None) -> bool:
    """Whether a program hands all words that it gets to a ``manage.py``: ``exec ./manage.py "$@"``."""
    if text is None or "manage.py" not in text or "$" not in text or path.endswith(_NO_PROGRAM):
        return False
    return _HANDS_ON.search(text) is not None


_NO_PROGRAM = (".py", ".md", ".rst", ".txt", ".yml", ".yaml", ".json", ".js", ".html", ".mk")
_HANDS_ON = regex(r"""(?m)^[ \t]*(?:[\w./"'${}=-]+[ \t]+){0,5}["']?[\w./${}-]*manage\.py["']?[ \t]+(?:"\$@"|\$@|\$\*|"\$\{@\}")[ \t]*(?:#.*)?$""")


def _places(text: str, key: str) -> Iterator[int]:
    """Offsets at which ``key`` stands as a whole token: ``deploy.sh`` neither in ``redeploy.sh`` nor in ``deploy.sh.bak``."""
    offset = text.find(key)
    while offset >= 0:
        before, after = text[max(0, offset - 2):offset], text[offset + len(key):offset + len(key) + 2]
        if not _JOINED_BEFORE.search(before) and not _JOINED_AFTER.match(after):
            yield offset
        offset = text.find(key, offset + len(key))
