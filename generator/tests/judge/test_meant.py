"""Words that name no script: what they may mean, and what they must not be taken for."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from handover_generator.analysis.meant import command_line, meant
from handover_generator.analysis.script_names import spelt_alike
from handover_generator.checks._run import judge
from handover_generator.errors import UsageError
from handover_generator.model.findings import Findings
from handover_generator.pipeline.asked import asked
from handover_generator.renderers.formats._meant import meant_lines

Make = SimpleNamespace


@pytest.fixture
def findings(make: Make) -> Findings:
    def rows(table: str, way: str = "main") -> object:
        return make.effect(f"database delete {table}", what="deletes rows in", via=(("jobs/nightly.py", 9, way),))

    nightly = (make.command("delete-sms", rows("notifications", "delete_older_than_retention"), says="Removes old text messages."),
               make.command("report", make.effect("http send stats", what="sends a request", destructive=False)))
    recipes = (make.command("clean", make.effect("filesystem delete build", what="removes")),
               make.command("test-db", make.effect("database delete app_test", what="drops the database")))
    return judge(make.inventory(
        make.script("jobs/nightly.py", says="Jobs of the night.", effects=tuple(e for c in nightly for e in c.effects), commands=nightly),
        make.script("Makefile", says=None, effects=tuple(e for c in recipes for e in c.effects), commands=recipes),
        make.script("sub/Makefile", says=None, commands=(make.command("clean"),)),
        make.script("scripts/reset_pilot.py", says="Reset the pilot.", effects=(make.effect(),)),
        make.script("scripts/resign_database.py", says="Signs all rows again.", effects=(make.effect("database write app", what="changes rows in"),)),
        make.script("scripts/run_celery_purge.sh", says=None, effects=(make.effect("queue delete tasks", what="removes the waiting"),)),
        make.script("scripts/hello.sh", says="Says hello."),
    ))


@pytest.mark.parametrize(("words", "first"), [
    ("the pilot reset script", "scripts/reset_pilot.py"),
    ("drop the test database", "Makefile test-db"),               # by what it does; resign_database.py is only called so
    ("make something to drop and recreate the test database", "Makefile test-db"),
    ("the script that purges old messages", "jobs/nightly.py delete-sms"),
    ("retention", "jobs/nightly.py delete-sms"),                  # by the functions on the way
    ("delete old notifications", "jobs/nightly.py delete-sms"),
    ("the pilott reset", "scripts/reset_pilot.py"),               # a word mistyped
    ("purge celery", "scripts/run_celery_purge.sh"),
])
def test_what_somebody_said_is_found_by_name_text_and_effect(findings: Findings, words: str, first: str) -> None:
    assert meant(findings, words)[0].name == first


@pytest.mark.parametrize("words", ["xyzzy", "the script", "", "renew the certificates of the mail server"])
def test_what_nothing_answers_has_no_answer(findings: Findings, words: str) -> None:
    assert meant(findings, words) == []


def test_each_is_told_with_its_list_and_what_it_destroys(findings: Findings) -> None:
    found = meant(findings, "delete old notifications")
    lines = meant_lines(found[:1]).splitlines()
    assert lines[0] == "  DO NOT RUN: jobs/nightly.py delete-sms"
    assert "      says: Removes old text messages." in lines
    assert "      destroys: deletes rows in notifications" in lines
    partly = meant(findings, "drop the pilot database on the moon")
    assert "moon" in partly[0].silent
    assert f"      does not answer: {', '.join(partly[0].silent)}" in meant_lines(partly[:1]).splitlines()


def test_a_file_is_not_named_beside_its_command(findings: Findings) -> None:
    assert "jobs/nightly.py" not in {one.name for one in meant(findings, "delete old notifications")}
    assert meant(findings, "jobs of the night")[0].name == "jobs/nightly.py"


def test_a_command_line_is_taken_as_it_is_typed(findings: Findings) -> None:
    assert command_line(findings, "make clean") == ("Makefile", "clean")                 # the one that make finds at the top
    assert command_line(findings, "Makefile clean") == ("Makefile", "clean")
    assert command_line(findings, "nightly.py delete-sms") == ("jobs/nightly.py", "delete-sms")
    assert command_line(findings, "jobs/nightly.py delete_sms") == ("jobs/nightly.py", "delete-sms")
    for words in ("make", "make drop", "clean", "just clean", "make clean the kitchen"):
        assert command_line(findings, words) is None


def test_letters_alike_are_for_names_only() -> None:
    known = ["scripts/cwcheck.sh", "scripts/resign_database.py"]
    assert spelt_alike(known, "scripts/cwchek.sh") == ["scripts/cwcheck.sh"]
    assert spelt_alike(known, "cwchek.sh") == ["scripts/cwcheck.sh"]
    assert spelt_alike(known, "drop the test database") == []
    assert spelt_alike(known, "database") == []


def _mirrors(make: Make, many: int) -> Findings:
    """Two scripts whose name has both words, and ``many`` more dangerous ones that somewhere queue a job called so."""
    job = make.effect("queue send sync_order_with_ledger", what="queues the job", destructive=False)
    return judge(make.inventory(
        make.script("jobs/sync_db_to_ledger.py", effects=(make.effect("database write entries", what="writes rows in"),)),
        make.script("jobs/sync_ledger_ids.py", effects=(make.effect("database write ids", what="writes rows in"),)),
        *(make.script(f"tools/drop_{number}.py", effects=(make.effect(), job)) for number in range(many))))


def test_what_is_called_by_all_the_words_comes_before_what_does_them_on_the_way(make: Make) -> None:
    assert {one.path for one in meant(_mirrors(make, 7), "ledger sync")[:2]} == {"jobs/sync_db_to_ledger.py", "jobs/sync_ledger_ids.py"}


@pytest.mark.parametrize(("many", "more"), [(7, 4), (4, 1), (3, 0)])
def test_those_that_are_not_shown_are_counted(make: Make, tmp_path: Path, many: int, more: int) -> None:
    with pytest.raises(UsageError) as error:
        asked(_mirrors(make, many), "ledger sync", root=tmp_path)
    told = str(error.value)
    assert len(re.findall(r"(?m)^  [A-Z ]+: \S", told)) == 5
    assert told.endswith(f"\n  ... and {more} more; say more of what it is called or does" if more else "drops the database main") is True


def test_a_name_of_all_the_words_comes_before_one_of_a_single_word(make: Make, tmp_path: Path) -> None:
    changes = (make.effect("database write entries", what="writes rows in"),)
    findings = judge(make.inventory(*(make.script(path, effects=changes) for path in (
        "models/pilot.py", "models/seed/pilot.py", "bin/reset_invalid_pilot_states.py", "bin/reset_pilot.py", "bin/reset_other.py"))))
    for words in ("reset pilot", "run the pilot reset script"):
        with pytest.raises(UsageError) as error:
            asked(findings, words, root=tmp_path)
        told = re.findall(r"(?m)^  [A-Z ]+: (\S+)", str(error.value))
        assert told[:2] == ["bin/reset_pilot.py", "bin/reset_invalid_pilot_states.py"]
    with pytest.raises(UsageError) as error:
        asked(findings, "run the pilot script", root=tmp_path)
    assert re.findall(r"(?m)^  [A-Z ]+: (\S+)", str(error.value))[:2] == ["models/pilot.py", "models/seed/pilot.py"]
