"""Finds the file of the repository that a path on a command line names: from the working directory, in containers and images, in a checkout."""

from __future__ import annotations

import posixpath
import re

from handover_generator.analysis._commands_types import Circumstances, World
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.analysis.paths import REPOSITORY, is_temporary, joined, normal
from handover_generator.model.behaviour import Confidence
from handover_generator.model.source import SourceFile
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_WORKDIR = regex(r"^[ \t]*WORKDIR\s+[\"']?(/[^\s\"']*)", re.MULTILINE | re.IGNORECASE)
_COPIED = regex(r"^[ \t]*(?:COPY|ADD)\s+(?:--\S+\s+)*\./?\s+[\"']?(/[^\s\"']*)", re.MULTILINE | re.IGNORECASE)
_MOUNTED = regex(r"^[ \t]*-\s*[\"']?\.{1,2}/?:(/[^:\s\"']+)", re.MULTILINE)
_RECIPE = r"(?i)(?:\A|/)(?:[^/]*dockerfile[^/]*|containerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml)\Z"
"""Files that say by their names that they tell where the repository lies inside a container."""


class FileFinder:
    """The files of a repository as command lines name them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._read: tuple[tuple[str, ...], tuple[str, ...]] = (), ()        # the recipes, and the folders that they name
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

    def installed(self, path: Text) -> tuple[str, Confidence] | None:
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

    def beside(self, path: Text, circumstances: Circumstances) -> tuple[str, Confidence] | None:
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
        found = self.find(path, circumstances.cwd) or self.beside(path, circumstances)
        return self.world.files.get(found[0]) if found is not None else None

    def in_image(self, path: Text, circumstances: Circumstances) -> tuple[str, Confidence] | None:
        """A file seen from where images put the caller: each has an ``/etc/setup`` of its own, and what a recipe copies beside the caller."""
        literal = joined(path, circumstances.cwd).with_defaults().literal
        if circumstances.host is not None or literal is None or literal.startswith(("~", REPOSITORY)):
            return None
        put = self._images.beside(literal, circumstances.at.path)
        return (put, Confidence.INFERRED) if put is not None else None
