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


_PLACES = ("import os\nimport shutil\nimport sys\nPLACE = os.environ.get('ENVIRONMENT', 'development')\nif {test}:\n{first}else:\n{second}"
           "shutil.rmtree('/srv/media')\n")
_QUESTION = "    answer = input('sure? ')\n    if answer != 'y':\n        sys.exit('nothing done')\n"
_QUESTIONS = "    for text in ['sure? ', 'really? ']:\n        answer = input(text)\n        if answer != 'y':\n            sys.exit('nothing done')\n"


@pytest.mark.parametrize(("script", "asked"), [
    (_PLACES.format(test="ENVIRONMENT != 'development'", first=_QUESTION, second="    print('go')\n"), True),
    (_PLACES.format(test="'development' not in ENVIRONMENT", first=_QUESTIONS, second="    print('go')\n"), True),
    (_PLACES.format(test="ENVIRONMENT == 'development'", first="    print('go')\n", second=_QUESTION), True),
    (_PLACES.format(test="ENVIRONMENT != 'development'", first=_QUESTION, second="    print('go')\n").replace("import sys\n", ""), True),
    (_PLACES.format(test="len(sys.argv) > 2", first=_QUESTION, second="    print('go')\n"), False),
    (_PLACES.format(test="ENVIRONMENT != 'development'", first="    print('x')\n", second="    print('go')\n"), False),
])
def test_a_question_in_all_places_but_one_is_passed_by_there_alone(script: str, asked: bool, trace) -> None:
    effect = next(effect for effect in trace(script).effects if effect.target == "/srv/media")
    questions = [guard for guard in effect.guards if guard.kind is GuardKind.CONFIRM]
    assert bool(questions) is asked
    assert all(guard.bypass and "development" in guard.bypass for guard in questions)


def test_each_question_of_a_list_is_asked(trace) -> None:
    script = "import shutil\nimport sys\nfor text in ['sure? ', 'really? ']:\n    if input(text) != 'y':\n        sys.exit()\nshutil.rmtree('/srv/media')\n"
    effect = next(effect for effect in trace(script).effects if effect.target == "/srv/media")
    assert any(guard.kind is GuardKind.CONFIRM for guard in effect.guards)
