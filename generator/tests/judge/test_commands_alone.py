"""A file that does several things by name: what holds of one of them alone, and what of the file as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from handover_generator.analysis.commands_alone import by_itself
from handover_generator.checks._run import judge
from handover_generator.checks._verdict import at_least
from handover_generator.model.findings import DayOne, Verdict
from handover_generator.model.inventory import Places, Starter
from handover_generator.model.location import Location
from handover_generator.records import replace


@pytest.mark.parametrize(("started", "told"), [("wipe", "wipe"), ("jobs.wipe", "wipe"), ("jobs.other", ""), ("", "")])
def test_what_starts_one_command_does_not_start_the_others(make: Any, started: str, told: str) -> None:
    wipe, show = make.command("wipe", make.effect()), make.command("show", make.read())
    starter = Starter(path="crontab", line=1, kind="cron", command=started)
    script = replace(make.script(effects=(make.effect(), make.read()), commands=(wipe, show)), called_from=(starter,))
    assert by_itself(script, wipe).called_from == (starter,)
    assert by_itself(script, show).called_from == (() if told else (starter,))


def test_a_command_reaches_what_it_touches_itself(make: Any) -> None:
    far, near = replace(make.effect(), target="live-db", at=Location("a.py", 5)), replace(make.effect(), target="b", at=Location("a.py", 9))
    wipe, show = make.command("wipe", far), make.command("show", replace(near, at=Location("a.py", 12)))
    evidence = (("production", "says so", Location("a.py", 5)), ("test", "says so too", Location("a.py", 9)))
    places = Places(reaches=("production", "test"), reach_evidence=evidence)
    script = replace(make.script(effects=(far, near), commands=(wipe, show)), places=places)
    assert by_itself(script, wipe).places.reaches == ("production",)
    assert by_itself(script, show).places.reaches == ("test",)                      # the same thing is touched, at another line


def _verdict(chosen: DayOne, risk: str) -> Verdict:
    return Verdict(list=chosen, risk=risk, headline="", because=("It drops shop.",), ask=())


@pytest.mark.parametrize(("file", "worst", "told"), [
    ((DayOne.DO_NOT_RUN, "high"), (DayOne.DO_NOT_RUN, "critical"), (DayOne.DO_NOT_RUN, "critical", "It drops shop.")),
    ((DayOne.DO_NOT_RUN, "critical"), (DayOne.DO_NOT_RUN, "high"), (DayOne.DO_NOT_RUN, "critical", "It drops shop.")),
    ((DayOne.ASK_FIRST, "medium"), (DayOne.DO_NOT_RUN, "high"), (DayOne.DO_NOT_RUN, "high", "Its command worst: It drops shop.")),
    ((DayOne.DO_NOT_RUN, "high"), (DayOne.ASK_FIRST, "medium"), (DayOne.DO_NOT_RUN, "high", "It drops shop.")),
])
def test_a_file_is_no_milder_than_the_worst_of_its_commands(file: Any, worst: Any, told: Any) -> None:
    found = at_least(_verdict(*file), {"calm": _verdict(DayOne.FREE_TO_RUN, "low"), "worst": _verdict(*worst)})
    assert (found.list, found.risk, *found.because) == told


def test_the_verdict_on_a_file_is_asked_of_its_commands(make: Any) -> None:
    asked = make.script(effects=(make.read(),), commands=(make.command("wipe", make.effect()), make.command("show", make.read())))
    findings = judge(make.inventory(asked))
    of_command = {command.name: verdict for command, verdict in findings.commands_of(asked)}
    assert findings.verdicts[asked.path].list is of_command["wipe"].list is DayOne.DO_NOT_RUN
