"""Snakefiles: rules whose ``shell:``, ``script:`` and ``run:`` parts start programs."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_SNAKEFILE = regex(r"(?:\A|/)(?:Snakefile(?:[._-][\w.-]+)?|[\w.-]+\.(?:smk|snakefile))\Z")
_RULE = regex(r"(?:rule|checkpoint)\s*(\w*)\s*:|(\w+)\s*:")
_GIVES_ORDERS = frozenset({"shell", "script", "run", "notebook", "wrapper"})
# By name, as Python inside ``run:`` has lines such as ``else:`` too.
_PART = regex(r"\s+(shell|script|run|notebook|wrapper|input|output|params|log|benchmark|threads|resources|message|priority|conda|envmodules"
              r"|container|singularity|wildcard_constraints|shadow|group|cache|handover|default_target|retries|localrule|name)\s*:")


def is_snakefile(path: str) -> bool:
    """Whether a path holds rules of Snakemake."""
    return bool(_SNAKEFILE.search(path))


def read_snakefile(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The rule that each line belongs to; what stands in other parts than those that give orders (``input:``, ``params:``) is only named."""

    def context(number: int) -> Context | None:
        part = ""
        for at in range(number, 0, -1):
            row = lines.row(at)
            if not part and (found := _PART.match(row)) is not None:
                part = found.group(1)
            rule = _RULE.match(row)
            if rule is not None:
                orders = part in _GIVES_ORDERS or not part or rule.group(2) in ("onstart", "onsuccess", "onerror")
                return Context("make", detail=f"snakemake rule {rule.group(1)}".rstrip() if rule.group(1) else "snakemake") if orders else None
            if row.strip() and not row.startswith((" ", "\t", "#")):
                return None                                        # Python between the rules
        return None

    return context


STARTER = StarterKind(fits=lambda path, text: is_snakefile(path), read=read_snakefile)
