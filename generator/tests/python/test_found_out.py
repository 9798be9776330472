"""Switches that a function turns on by what it finds are no dry run; those that a person gives are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


def _kinds(found: Walked) -> set[str]:
    return {guard.kind.value for effect in found.effects if effect.destructive for guard in effect.guards}


@pytest.mark.parametrize("body", [
    "do_save = False\nfor field in fields():\n    if field:\n        do_save = True\nif do_save:\n    shutil.rmtree('/srv/a')\n",
    "commit = False\nif load():\n    commit = True\nif commit:\n    shutil.rmtree('/srv/a')\n",
    "execute = True\ntry:\n    load()\nexcept OSError:\n    execute = False\nif execute:\n    shutil.rmtree('/srv/a')\n",
    "fix = False\nwhile load():\n    fix = True\nif not fix:\n    raise SystemExit\nshutil.rmtree('/srv/a')\n",
])
def test_what_the_program_finds_out_is_no_dry_run(body: str, trace: Callable[..., Walked]) -> None:
    inside = "".join(f"    {line}\n" for line in body.splitlines())
    assert _kinds(trace(f"import shutil\nfrom elsewhere import load, fields\ndef run():\n{inside}run()\n")) == set()


@pytest.mark.parametrize("body", [
    "commit = False\nfor o, a in getopt.getopt(sys.argv[1:], 'c', ['commit'])[0]:\n    if o == '--commit':\n        commit = True\n"
    "if commit:\n    shutil.rmtree('/srv/a')\n",
    "commit = False\nif 'commit' in sys.argv:\n    commit = True\nif commit:\n    shutil.rmtree('/srv/a')\n",
    "commit = False\nif os.environ.get('COMMIT'):\n    commit = True\nif commit:\n    shutil.rmtree('/srv/a')\n",
])
def test_what_a_person_gives_is(body: str, trace: Callable[..., Walked]) -> None:
    assert "dry_run" in _kinds(trace("import getopt, os, shutil, sys\n" + body))


@pytest.mark.parametrize(("test", "checks"), [
    ("not event.debug", False), ("pq.debug", False), ("row.enabled or row.debug", False),
    ("settings.DEBUG", True), ("not settings.debug", True), ("app.debug", True), ("config.debug", True), ("self.debug", True), ("DEBUG", True),
])
def test_what_is_noted_of_a_thing_says_nothing_of_the_place(test: str, checks: bool, trace: Callable[..., Walked]) -> None:
    found = trace(f"import shutil\nfrom elsewhere import *\ndef run(event, pq, row, app, config, self):\n    if {test}:\n        shutil.rmtree('/srv/a')\n"
                  "run(*load())\n")
    assert ("env_check" in _kinds(found)) is checks


@pytest.mark.parametrize(("test", "kind"), [
    ("record['metadata'].get('test')", None), ("item['preview']", None), ("len(opinion_cluster) == 0", None), ("not dont_retry", None),
    ("dont_overwrite", None), ("options.get('test')", "dry_run"), ("args['test']", "dry_run"), ("event.get('test')", "dry_run"),
    ("cluster == 'prod'", "env_check"), ("dont_send_mail", "dry_run"), ("record.get('dry_run')", "dry_run"), ("test", "dry_run"),
])
def test_what_is_only_called_like_a_guard(test: str, kind: str | None, trace: Callable[..., Walked]) -> None:
    found = trace("import shutil\nfrom elsewhere import *\n"
                  "def run(record, item, opinion_cluster, dont_retry, dont_overwrite, options, args, event, cluster, dont_send_mail, test):\n"
                  f"    if {test}:\n        return\n    shutil.rmtree('/srv/a')\nrun(*load())\n")
    assert _kinds(found) == ({kind} if kind else set())
