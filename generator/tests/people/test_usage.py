"""In use, dormant, vestigial, cannot tell; with the evidence both ways."""

from __future__ import annotations

import pytest

from handover_generator.analysis.usage import usage_of
from handover_generator.model.inventory import HOLDS_RECIPES, Starter
from handover_generator.model.people import Copy, KnowledgeState, ScriptHistory

NEWEST = "2024-06-01"


def last(day: str | None, state: KnowledgeState = KnowledgeState.SINGLE) -> ScriptHistory:
    return ScriptHistory(last_effective=day, state=state)


def starter(kind: str, path: str = "x", schedule: str | None = None) -> Starter:
    return Starter(path=path, line=3, kind=kind, schedule=schedule)


@pytest.mark.parametrize("kind", ["cron", "ci", "systemd", "compose", "k8s", "celery", "procfile"])
def test_what_starts_by_itself_is_in_use_whatever_its_age(script, kind: str) -> None:
    told = usage_of(script("a.sh", history=last("2010-01-01"), called_from=(starter(kind),)), [], NEWEST)
    assert told.state == "in-use"
    assert "x:3" in told.for_use[0]
    assert any("2010-01-01" in sentence for sentence in told.against)


def test_called_by_one_in_use_over_two_hops(script) -> None:
    scripts = [
        script("a.sh", history=last("2010-01-01"), called_from=(starter("script", "b.sh"),)),
        script("b.sh", called_from=(starter("script", "c.sh"),)),
        script("c.sh", called_from=(starter("cron"),)),
    ]
    assert usage_of(scripts[0], scripts, NEWEST).state == "in-use"


def test_two_that_only_call_each_other_prove_nothing(script) -> None:
    scripts = [
        script("a.sh", history=last("2010-01-01", KnowledgeState.LOST), called_from=(starter("script", "b.sh"),)),
        script("b.sh", history=last("2010-01-01"), called_from=(starter("script", "a.sh"),)),
    ]
    told = usage_of(scripts[0], scripts, NEWEST)
    assert told.state == "dormant"
    assert any("nothing shows that this one is in use" in sentence for sentence in told.against)


def test_recent_work_without_a_starter(script) -> None:
    assert usage_of(script("a.sh", history=last("2024-03-01")), [], NEWEST).state == "in-use"
    assert usage_of(script("a.sh", history=last("2023-08-01")), [], NEWEST).state == "dormant"
    assert usage_of(script("a.sh", history=last("2023-08-01"), called_from=(starter("make"),)), [], NEWEST).state == "in-use"


def test_vestigial_needs_a_sign_that_its_time_is_over(script) -> None:
    old = script("a.sh", history=last("2020-01-01"))
    assert usage_of(old, [], NEWEST).state == "dormant"
    lost = script("a.sh", history=last("2020-01-01", KnowledgeState.LOST))
    assert usage_of(lost, [], NEWEST).state == "vestigial"
    kin = script("b.sh", history=last("2024-05-01"))
    superseded = script("a.sh", history=last("2020-01-01"), copies=(Copy(path="b.sh", similarity=0.9),))
    told = usage_of(superseded, [superseded, kin], NEWEST)
    assert told.state == "vestigial"
    assert any("b.sh" in sentence for sentence in told.against)


def test_a_copy_for_another_target_takes_nobodys_place(script, drops) -> None:
    kin = script("b.sh", history=last("2024-05-01"), called_from=(starter("cron"),), effects=(drops("pilot_b"),))
    old = script("a.sh", history=last("2020-01-01"), copies=(Copy(path="b.sh", similarity=0.9),), effects=(drops("pilot_a"),))
    told = usage_of(old, [old, kin], NEWEST)
    assert told.state == "dormant"
    assert not any("b.sh" in sentence for sentence in told.against)


def test_a_mention_keeps_it_from_being_vestigial(script) -> None:
    named = script("a.sh", history=last("2018-01-01", KnowledgeState.LOST), called_from=(starter("docs", "README.md"),))
    told = usage_of(named, [], NEWEST)
    assert told.state == "dormant"
    assert told.for_use == ("It is named in README.md:3.",)
    assert "Nothing in the repository starts it." in told.against


def test_without_history_nobody_can_tell(script) -> None:
    assert usage_of(script("a.sh"), [], NEWEST).state == "cannot-tell"
    assert usage_of(script("a.sh", called_from=(starter("ci"),)), [], NEWEST).state == "in-use"


def test_it_never_says_that_something_can_go(script) -> None:
    starters = ((), (starter("docs"),), (starter("cron"),))
    days = (None, "2010-01-01", "2024-05-01")
    scripts = [
        script("a.sh", history=last(day, state), called_from=calls) for day in days for state in KnowledgeState for calls in starters
    ]
    for one in scripts:
        told = usage_of(one, [], NEWEST)
        for sentence in (*told.for_use, *told.against):
            assert not any(word in sentence.lower() for word in ("safe", "delete", "remove", "unused", "dead"))
            assert sentence.endswith(".")


def test_long_lists_are_counted(script) -> None:
    many = tuple(starter("ci", f"w{i}.yml") for i in range(9))
    told = usage_of(script("a.sh", called_from=many), [], NEWEST)
    assert "And 5 more of that sort." in told.for_use


def test_nobody_needs_to_start_a_file_of_recipes(script) -> None:
    lost = ScriptHistory(last_effective="2020-01-01", state=KnowledgeState.LOST)
    told = usage_of(script("Makefile", history=lost, because=(HOLDS_RECIPES,)), [], NEWEST)
    assert told.state == "dormant"
    assert "Nothing in the repository starts it." not in told.against
    assert usage_of(script("Makefile", history=lost), [], NEWEST).state == "vestigial"
