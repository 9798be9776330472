"""Vagrantfiles: provisioners that run scripts on the machine that is made."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines

_VAGRANTFILE = regex(r"(?:\A|/)(?:Vagrantfile(?:[._-][\w.-]+)?|[\w.-]+\.vagrantfile)\Z")
_PROVISIONS = regex(r"\bprovision\b|\b(?:path|inline)\b\s*(?::|=)|<<[-~]?\s*['\"]?[A-Z]")
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
