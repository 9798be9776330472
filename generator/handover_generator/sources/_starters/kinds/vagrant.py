"""Vagrantfiles: provisioners that run scripts on the machine that is made."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Callable, Iterator

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.names import Mention, Names

_VAGRANTFILE = regex(r"(?:\A|/)(?:Vagrantfile(?:[._-][\w.-]+)?|[\w.-]+\.vagrantfile)\Z")
_PROVISIONS = regex(r"\bprovision\b|\b(?:path|inline)\b\s*(?::|=)|<<[-~]?\s*['\"]?[A-Z]")
_COMPUTED = regex(r"\"((?:[\w./ -]*#\{[^{}\"]*\})+[\w./-]*)\"")
_HOLE = regex(r"#\{[^{}]*\}")
_OTHERWISE = regex(r"\b(?:synced_folder|require(?:_relative)?|load|File\.\w+|puts|playbook|source|destination)\b")


def is_vagrantfile(path: str) -> bool:
    """Whether a path describes machines for Vagrant."""
    return bool(_VAGRANTFILE.search(path))


def read_vagrantfile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """What a provisioner runs; a file that is only copied or shared is named, not run."""

    def context(number: int) -> Context | None:
        row = lines.row(number)
        runs = _PROVISIONS.search(row) is not None or not _OTHERWISE.search(row)
        return Context("config", detail="vagrant provision") if runs else Context("docs", detail="named, not run")

    return context


def computed(path: str, text: str, names: Names) -> Iterator[Mention]:
    """The files that ``"provisioning/#{kind}.sh"`` may mean, each of them."""
    for match in _COMPUTED.finditer(text):
        parts = _HOLE.split(match.group(1))
        if "/" not in parts[0] or "." not in parts[-1]:
            continue                                       # "#{name}.sh" may be any
        pattern = posixpath.normpath(posixpath.join(posixpath.dirname(path), "*".join(parts)))
        for candidate in sorted(names.candidates):
            if candidate.count("/") == pattern.count("/") and fnmatch.fnmatchcase(candidate, pattern):
                yield Mention(candidate, match.start(1), "path")


STARTER = StarterKind(fits=lambda path, text: is_vagrantfile(path), read=read_vagrantfile, mentions=computed,
                      by_folder=lambda path, text: is_vagrantfile(path))
