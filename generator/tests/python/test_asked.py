"""Questions that are asked by something nobody could follow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import GuardKind


def confirmed(walked: Walked) -> list[list[bool]]:
    return [[guard.strong for guard in effect.guards if guard.kind is GuardKind.CONFIRM] for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize("asking", [
    "answer = acme.input_choice('Do you want to delete?', [('Yes', 'y'), ('No', 'n')], 'n')",
    "def ask(question):\n    return acme.ui().ask(question)\nanswer = ask('Delete it? [y/N]: ')",
    "answer = acme.ui().confirm('Really?')",
])
def test_what_is_called_like_a_question_and_is_given_one_asks(asking: str, trace: Callable[..., Walked]) -> None:
    assert confirmed(trace(f"import shutil, acme\n{asking}\nif answer == 'y':\n    shutil.rmtree('/srv/pages')\n")) == [[False]]


@pytest.mark.parametrize("asking", [
    "answer = acme.input_choice('the choice', ['y', 'n'])",                 # no question
    "answer = acme.fetch('https://h/find?')",                                 # nothing that asks
    "def ask(question):\n    return 'y'\nanswer = ask('Really?')",          # nobody is asked
])
def test_other_calls_ask_nobody(asking: str, trace: Callable[..., Walked]) -> None:
    assert confirmed(trace(f"import shutil, acme\n{asking}\nif answer == 'y':\n    shutil.rmtree('/srv/pages')\n")) == [[]]
