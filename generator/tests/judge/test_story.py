"""The measure of the judgement: would this screen have stopped that hand?"""

from __future__ import annotations

from types import SimpleNamespace

from handover_generator.checks._run import judge
from handover_generator.model.findings import DayOne


def test_the_story_is_told_and_nothing_else(make: SimpleNamespace) -> None:
    findings = judge(make.story())
    verdict = findings.verdicts["scripts/reset_pilot.py"]
    assert verdict.list is DayOne.DO_NOT_RUN
    assert verdict.risk == "critical"
    assert verdict.headline == "Destroys: database main"
    told = " ".join(verdict.because)
    for fact in ("lib/store.py:31", "nothing stands before it", "production", "half production", "nobody who is still there", "No backup"):
        assert fact in told
    assert "safe" not in told.lower()
    rules = {gap.rule for gap in findings.of("scripts/reset_pilot.py")}
    assert rules == {
        "effect-not-mentioned",
        "no-owner",
        "nobody-knows",
        "no-safe-place",
        "mixed-place",
        "production-default",
        "no-confirm",
        "no-output",
        "no-way-back",
    }
    assert verdict.ask == ()


def test_a_frightening_name_is_no_fact(make: SimpleNamespace) -> None:
    findings = judge(make.story())
    verdict = findings.verdicts["scripts/wipe_report.py"]
    assert verdict.list is DayOne.FREE_TO_RUN
    assert verdict.headline == "No destructive effect found; only reads were seen (filesystem)"
    assert verdict.ask[0] == "ada"


def test_the_guarded_script_needs_a_question_first_and_has_no_gap(make: SimpleNamespace) -> None:
    findings = judge(make.guarded())
    verdict = findings.verdicts["scripts/a.py"]
    assert findings.gaps == ()
    assert verdict.list is DayOne.ASK_FIRST
    assert verdict.risk == "medium"
    assert verdict.because[0].endswith("; before it stand a question, a check of the place and a backup.")
    assert "check of the place" in verdict.because[0]


def test_danger_shows_its_factors_and_orders_the_register(make: SimpleNamespace) -> None:
    findings = judge(make.story())
    dangers = [gap.danger for gap in findings.gaps]
    assert dangers == sorted(dangers, reverse=True)
    worst = findings.gaps[0]
    assert [name for name, _, _ in worst.factors] == ["severity", "harm", "reach", "missing documentation", "nobody left"]
    product = 1.0
    for _, value, _ in worst.factors:
        assert 0 < value <= 1
        product *= value
    assert worst.danger == round(1000 * product)
    assert all(why for _, _, why in worst.factors)
