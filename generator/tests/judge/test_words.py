"""Sentences as a newcomer reads them: where the target stands, what stands before the harm, when it starts, whom to ask."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis._phrases import of_command, third_person, with_target
from handover_generator.analysis.describing import said
from handover_generator.analysis.lamps import LAMPS, lamps
from handover_generator.analysis.reach import still_reachable
from handover_generator.analysis.unknowns import word_of
from handover_generator.checks._run import judge
from handover_generator.model.explanation import Explanation
from handover_generator.model.inventory import Inventory, Starter
from handover_generator.model.location import Location
from handover_generator.model.rendering import Format
from handover_generator.registry import members
from handover_generator.renderers._schedules import in_words
from handover_generator.renderers.formats._words import STATE_WORDS, lamp_words

Make: TypeAlias = SimpleNamespace


@pytest.mark.parametrize(("words", "target", "told"), [
    ("deletes a folder with all that is in it", "/srv/x", "deletes a folder '/srv/x' with all that is in it"),
    ("deletes a row and what hangs on it", "Advisor", "deletes a row in Advisor and what hangs on it"),
    ("deletes rows", "users", "deletes rows in users"),
    ("deletes rows and what hangs on them", "Advisor", "deletes rows in Advisor and what hangs on them"),
    ("deletes documents in bulk", "users", "deletes documents in users in bulk"),
    ("deletes files on a remote host", "/srv/x", "deletes files '/srv/x' on a remote host"),
    ("deletes a file", "/srv/x", "deletes a file '/srv/x'"),
    ("drops the database", "main", "drops the database main"),
    ("drops the database main", "main", "drops the database main"),
    ("copies to", "app1:/srv", "copies to app1:/srv"),
    ("sends an HTTP request", "https://x", "sends an HTTP request to https://x"),
    ("sends mail", "ops@x", "sends mail to ops@x"),
    ("sends mail", "the user", "sends mail to the user"),
    ("sends mail", "addresses in Owner", "sends mail to addresses in Owner"),
    ("pushes production to origin", "origin production", "pushes production to origin"),
    ("throws away uncommitted changes", "the repository", "throws away uncommitted changes in the repository"),
    ("runs a command in a container", "web", "runs a command in a container 'web'"),
    ("takes a job off a list of jobs", "mail", "takes a job off a list of jobs 'mail'"),
])  # fmt: skip
def test_the_target_stands_where_it_reads_well(words: str, target: str, told: str) -> None:
    assert with_target(words, target) == told


@given(st.text(max_size=400), st.text(min_size=1, max_size=80))
def test_no_target_is_lost(words: str, target: str) -> None:
    told = with_target(words, target)
    assert all(part in told for part in target.split())


def test_the_folder_called_dot_is_no_full_stop(make: Make) -> None:
    effect = make.effect("container execute .", what="runs build for .", destructive=False)
    assert said(make.script(effects=(effect,)), effect) == "runs build for ."
    ended = make.effect("database delete main", what="drops the database.")
    assert said(make.script(effects=(ended,)), ended) == "drops the database main"


def test_what_runs_unseen_is_named_where_it_is_known(make: Make) -> None:
    effect = make.effect("database execute", what="runs something that cannot be seen", destructive=False, where=("scripts/a.py", 9))
    held = "runs what ${1} holds, which is not in the repository"
    unknown = make.Unknown(kind="dynamic-sql", at=Location("scripts/a.py", 9), detail=held)
    elsewhere = make.Unknown(kind="dynamic-sql", at=Location("scripts/a.py", 8), detail="runs another thing")
    script = make.script(effects=(effect,), unknowns=(elsewhere, unknown))
    verdict = judge(make.inventory(script)).verdicts["scripts/a.py"]
    assert verdict.headline.startswith("Runs what could not be looked into: what ${1} holds, which is not in the repository (database)")
    assert f"It {held} (scripts/a.py:9)." in verdict.because
    assert "target computed" not in verdict.headline


def test_guards_have_one_name_each(make: Make) -> None:
    """No code word of a guard reaches a sentence, and a backup on the way is told with the others."""
    guards = tuple(make.guard(kind, line=line) for line, kind in enumerate(("confirm", "dry_run", "env_check", "backup"), start=2))
    script = make.script(effects=(make.effect(guards=guards),), guards=guards)
    because = judge(make.inventory(script)).verdicts["scripts/a.py"].because[0]
    assert because.endswith("; before it stand a question, a dry run, a check of the place and a backup.")
    words = [told for _, told in lamp_words(script)]
    assert [told.split(":")[0] for told in words] == [label for _, label in LAMPS]
    assert words[0].startswith("asks: yes (")
    assert words[3] == "reports: no"
    assert set(STATE_WORDS) >= {lamp.state for lamp in lamps(script)}
    assert "off" not in STATE_WORDS.values()


def _gone(make: Make, **more: Any) -> Inventory:
    facts = make.OwnerFacts(owner="marek", source="CODEOWNERS", people=("marek",), gone=("marek",), at=Location("CODEOWNERS", 2))
    people = (
        make.person("ada", reach="#backend"),
        make.person("marek", present=False, left="2026-09-01", absent_because="left on 2026-09-01", **more),
    )
    script = make.script(effects=(make.effect(),), ownership=facts, history=make.ScriptHistory(knowers=(make.knower("ada"),)))
    return make.inventory(script, people=people)


def test_who_left_and_can_be_reached_is_named_beside_who_is_there(make: Make) -> None:
    inventory = _gone(make, reach="phone until December")
    findings = judge(inventory)
    (gap,) = (gap for gap in findings.gaps if gap.rule == "owner-left")
    assert gap.action.startswith("Ask Marek (phone until December) while it is possible, and name somebody who is there. Add to ")
    assert gap.ask == "ada"
    assert gap.message.startswith("CODEOWNERS:2 names marek as owner")
    assert "  " not in gap.action
    text = _told(Explanation(findings=findings, script=inventory.scripts[0]))
    assert "Ask: Ada (#backend)\nLeft, but can still be reached: Marek (phone until December)\n" in text


def test_who_left_without_a_word_is_nobody_to_ask(make: Make) -> None:
    inventory = _gone(make)
    assert still_reachable(inventory, inventory.scripts[0]) == ()
    findings = judge(inventory)
    (gap,) = (gap for gap in findings.gaps if gap.rule == "owner-left")
    assert gap.action.startswith("Add to ")
    assert "can still be reached" not in _told(Explanation(findings=findings, script=inventory.scripts[0]))


def test_schedules_are_told_in_words_with_their_zone(make: Make) -> None:
    starters = (
        make.Starter(path="ops/crontab", line=3, kind="cron", schedule="30 2 * * *", zone="Europe/Berlin"),
        make.Starter(path="ops/crontab", line=4, kind="cron", schedule="0 3 * * 1"),
        make.Starter(path="ops/x.timer", line=2, kind="systemd", schedule="Mon *-*-* 03:00:00"),
    )
    inventory = make.inventory(make.script(effects=(make.effect(),), called_from=starters))
    text = _told(Explanation(findings=judge(inventory), script=inventory.scripts[0]))
    assert "Started by: ops/crontab:3 (cron, at 02:30, every day; 30 2 * * *, time zone Europe/Berlin)" in text
    assert "0 3 * * 1, time zone not stated)" in text
    assert "Started by: ops/x.timer:2 (systemd, Mon *-*-* 03:00:00, time zone not stated)" in text


def test_a_reason_in_brackets_begins_small(make: Make) -> None:
    usage = make.Usage(state="dormant", against=("Nothing in the repository starts it.",))
    findings = judge(make.inventory(make.script(effects=(make.effect(),), usage=usage)))
    (gap,) = (gap for gap in findings.gaps if gap.rule == "vestigial-destructive")
    assert "dormant (nothing in the repository starts it), and" in gap.message


def _told(explanation: Explanation) -> str:
    one = next(f for f in members("handover_generator.renderers.formats", "FORMAT", Format) if (f.command, f.name) == ("explain", "text"))
    return str(one.render(explanation))


@pytest.mark.parametrize(("verb", "told"), [
    ("delete", "deletes"), ("detach", "detaches"), ("publish", "publishes"), ("pass", "passes"), ("copy", "copies"), ("destroy", "destroys"),
])
def test_what_somebody_does(verb: str, told: str) -> None:
    assert third_person(verb) == told


@pytest.mark.parametrize(("words", "target", "said"), [
    ("starts a server: {target}", "a server", "starts a server"), ("starts a server: {target}", "app:app", "starts a server: app:app"),
    ("removes {target}", "a", "removes a"), ("runs destroy for {target}", "${?}", "runs destroy"), ("removes {target}", "${?}/x", "removes ${?}/x"),
])
def test_a_command_does_not_say_twice_what_it_does_it_to(words: str, target: str, said: str) -> None:
    assert of_command(words, "", target) == said


def test_schedules_in_words() -> None:
    assert in_words("0,15,30,45 * * * *") is not None
    assert in_words("every 63 minutes") == "Every 63 minutes"
    assert in_words("1 * * * *") == "At 1 minute past the hour, every hour, every day"
    assert in_words("timedelta(minutes=often())") is None


def test_kinds_of_what_is_not_understood_are_plain_in_the_plural() -> None:
    assert (word_of("unresolved-call"), word_of("unresolved-call", 22)) == ("call that leads nowhere known", "calls that lead nowhere known")
    assert word_of("unresolved-import", 2) == "imports that lead nowhere"
    assert word_of("unmodelled-package", 2) == "calls of packages nothing is known of"


def test_people_who_are_told_to_run_it_are_no_starter_and_not_left_out(make: Make) -> None:
    def text(*rows: Starter) -> str:
        findings = judge(make.inventory(make.script(called_from=rows)))
        return _told(Explanation(findings=findings, script=findings.inventory.scripts[0]))

    told = make.Starter(path="README.md", line=100, kind="docs", told=True)
    named = make.Starter(path="docs/old.md", line=3, kind="docs")
    cron = make.Starter(path="ops/crontab", line=3, kind="cron", schedule="30 2 * * *")
    assert "Started by: nothing that was found; people are told to run it in README.md:100\n" in text(told, named)
    assert "Started by: nothing that was found; it is named in docs/old.md:3\n" in text(named)
    assert "Started by: nothing that was found\n" in text()
    assert "time zone not stated)\n            people are told to run it in README.md:100\n" in text(cron, told)
    assert "docs/old.md" not in text(cron, named).split("What it does")[0].split("Started by")[1]
