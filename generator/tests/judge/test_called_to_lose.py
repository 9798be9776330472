"""What was not understood and bears the name of a loss is named among the reasons, not only counted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handover_generator.analysis.unknowns import called_to_lose, loss_said
from handover_generator.checks._run import judge
from handover_generator.model.behaviour import Unknown

Make = SimpleNamespace
_WHY = ", which the catalogue does not describe"


@pytest.mark.parametrize(("line", "said"), [
    ("delete -a shop --yes", " delete"), ("db drop", " db drop"), ("drop-all", " drop-all"), ("db:purge now", " db:purge"),
    ("status", ""),
    ("show delete-plan.txt", ""), ("--delete x", ""), ("Delete", ""), ("deleted", ""), ("undelete x", ""), ("a b delete", ""), ("", ""),
])
def test_a_sub_command_that_says_it(line: str, said: str) -> None:
    assert loss_said(line.split()) == said


def test_a_word_that_is_not_known_says_nothing() -> None:
    assert loss_said([None, "delete"]) == ""


@pytest.mark.parametrize(("kind", "detail", "named"), [
    ("unmodelled-command", "runs shopctl db drop, which the catalogue does not describe", "shopctl db drop (scripts/a.py:9)"),
    ("unmodelled-command", "runs shopctl, which the catalogue does not describe", None),
    ("unmodelled-package", "shelf.rows().filter().delete()", "delete() (scripts/a.py:9)"),
    ("unmodelled-package", "shelf.purge_all()", "purge_all() (scripts/a.py:9)"),
    ("unmodelled-package", "shelf.delete().status()", None),
    ("unmodelled-package", "shelf.deleted()", None),
    ("dynamic-call", "delete(): what is called is not known", None),
])
def test_what_is_called_so(make: Make, kind: str, detail: str, named: str | None) -> None:
    assert called_to_lose([Unknown(kind=kind, at=make.at("scripts/a.py", 9), detail=detail)]) == named


def test_the_reasons_name_it(make: Make) -> None:
    unknowns = (Unknown(kind="unmodelled-command", at=make.at("scripts/a.py", 3), detail=f"runs other{_WHY}"),
                Unknown(kind="unmodelled-command", at=make.at("scripts/a.py", 9), detail=f"runs shopctl delete{_WHY}"))
    asks = judge(make.inventory(make.script(effects=(make.read(),), unknowns=unknowns))).verdicts["scripts/a.py"]
    assert asks.because[0] == "Not everything could be seen: 2 calls not understood, among them shopctl delete (scripts/a.py:9)."
    loses = judge(make.inventory(make.script(effects=(make.effect(),), unknowns=unknowns))).verdicts["scripts/a.py"]
    assert "It also calls shopctl delete (scripts/a.py:9), which was not understood." in loses.because
    silent = judge(make.inventory(make.script(effects=(make.read(),), unknowns=unknowns[:1]))).verdicts["scripts/a.py"]
    assert silent.because[0] == "Not everything could be seen: 1 call not understood."


def test_the_only_one_is_named_as_such(make: Make) -> None:
    unknowns = (Unknown(kind="unmodelled-command", at=make.at("scripts/a.py", 9), detail=f"runs shopctl delete{_WHY}"),)
    found = judge(make.inventory(make.script(effects=(make.read(),), unknowns=unknowns))).verdicts["scripts/a.py"]
    assert found.because[0] == "Not everything could be seen: 1 call not understood, namely shopctl delete (scripts/a.py:9)."
