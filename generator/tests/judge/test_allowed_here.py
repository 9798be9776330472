"""May it run here? Silence is an answer only where nothing can happen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handover_generator.checks._run import judge
from handover_generator.model.ownership import Environment, Ownership
from handover_generator.pipeline import explanation

Make = SimpleNamespace


def answer(make: Make, *effects: Any, **more: Any) -> tuple[bool | None, tuple[str, ...]]:
    places = Ownership(environments=tuple(Environment(id=name, at=make.at("handover/p.yml")) for name in ("pilot", "production")))
    found = judge(make.inventory(make.script(effects=effects, **more), ownership=places))
    told = explanation(found, "scripts/a.py", place="production")
    return told.allowed, told.reasons


def test_a_loss_of_which_nobody_spoke(make: Make) -> None:
    guarded = make.effect(guards=(make.guard("confirm"),))
    allowed, reasons = answer(make, guarded)
    assert allowed is False
    assert reasons[0] == "it drops the database main, and nobody stated that it may run here"


def test_a_change_in_that_very_place(make: Make) -> None:
    written = make.effect("database write main", what="updates")
    here = make.Places(reaches=("production",))
    allowed, reasons = answer(make, written, places=here)
    assert allowed is False
    assert reasons[0] == "it reaches production and updates 'main', and nobody stated that it may"


@pytest.mark.parametrize("there", ["pilot", None])
def test_a_change_of_which_nobody_said_where(make: Make, there: str | None) -> None:
    written = make.effect("database write main", what="updates")
    allowed, reasons = answer(make, written, places=make.Places(reaches=(there,) if there else ()))
    assert allowed is False
    assert reasons[0] == "it is on the ask-first list, and nobody stated that it may run here"


def test_reading_there_is_told_as_silence(make: Make) -> None:
    assert answer(make, make.read(), places=make.Places(reaches=("production",)))[0] is None


def test_what_people_stated_wins(make: Make) -> None:
    guarded = make.effect(guards=(make.guard("confirm"),))
    stated = make.Places(safe=("production",), source="handover.yml")
    assert answer(make, guarded, places=stated)[0] is True


@pytest.mark.parametrize(("never", "allowed"), [("produktion", False), ("prodution", False), ("pilot", None), ("moon", None), ("production", False)])
def test_a_misspelt_place_where_it_may_never_run(make: Make, never: str, allowed: bool | None) -> None:
    stated = make.Places(never=(never,), source="handover.yml", at=make.at("handover/scripts.yml", 3))
    found, reasons = answer(make, make.read(), places=stated)
    assert found is allowed
    if never in ("produktion", "prodution"):
        assert reasons[0] == f"'never in {never}' is stated (handover/scripts.yml:3), which is no place here: production may be meant"


def test_one_command_is_answered_for_itself(make: Make) -> None:
    places = Ownership(environments=(Environment(id="production", at=make.at("handover/p.yml")),))
    script = make.script(effects=(make.effect(), make.read()), commands=(make.command("drop", make.effect()), make.command("show", make.read())))
    found = judge(make.inventory(script, ownership=places))
    assert explanation(found, "scripts/a.py", place="production", command="drop").allowed is False
    assert explanation(found, "scripts/a.py", place="production", command="show").allowed is None
