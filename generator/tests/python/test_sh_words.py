"""Command lines as the package sh calls them, by the names that lead to the call."""

from __future__ import annotations

import pytest


def _told(walked) -> list[str]:
    return sorted(f"{effect.resource} {effect.action.value} {effect.target}" for effect in walked.effects)


@pytest.mark.parametrize(("line", "told"), [
    ("sh.git.push('origin')", ["vcs send origin"]),
    ("sh.kubectl.delete.pod('web')", ["cluster delete web"]),
    ("sh.docker.rm('-f', 'web', _bg=True)", ["container delete web"]),
    ("sh.rm.bake('-rf')('/srv/a')", ["filesystem delete /srv/a"]),
    ("sh.sudo.rm('-rf', '/srv/a')", ["filesystem delete /srv/a"]),
    ("sh.rm('/srv/a', r=True, f=True)", ["filesystem delete /srv/a"]),
    ("sh.Command('kubectl').delete('pod', 'web')", ["cluster delete web"]),
    ("sh.psql('shop', _in='DROP TABLE orders')", ["database delete orders"]),
    ("git = sh.git.bake('-C', '/srv/x')\ngit.push('origin')", ["vcs send origin"]),
    ("from sh.contrib import git\ngit.push('origin')", ["vcs send origin"]),
])
def test_names_are_words(line: str, told: list[str], trace) -> None:
    walked = trace(f"import sh\n{line}\n")
    assert _told(walked) == told
    assert not walked.unknowns


@pytest.mark.parametrize("line", [
    "sh.rm.bake('-rf', '/srv/a')",
    "sh.ls('/srv').rm()",
    "str(sh.ErrorReturnCode('rm', b'', b''))",
])
def test_what_runs_nothing(line: str, trace) -> None:
    assert not [told for told in _told(trace(f"import sh\n{line}\n")) if "delete" in told]


def test_a_sub_command_that_nobody_described_is_an_unknown(trace) -> None:
    walked = trace("import sh\nsh.frobnicate.release('shop')\n")
    assert [(unknown.kind, unknown.at.line) for unknown in walked.unknowns] == [("unmodelled-command", 2)]
