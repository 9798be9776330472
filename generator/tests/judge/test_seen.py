"""Since when a gap is there: told where history shows it, else unknown with a reason."""

from __future__ import annotations

from types import SimpleNamespace

from handover_generator.checks._run import judge
from handover_generator.model.findings import FirstSeen, Since
from handover_generator.model.people import Arrival, Milestone, ScriptHistory
from handover_generator.records import replace

Make = SimpleNamespace


def _seen(make: Make, rule: str, history: ScriptHistory) -> FirstSeen:
    effect = make.effect(where=("scripts/a.py", 7), via=())
    script = replace(make.script("scripts/a.py", effects=(effect,)), history=history)
    found = judge(make.inventory(script))
    return next(gap for gap in found.gaps if gap.rule == rule).first_seen


def test_a_gap_with_a_line_is_as_old_as_the_line(make: Make) -> None:
    history = ScriptHistory(created="2019-01-01", arrivals=(Arrival(line=7, commit="c" * 40, date="2021-02-03"),))
    seen = _seen(make, "no-confirm", history)
    assert (seen.since, seen.date, seen.commit) == (Since.ON, "2021-02-03", "c" * 40)


def test_a_question_that_was_taken_away_later_counts_from_then(make: Make) -> None:
    gone = Milestone(commit="d" * 40, date="2022-05-05", author="Ada Obi", subject="faster", kind="guard removed")
    history = ScriptHistory(created="2019-01-01", milestones=(gone,), arrivals=(Arrival(line=7, commit="c" * 40, date="2021-02-03"),))
    assert (_seen(make, "no-confirm", history).date, _seen(make, "no-way-back", history).date) == ("2022-05-05", "2021-02-03")


def test_a_bound_is_told_as_one(make: Make) -> None:
    history = ScriptHistory(arrivals=(Arrival(line=7, commit="c" * 40, date="2021-02-03", exact=False),))
    assert _seen(make, "no-confirm", history).since is Since.BY


def test_what_is_absent_cannot_be_older_than_the_script(make: Make) -> None:
    seen = _seen(make, "no-safe-place", ScriptHistory(created="2019-01-01"))
    assert (seen.since, seen.date, seen.commit) == (Since.NOT_BEFORE, "2019-01-01", None)
    later = ScriptHistory(created="2019-01-01", arrivals=(Arrival(line=7, commit="c" * 40, date="2021-02-03"),))
    assert _seen(make, "no-safe-place", later).date == "2021-02-03"           # there was no harm to forbid before


def test_unknown_has_a_reason(make: Make) -> None:
    seen = _seen(make, "no-safe-place", ScriptHistory())
    assert (seen.since, seen.date) == (Since.UNKNOWN, None)
    assert seen.why
