"""Modules of the repository's own packages that are imported, and are not there: whoever imports them fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ModuleInfo, Program


def missing_module(program: Program, module: ModuleInfo, path: str) -> str | None:
    """The module that something is taken from and that its package lacks; None where it is another's package, or is there."""
    parts = path.partition("()")[0].split(".")
    if len(parts) < 3 or not (program.find(parts[0], module) or "").endswith("/__init__.py"):
        return None
    there = next((size for size in range(2, len(parts)) if program.find(".".join(parts[:size]), module) is None), None)
    return ".".join(parts[:there]) if there is not None else None
