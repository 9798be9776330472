"""Where files of the repository lie inside the containers that run it: what COPY, ADD and mounts say, and what folders and names suggest."""

from __future__ import annotations

import fnmatch
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handover_generator.model.files import Files
from handover_generator.records import record
from handover_generator.regexes import regex

_RECIPE = regex(r"(?i)(?:\A|/)(?:[\w-]+[._-])?(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?(?<!\.md)(?<!\.dockerignore)\Z")
_ORDER = regex(r"\s*(COPY|ADD|WORKDIR|FROM|ENV|ARG)\s+(.*)", re.IGNORECASE | re.DOTALL)
_COMMENT = regex(r"^[ \t]*#.*\n", re.MULTILINE)
_SETTING = regex(r"([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")
_OLD_SETTING = regex(r"([A-Za-z_]\w*)\s+(\S.*)", re.DOTALL)
_VARIABLE = regex(r"\$(?:\{(\w+)(?::?-([^${}]*))?\}|(\w+))")
COMPOSE = r"(?i)(?:\A|/)(?:[\w-]+[._-])?compose[^/]*\.ya?ml\Z"
"""What paths of compose files are like (``model.files.Files.like``)."""
_COMPOSE = regex(COMPOSE)
_MOUNT = regex(r"^[ \t]*-[ \t]+[\"']?((?:\$\{?PWD\}?/|\.{1,2}/)[^:\s\"']+):(/[^:\s\"']+)(?::[\w,]+)?[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_FOLDERS = regex(r"^[ \t]*(FROM|WORKDIR)[ \t]+(\S+)", re.IGNORECASE | re.MULTILINE)
_FLAG = regex(r"--[\w-]+(?:=\S*)?\s+")
# Every project has files of these names: alone they prove nothing.
_COMMON = frozenset(("run", "setup", "install", "start", "stop", "init", "build", "deploy", "update", "test", "tests", "main", "common", "utils",
                     "env", "config", "functions", "activate", "profile"))
_OF_TWO_WORDS = regex(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+|[A-Za-z]+[a-z][A-Z][A-Za-z0-9]*")
_PROGRAMS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
"""Where a shell in an image looks for a program by its name."""
_OF_THE_SYSTEM = ("/usr/", "/bin/", "/sbin/", "/lib", "/etc/", "/tmp/", "/var/tmp/", "/proc/", "/sys/", "/dev/", "/run/", "/mnt/", "/media/")
LEAST_ALIKE = 3                    # folders and name together, so that a path alone says which file it is
_DEEP = 2                          # slashes of a path such as /opt/tool/x.py: its folder is somebody's own, as "/" and /app are everybody's
_TEMPLATES = (".j2", ".jinja", ".jinja2", ".erb", ".epp", ".tpl", ".tmpl", ".in")
_SHELL = (".sh", ".bash", ".ksh", ".zsh", ".inc", ".functions", ".shlib")


@record(frozen=True, slots=True)
class Copied:
    """One source of a COPY: ``target`` is an absolute path inside the image, ``exact`` where it is a file's whole name, ``written`` the source
    before its variables were filled in.
    """

    recipe: str
    source: str
    target: str
    exact: bool
    written: str = ""


def is_recipe(path: str) -> bool:
    """Whether a path is a recipe of a container image by its name."""
    return bool(_RECIPE.search(path))


def places_files(path: str) -> bool:
    """Whether a file, by its name, may say where files of the repository lie inside containers."""
    return is_recipe(path) or _COMPOSE.search(path) is not None


def working_folder(text: str, offset: int) -> str:
    """The folder inside the image that a recipe works in at an offset of its text."""
    folder = "/"
    for order in _FOLDERS.finditer(text, 0, offset):
        folder = "/" if order.group(1).upper() == "FROM" else posixpath.join(folder, order.group(2).strip("\"'"))
    return folder


def copied(recipe: str, text: str) -> Iterator[Copied]:
    """What a recipe copies from the build context, in order."""
    folder = "/"
    for word, rest, known in _orders(text):
        written, rest = rest, filled(rest, known)
        if word == "FROM":
            folder = "/"
        elif word == "WORKDIR":
            folder = posixpath.join(folder, rest.strip("\"'"))
        elif "--from" not in rest:
            words, named = _words(_FLAG.sub("", rest)), _words(_FLAG.sub("", written))
            for source, name in zip(words[:-1], named if len(named) == len(words) else words, strict=False):
                if "://" not in source and "$" not in words[-1]:
                    yield Copied(recipe, source, posixpath.join(folder, words[-1]), not words[-1].endswith("/") and len(words) == 2, name)


def _orders(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The orders of a recipe that place anything, with the variables that ENV and ARG have set before them."""
    known: dict[str, str] = {}
    for order in re.sub(r"\\\r?\n", " ", _COMMENT.sub("", text)).split("\n"):
        match = _ORDER.match(order)
        if match is None:
            continue
        word, rest = match.group(1).upper(), match.group(2).strip()
        if word not in ("ENV", "ARG"):
            yield word, rest, known
            continue
        before = dict(known)                             # what one order sets holds behind it
        given = _SETTING.findall(rest) or (_OLD_SETTING.findall(rest) if word == "ENV" else [])
        known.update({name: filled(value.strip("\"'"), before) for name, value in given})


def settings(text: str) -> dict[str, str]:
    """What the variables of a recipe hold at its end."""
    return list(_orders(text + "\nFROM scratch\n"))[-1][2] if "$" in text else {}


def filled(text: str, known: Mapping[str, str]) -> str:
    """A text with the variables in it that are known."""
    if "$" not in text:
        return text
    return _VARIABLE.sub(lambda match: known.get(match.group(1) or match.group(3), match.group(2) or match.group()), text)


def mounted(path: str, text: str) -> Iterator[Copied]:
    """The files and folders that a compose file lays into containers, but for those that two services have in one place."""
    found = [(source.replace("${PWD}", ".").replace("$PWD", "."), target.rstrip("/")) for source, target in _MOUNT.findall(text)]
    for source, target in dict.fromkeys(found):
        if len({one for one, place in found if place == target}) == 1 and posixpath.normpath(source) not in (".", ".."):
            yield Copied(path, source, target, True)


def _words(rest: str) -> list[str]:
    if rest.startswith("["):
        try:
            listed = json.loads(rest)
        except ValueError:
            listed = []
        return [word for word in listed if isinstance(word, str)]
    return [word.strip("\"'") for word in rest.split()]


class ImageFiles:
    """Finds the repository file behind an absolute path inside an image.

    Args:
        files: all listed files by path.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._read: tuple[tuple[str, ...], tuple[Copied, ...]] = (), ()        # the recipes, and what they copy
        self._placed: dict[str, tuple[tuple[str, str], ...]] = {}
        self._placed_of: tuple[Copied, ...] = ()

    def find(self, path: str, recipe: str | None = None) -> str | None:
        """The repository file at ``path`` inside an image; None where none is known.

        Args:
            path: absolute, normal.
            recipe: only this image; every recipe of the repository counts where it is None.
        """
        return next(self._at(path, recipe), None)

    def beside(self, path: str, caller: str) -> str | None:
        """The repository file that ``caller`` has at ``path``, absolute or seen from its own folder, inside the images that it lies in itself.

        An image that builds on such a one may put it there: a folder that two recipes fill is the same one.
        """
        for place, recipe in self.places(caller):
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
            found = self.find(whole, recipe) or (self.only(whole) if whole.count("/") > _DEEP and not path.startswith("/") else None)
            if found is not None:
                return found
        return None

    def places(self, file: str) -> tuple[tuple[str, str], ...]:
        """(Path inside an image, recipe) of a repository file, wherever recipes put it."""
        copies = self._copies
        if file not in self._placed or self._placed_of is not copies:
            if self._placed_of is not copies:
                self._placed, self._placed_of = {}, copies
            self._placed[file] = tuple(dict.fromkeys((place, copy.recipe) for copy in copies for place in _places(copy, file)))
        return self._placed[file]

    def _at(self, path: str, recipe: str | None) -> Iterator[str]:
        for copy in self._copies:
            if recipe is None or copy.recipe == recipe:
                for candidate in _candidates(copy, path):
                    if candidate in self._files:
                        yield candidate

    def all_at(self, path: str) -> tuple[str, ...]:
        """Every repository file that one image or another has at ``path``."""
        return tuple(dict.fromkeys(self._at(path, None)))

    def only(self, path: str) -> str | None:
        """The one repository file that any image has at ``path``: None where images differ in it, as nobody can tell which of them runs."""
        found = self.all_at(path)
        return found[0] if len(found) == 1 else None

    def all_matching(self, pattern: str) -> tuple[str, ...]:
        """The repository files that a pattern stands for, such as ``/opt/hooks/*.sh``, inside the first image that has any."""
        for copy in self._copies:
            for candidate in _candidates(copy, pattern):
                if found := self._files.matching(candidate):
                    return found
        return ()

    def programs(self, name: str, recipe: str | None = None) -> tuple[str, ...]:
        """The repository files that a bare word runs inside images: those that lie in a folder where programs are looked for."""
        return tuple(dict.fromkeys(found for folder in _PROGRAMS for found in self._at(f"{folder}/{name}", recipe)))

    def source(self, copy: Copied) -> str | None:
        """The one file that a recipe copies by its name."""
        ways = (posixpath.join(context, copy.source) for context in _contexts(copy.recipe))
        return next((way for way in map(posixpath.normpath, ways) if way in self._files), None)

    def names(self) -> set[str]:
        """The names of all that recipes copy, as it is called in the repository."""
        return {posixpath.basename(copy.source.rstrip("/")) for copy in self._copies}

    def by_name(self, path: str) -> str | None:
        """The only file of that name, for a script or a library of the shell that something else than a recipe puts in its place."""
        name = posixpath.basename(path)
        clear = path.startswith("/") and name.partition(".")[0] not in _COMMON and (
            name.endswith(_SHELL) or (name.endswith(".py") and _OF_TWO_WORDS.fullmatch(name[:-3]) is not None))
        if not clear and "." not in name and _OF_TWO_WORDS.fullmatch(name) and posixpath.dirname(path) in _PROGRAMS:
            scripts = [one for one in self._files.called(name) if self._files[one].first_line.startswith("#!")]
            return scripts[0] if len(scripts) == 1 else None
        found = self._files.called(name) or [one for end in _TEMPLATES for one in self._files.called(name + end)] if clear else ()
        return found[0] if len(found) == 1 else self._checkout(path)

    def _checkout(self, path: str) -> str | None:
        """The script that a path ends with as a whole, from the root of the repository, so that somebody has a checkout in the folder before it:
        ``ops/deploy.sh`` for ``/opt/shop/ops/deploy.sh``. Folders of the system have their own programs.
        """
        name = posixpath.basename(path)
        if not path.startswith("/") or path.startswith(_OF_THE_SYSTEM):
            return None
        found = [one for one in self._files.called(name) if "/" in one and path.endswith("/" + one)]
        if not found:
            parts = path.strip("/").split("/")           # a link, and a name of two words at the top
            ends = ("/".join(parts[index:]) for index in range(1, len(parts)))
            there = (self._files.behind(end) for end in ends
                     if "/" in end or ("." not in end and _OF_TWO_WORDS.fullmatch(end) is not None))
            found = [one for one in there if one is not None][:1]
        script = len(found) == 1 and (name.endswith(_SHELL) or self._files[found[0]].first_line.startswith("#!"))
        return found[0] if script else None

    def installed(self, path: str) -> str | None:
        """The only file whose path ends with the last folders of ``path``, two at least, as a package or an installer keeps them."""
        names = path.strip("/").split("/")
        if not path.startswith("/") or len(names) <= LEAST_ALIKE:
            return None
        tail = "/".join(names[-LEAST_ALIKE:])
        found = [known for known in self._files.called(names[-1]) if known == tail or known.endswith("/" + tail)]
        return found[0] if len(found) == 1 else None

    def ending(self, tail: str) -> list[str]:
        """Every file of the repository whose path ends with these folders and this name, but for one that is the tail itself."""
        return [path for path in self._files.called(posixpath.basename(tail)) if path.endswith("/" + tail)]

    @property
    def _copies(self) -> tuple[Copied, ...]:
        recipes = self._files.like(_RECIPE.pattern)
        recipes = (*recipes, *self._files.like(_COMPOSE.pattern))
        texts = [(path, file.text or "") for path in recipes if (file := self._files.get(path)) is not None]      # looked into for each answer
        if self._read[0] != recipes:
            self._read = recipes, tuple(copy for path, text in texts for copy in (copied if is_recipe(path) else mounted)(path, text))
        return self._read[1]


@lru_cache(maxsize=10_000)
def _normal(path: str) -> str:
    return posixpath.normpath(path)


def _candidates(copy: Copied, path: str) -> Iterator[str]:
    """The repository paths that a copy may have put at ``path``."""
    target = _normal(copy.target)
    inside = path[len(target):].lstrip("/") if path.startswith(target.rstrip("/") + "/") or target == "/" else None
    if not inside and path != target:                    # of most copies, whichever path is asked for
        return
    source = copy.source.removeprefix("./").strip("/")
    source = "" if source == "." else source
    named: list[str] = []
    if path == target and copy.exact:
        named.append(source)
    if inside and any(mark in source for mark in "*?["):
        folder, pattern = posixpath.split(source)                # COPY scripts/*.sh /usr/local/bin/
        if "/" not in inside and not any(mark in folder for mark in "*?[") and fnmatch.fnmatchcase(inside, pattern):
            named.append(posixpath.join(folder, inside))
    elif inside:
        named.append(posixpath.join(source, inside))             # a folder: what is in it
        if inside == posixpath.basename(source):
            named.append(source)                                 # a file, copied into a folder
    for name in named:
        for context in _contexts(copy.recipe):
            yield posixpath.normpath(posixpath.join(context, name))


def _places(copy: Copied, file: str) -> Iterator[str]:
    """Where inside the image a copy puts a repository file."""
    source = posixpath.normpath(copy.source.strip("/"))
    for context in _contexts(copy.recipe):
        if context and not file.startswith(context + "/"):
            continue
        inner = file[len(context):].lstrip("/")
        if inner == source or fnmatch.fnmatchcase(inner, source):
            yield copy.target if copy.exact and inner == source else posixpath.join(copy.target, posixpath.basename(inner))
        elif source == "." or inner.startswith(source + "/"):
            yield posixpath.normpath(posixpath.join(copy.target, inner if source == "." else inner[len(source) + 1:]))


@lru_cache(maxsize=4096)
def _contexts(recipe: str) -> tuple[str, ...]:
    """The folders that a recipe may be built from, likeliest first: its own, the root of the repository, those between."""
    own = posixpath.dirname(recipe)
    between = []
    above = posixpath.dirname(own)
    while above:
        between.append(above)
        above = posixpath.dirname(above)
    return (own, *([""] if own else []), *between)
