"""A script that says that it deletes, of which no loss was found: that is said first, and it is not free to run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handover_generator.checks._run import judge
from handover_generator.model.behaviour import Unknown
from handover_generator.model.findings import DayOne, Verdict

Make = SimpleNamespace


def _verdict(make: Make, *effects: Any, path: str = "scripts/a.py", **more: Any) -> Verdict:
    return judge(make.inventory(make.script(path, effects=effects, **more))).verdicts[path]


def _unseen(make: Make) -> tuple[Unknown, ...]:
    return (Unknown(kind="unmodelled-package", at=make.at("scripts/a.py", 9), detail="shop.rows()"),)


@pytest.mark.parametrize("says", [
    "Deletes baskets that became orders.", "Management command that deletes baskets associated with orders.", "Remove old uploads.",
    "A script to purge expired sessions", "This command will drop stale partitions.", "Removing orphaned images.",
])
def test_a_text_that_says_it_deletes(make: Make, says: str) -> None:
    for unknowns in ((), _unseen(make)):
        found = _verdict(make, make.read(), says=says, unknowns=unknowns)
        assert found.list is DayOne.ASK_FIRST
        assert found.because[0] == f'It says "{says}", and no loss was found: that was not seen, or it is not true.'


@pytest.mark.parametrize("path", ["scripts/delete_old_baskets.py", "bin/purge-cache", "ops/remove.sh"])
def test_a_name_that_says_it_deletes(make: Make, path: str) -> None:
    found = _verdict(make, make.read(), path=path, says=None, unknowns=_unseen(make))
    assert found.because[0] == f"It is called {path.rpartition('/')[2]}, and no loss was found: that was not seen, or it is not true."
    assert _verdict(make, make.read(), path=path).list is DayOne.FREE_TO_RUN         # a frightening name is no fact where all was understood


@pytest.mark.parametrize("says", [
    "Lists deleted users.", "Reports what the purge removed.", "Checks that nothing is to be deleted.", "Drop-in replacement of the old report.",
    "Reads a report and deletes nothing.", "Never deletes anything.", "Removal statistics.", "Restores what was deleted.",
])
def test_a_text_that_only_speaks_of_deleting(make: Make, says: str) -> None:
    assert _verdict(make, make.read(), says=says).list is DayOne.FREE_TO_RUN


@pytest.mark.parametrize("path", ["scripts/deleted_users.py", "scripts/list_and_delete.py", "scripts/dropbox_report.py", "scripts/removals.py"])
def test_a_name_that_only_speaks_of_deleting(make: Make, path: str) -> None:
    assert not any("no loss" in sentence for sentence in _verdict(make, make.read(), path=path, unknowns=_unseen(make)).because)


def test_a_loss_that_was_found_is_what_it_says(make: Make) -> None:
    assert not any("no loss was found" in sentence for sentence in _verdict(make, make.effect(), says="Deletes the pilot.").because)


def test_a_change_that_was_understood_may_be_a_mark(make: Make) -> None:
    marks = make.effect("database write users", what="changes rows in")
    assert not any("no loss" in sentence for sentence in _verdict(make, marks, says="Deletes users.").because)
    assert "no loss was found" in _verdict(make, marks, says="Deletes users.", unknowns=_unseen(make)).because[0]


def test_of_a_command_only_its_own_text_counts(make: Make) -> None:
    commands = (make.command("list", make.read()), make.command("drop", make.read(), says="Deletes all rows."))
    found = judge(make.inventory(make.script("scripts/delete_rows.py", says="Deletes rows.", effects=(make.read(),), commands=commands)))
    told = {command.name: verdict for command, verdict in found.commands_of("scripts/delete_rows.py")}
    assert told["list"].list is DayOne.FREE_TO_RUN
    assert told["drop"].because[0].startswith('It says "Deletes all rows."')
    assert found.verdicts["scripts/delete_rows.py"].list is DayOne.ASK_FIRST


def test_a_long_text_is_cut(make: Make) -> None:
    (first, *_) = _verdict(make, make.read(), says=f"Deletes {'very ' * 40}old rows.").because
    assert len(first) < 170
    assert '..."' in first
