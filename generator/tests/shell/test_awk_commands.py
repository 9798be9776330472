"""Commands that a program for awk starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("program", "told"), [
    ('BEGIN { system("rm -rf /srv/a") }', ["filesystem delete /srv/a !"]),
    ('{ system("rm -rf /srv/" $1) }', ["filesystem delete /srv/${input} !"]),
    ('{ system("rm -rf \\"" $1 "\\"") }', ["filesystem delete ${input} !"]),
    ('{ print $1 | "xargs rm -rf /srv/b" }', ["filesystem delete /srv/b !", "filesystem delete ${input} !"]),
    ('{ "dropdb shop" | getline x }', ["database delete shop !"]),
    ('{ if (system("[ -e /srv/" $1 " ]") == 0) print }', []),
    ('{ print $1 | "sort -u" }', []),
    ('{ print $1 " | " $2 " of " $3 }', []),
    ('{ print ($1 || x) }', []),
    ('$1 == "system" || /a|b/ { print }', []),
])
def test_what_is_written_is_followed(program: str, told: list[str], trace: Callable) -> None:
    traced = trace(f"awk '{program}' list")
    assert [each for each in traced.told() if not each.startswith("filesystem read")] == told
    assert traced.unknowns() == []


@pytest.mark.parametrize("program", ["{ system($0) }", '{ print "rm " $1 | "sh" }', '{ printf "rm %s\\n", $1 | "bash" }', "{ print | command }"])
def test_what_comes_from_the_input_is_not_known(program: str, trace: Callable) -> None:
    traced = trace(f"awk '{program}' list")
    assert traced.told() == []
    assert traced.unknowns() == ["dynamic-command"]
