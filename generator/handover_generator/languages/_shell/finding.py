"""Where a file is found: from the working directory, the script, the root, in an image, on ``PATH``, or by its name alone.

Which file of the repository a path or a bare name means is decided here and nowhere else in the reader of shell; what a whole command line starts is
asked of ``tools.command``, which knows the programs and their options.

================ ================== =================================================================================================
What names it    is found by        which looks, in this order,
================ ================== =================================================================================================
a path           ``find_file``      for the end of a path in full; from the working directory; from the root; in the script's folder; for the
                                    only file with that end, in images too; in a checkout of this repository; then with defaults
``. path``       ``find_sourced``   likewise; where a checker is told; where an image or an installer put it; for the only one of that name
``. lib/*.sh``   ``find_all``       from the working directory or the root; in the script's folder; in images
``. lib/$1.sh``  ``find_alike``     for every file that the path may mean
a bare name      ``find_program``   among what this script put beside the programs; in folders of the repository on ``PATH``
================ ================== =================================================================================================
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence

import tree_sitter

from handover_generator.analysis._commands_alike import MOST_ALIKE, files_alike
from handover_generator.analysis.paths import REPOSITORY, joined, normal
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.parse import Parsed
from handover_generator.model.behaviour import Event, Unknown
from handover_generator.model.source import Module
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_CLASS = regex(r"\[[^\]/]*\]")
_DIRECTIVE = regex(r"\s*#\s*shellcheck\s+(?:\S+\s+)*?source=[\"']?([^\s\"']+)")
MAX_SOURCED = 60
MAX_PIPELINES = 200
_OF_ANYBODY = regex(
    r"(?:lib|libs|library|helpers?|base|shared|func|funcs|vars|variables|settings|defaults|includes?|core|misc|tools|colors|log|logging)\.")
"""Names of files that many repositories have: such a one in another folder is another one."""
PROGRAMS = frozenset(("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "${HOME}/bin", "${HOME}/.local/bin", "~/bin"))
_MOST_FOLDERS = 20


class Finding(Base):
    """Part of the walker that knows which file is meant."""

    def find_file(self, path: Text) -> str | None:
        """The repository file a path names from here: by the working directory, the root, the script's own folder, or its only match."""
        files = self.session.tools.files
        literal = joined(path, self.flow.cwd).literal
        candidates: list[str] = []
        if literal is not None:
            candidates.append(literal.removeprefix(REPOSITORY))
        given = normal(path).literal
        if given is not None and not given.startswith(("/", REPOSITORY)):
            candidates += [given, posixpath.normpath(posixpath.join(posixpath.dirname(self.path), given))]
        if literal is not None and given is not None and literal.startswith("/") and (there := self._ends(literal)) is not None:
            return there
        for candidate in candidates:
            if (there := files.behind(candidate)) is not None:
                return there
        tail = path.parts[-1] if path.parts and isinstance(path.parts[-1], str) and len(path.parts) > 1 else given
        if isinstance(tail, str) and "/" in tail and not tail.endswith("/"):
            tail = tail.partition("/")[2] if len(path.parts) > 1 else tail.removeprefix("./").removeprefix("../")
            own = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), tail))
            if own in files:
                return own
            ends = self.session.images.ending(tail) if tail else []
            if given is None and tail in files:          # "$ROOT/lib/x.sh", whatever the root is called
                ends = [*ends, tail]
            if len(ends) == 1:
                return ends[0]
        if literal is not None and (found := self._in_checkout(literal)) is not None:
            return found
        usual = path.with_defaults()
        return self.find_file(usual) if usual != path else None

    def _ends(self, path: str) -> str | None:
        """The file that a path in full ends with, the longest of several: of a checkout in ``/opt/shop``, ``cd /opt/shop/web; . ./setup.sh`` reads
        ``web/setup.sh``, whatever lies at the top.
        """
        found = [known for known in self.session.tools.files.called(posixpath.basename(path)) if "/" in known and path.endswith("/" + known)]
        return max(found, key=len, default=None)

    def _in_checkout(self, path: str) -> str | None:
        """``source shop/lib.sh`` where a pipeline starts this script as ``shop/bin/run.sh``: the repository lies in a folder of that name."""
        folder, slash, rest = path.partition("/")
        files, own = self.session.tools.files, (self.script.literal or "").removeprefix(REPOSITORY)
        if not slash or not own or folder in ("", ".", "..") or rest not in files or files.like(rf"\A{re.escape(folder)}/"):
            return None
        started = regex(rf"(?:(?<=[\s\"'\[,])|(?<=[\s\"'\[,]\./)){re.escape(folder)}/{re.escape(own)}(?![\w./-])")
        said = (files.get(each) for each in files.like(r"\.ya?ml\Z")[:MAX_PIPELINES])
        return rest if any(file is not None and started.search(file.text or "") for file in said) else None

    def find_all(self, path: Text) -> tuple[str, ...]:
        """The repository files that ``lib/*.sh`` stands for, seen from the working directory, the root or the script's own folder."""
        literal = joined(path, self.flow.cwd).literal
        if literal is None or not any(mark in literal for mark in "*?["):
            return ()
        pattern = literal.removeprefix(REPOSITORY)
        if not any(character.isalnum() for character in _CLASS.sub("", pattern)):
            return ()                                    # "*": the name of something of which nothing is known, not all files
        for way in dict.fromkeys((pattern, posixpath.normpath(posixpath.join(posixpath.dirname(self.path), pattern)))):
            found = self.session.tools.files.matching(way.removeprefix("./")) if not way.startswith("/") else ()
            if found:
                return self._shells(found)[:MAX_SOURCED]
        return self.session.images.all_matching(pattern)[:MAX_SOURCED] if pattern.startswith("/") else ()

    def _shells(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Of files that a pattern stands for those that are shell, where there are any: a folder of them may have a README."""
        shells = tuple(path for path in found if isinstance(module := self.session.tools.module(path), Module) and isinstance(module.tree, Parsed))
        return shells or found

    def find_stated(self, node: tree_sitter.Node) -> str | None:
        """The file that a directive for ShellCheck on the line before names: ``# shellcheck source=lib/common.sh``."""
        lines = self.parsed.source.split(b"\n", node.start_point[0])
        before = lines[-2].decode("utf-8", "replace") if len(lines) > 1 else ""
        match = _DIRECTIVE.match(before)
        if match is None:
            return None
        stated = match.group(1)
        ways = (stated, posixpath.join(posixpath.dirname(self.path), stated))
        return next((way for way in map(posixpath.normpath, ways) if way in self.session.tools.files), None)

    def find_copied(self, path: Text) -> str | None:
        """The repository file behind an absolute path such as ``/etc/lib.sh``, put there by an image or an installer."""
        literal = path.with_defaults().literal or ""     # ${HOME_OF_TOOL:-/opt/tool}/lib.sh: where an image has it
        if not literal.startswith("/"):
            return None
        images = self.session.images
        return images.beside(literal, self.path) or images.only(literal) or images.by_name(literal) or images.installed(literal)

    def find_sourced(self, path: Text, node: tree_sitter.Node) -> str | None:
        """The repository file that ``. path`` reads in."""
        found = self.find_file(path)
        if found is not None:
            return found
        stated = self.find_stated(node)                  # of a file that is named otherwise than in the script: what it starts with, for the checker
        alike = stated is not None and (path.literal is None or posixpath.basename(stated) == posixpath.basename(path.literal))
        return (stated if alike else None) or self.find_copied(path) or stated or self._by_name(path)

    def _by_name(self, path: Text) -> str | None:
        """The only file of that name behind ``. lib.sh``, which is looked for where programs are, or behind a path from a folder nobody knows."""
        literal = path.literal or ""
        if not literal or literal.startswith(("/", "~", REPOSITORY)) or self.host is not None or _OF_ANYBODY.match(posixpath.basename(literal)):
            return None
        return self.session.images.by_name("/" + literal)

    def find_alike(self, path: Text) -> list[tuple[str, str]]:
        """The repository files that ``settings/$1.sh`` may mean, each with the condition under which it does."""
        found = files_alike(self.session.tools.files, joined(path, self.flow.cwd), posixpath.dirname(self.path))
        return found if len(found) <= MOST_ALIKE else []

    def find_program(self, words: list[Text], events: tuple[Event, ...]) -> Text | None:
        """The script that a bare name means of which nothing is known: put there by this script, or in a folder that it searches for programs."""
        name = words[0].literal or ""
        if not name or "/" in name or self.host is not None or not any(
                isinstance(event, Unknown) and event.kind == "unmodelled-command" for event in events):
            return None
        path = self.flow.variables.get("PATH")
        found = self.session.placed.get(name) or (searched(path.texts, name, self.session.tools.files) if path is not None else None)
        return Text.of(REPOSITORY + found) if found is not None else None


def program_of(path: str, put: str) -> str | None:
    """The bare name by which a file is run that is ``put`` at a path: at ``/usr/local/bin/shop`` it is ``shop``, at ``/usr/local/bin`` its own."""
    folder, _, name = path.rstrip("/").rpartition("/")
    if path.rstrip("/") in PROGRAMS:
        return posixpath.basename(put) or None
    return name if name and folder in PROGRAMS else None


def searched(held: Sequence[Text], name: str, files: Iterable[str]) -> str | None:
    """The file of the repository that a bare name runs by what ``PATH`` holds."""
    for text in held:
        for folder in text.render().split(":")[:_MOST_FOLDERS]:
            if folder.startswith(REPOSITORY):
                path = posixpath.normpath(posixpath.join(folder.removeprefix(REPOSITORY).lstrip("/"), name))
                if path in files:
                    return path
    return None
