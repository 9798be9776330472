"""Which commits brought and took away guards and harm."""

from __future__ import annotations

import pytest

from handover_generator.analysis._lineage import lineages
from handover_generator.analysis.knowledge import script_histories
from handover_generator.analysis.turns import with_turns

PLAIN = "import shop\nshop.connect()\nprint('done')\n"
HARM = "import shop\nshop.connect()\nshop.drop_collection('orders')\nprint('done')\n"
ASKS = "import shop\nshop.connect()\nif input('Really wipe it?') != 'yes': raise SystemExit\nshop.drop_collection('orders')\nprint('done')\n"
REWRITTEN = ASKS.replace("if input('Really wipe it?') != 'yes': raise SystemExit", "if input('Really wipe it?') != 'y': raise SystemExit")


@pytest.fixture
def told(repo, script, drops, confirm):
    def tell(*texts: str, guards: tuple[int, ...] = (), harm: tuple[int, ...] = (), elsewhere: bool = False, many: int = 0) -> list[tuple[str, str]]:
        ids = {}
        for number in range(len(texts)):
            others = [f"M other{number}-{other}" for other in range(many)] if number else []
            ids[repo.commit("Ada Obi", f"2020-0{number + 1}-01", f"{'M' if number else 'A'} a.py v{number}", *others,
                            subject=f"step {number}")] = f"step {number}"
        people = repo.people()
        history = repo.history()
        asks = tuple(confirm("a.py", line) for line in guards) + ((confirm("lib/base.py", 4),) if elsewhere else ())
        made = script("a.py", guards=asks, effects=tuple(drops("orders", "a.py", line) for line in harm),
                      history=script_histories(history, people, ["a.py"])["a.py"])
        versions = {repo.blob(f"v{number}"): text for number, text in enumerate(texts)}
        (found,) = with_turns([made], lineages(history, ["a.py"]), people, versions)
        return [(stone.kind, stone.subject) for stone in found.history.milestones if stone.kind in ("guard added", "guard removed", "harm added")]
    return tell


def test_who_brought_the_question_and_the_harm(told) -> None:
    assert told(PLAIN, HARM, ASKS, guards=(3,), harm=(4,)) == [("guard added", "step 2"), ("harm added", "step 1")]


def test_a_line_only_rewritten_was_not_brought_then(told) -> None:
    assert told(ASKS, REWRITTEN, guards=(3,), harm=(4,)) == []


def test_what_was_there_from_the_beginning_has_no_turn(told) -> None:
    assert told(ASKS, ASKS + "\nprint('more')\n", guards=(3,), harm=(4,)) == []


def test_who_took_the_question_away(told) -> None:
    assert told(ASKS, HARM, harm=(3,)) == [("guard removed", "step 1")]


def test_a_question_that_moved_to_another_file_was_not_taken_away(told) -> None:
    assert told(ASKS, HARM, harm=(3,), elsewhere=True) == []


def test_a_question_in_a_comment_is_none(told) -> None:
    assert told("# input('Really?')\n" + HARM, HARM, harm=(3,)) == []


def test_a_bulk_edit_brings_nothing(told) -> None:
    assert told(HARM, ASKS, guards=(3,), harm=(4,), many=60) == []


def test_versions_that_are_not_at_hand_are_passed_over(told, repo, script) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.py v0")
    one = script("a.py")
    assert with_turns([one], lineages(repo.history(), ["a.py"]), repo.people(), {}) == [one]
    assert with_turns([script("gone.py")], {}, repo.people(), {}) == [script("gone.py")]
