"""Build systems that run scripts on the way: CMake, Meson, Gradle, Ant, Maven, SCons."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_ORDERS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (regex(r"(?:\A|/)CMakeLists\.txt\Z|\.cmake(?:\.in)?\Z"),
     regex(r"(?i)\bCOMMAND\b|\b(?:execute_process|add_custom_(?:command|target)|add_test)\b"), "CMake"),
    (regex(r"(?:\A|/)meson\.build\Z"),
     regex(r"\b(?:run_command|custom_target|run_target|add_install_script|add_postconf_script|find_program|command)\b"), "Meson"),
    (regex(r"\.gradle(?:\.kts)?\Z"), regex(r"\b(?:commandLine|executable|exec|args|execute)\b"), "Gradle"),
    (regex(r"(?:\A|/)(?:pom|build|build-\w+)\.xml\Z"),
     regex(r"<(?:exec|executable|argument|arg|commandlineArgs)\b|\bexecutable\s*="), "Ant or Maven"),
    (regex(r"(?:\A|/)SCons(?:truct|cript)\Z"), regex(r"\b(?:Command|Execute|AddPostAction|AddPreAction)\s*\("), "SCons"),
)
_REACH = 4                         # lines that an order may stand above what it runs


def is_build(path: str) -> bool:
    """Whether a path is that of such a file."""
    return any(places.search(path) for places, _, _ in _ORDERS)


def read_build(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Only what an order runs: sources and what is installed are named in the same files."""
    order, told = next((order, told) for places, order, told in _ORDERS if places.search(path))

    def context(number: int) -> Context | None:
        for at in range(number, max(0, number - _REACH), -1):
            row = lines.row(at)
            if order.search(row):
                return Context("make", detail=told)
            if at < number and row.rstrip().endswith((")", "}", ";", "/>")):
                return None
        return None

    return context


STARTER = StarterKind(fits=lambda path, text: is_build(path), read=read_build, order=40)
