"""Who is proposed as the second person, by which evidence, and who comes first among several."""

from __future__ import annotations

from typing import Any

import pytest

from handover_generator.analysis.proposals import Candidates
from handover_generator.model.people import Copy, Knower, Person, ScriptHistory

ADA, LIN, MAREK = "ada", "lin", "marek"
EVERYBODY = tuple(Person(id=name, name=name, present=True) for name in (ADA, LIN, MAREK))


def knower(person: str, score: float = 1.0, *, knows: bool = True, commits: int = 1, creator: bool = False) -> Knower:
    return Knower(person=person, name=person.title(), knowledge=1.0, score=score, share=0.5, commits=commits, last="2024-01-05", creator=creator,
                  knows=knows)


def proposed(scripts: dict[str, Any], path: str, script: Any, people: tuple[Person, ...] = EVERYBODY, without: tuple[str, ...] = ()) -> Any:
    made = [script(each, **fields) for each, fields in scripts.items()]
    best = Candidates.of(made, people).best(next(each for each in made if each.path == path), without)
    return None if best is None else (best.person, best.because)


def known(*knowers: Knower) -> dict[str, Any]:
    return {"history": ScriptHistory(knowers=knowers)}


@pytest.mark.parametrize(("changes", "creator", "words"), [
    (1, True, "wrote it on 2024-01-05"),
    (2, True, "wrote it and changed it once, on 2024-01-05"),
    (3, True, "wrote it and changed it 2 times, last on 2024-01-05"),
    (1, False, "changed it once, on 2024-01-05"),
    (2, False, "changed it 2 times, last on 2024-01-05"),
])  # fmt: skip
def test_what_somebody_did_to_it_in_words(script, changes: int, creator: bool, words: str) -> None:
    assert proposed({"a.sh": known(knower(ADA, commits=changes, creator=creator))}, "a.sh", script) == (ADA, words)


def test_who_knows_it_now_comes_before_who_wrote_more_of_it_once(script) -> None:
    own = known(knower(ADA, 9.0, knows=False), knower(LIN, 1.0), knower(MAREK, 2.0))
    assert proposed({"a.sh": own}, "a.sh", script)[0] == MAREK
    assert proposed({"a.sh": own}, "a.sh", script, without=(MAREK,))[0] == LIN
    assert proposed({"a.sh": own}, "a.sh", script, without=(MAREK, LIN))[0] == ADA


def test_who_has_no_commit_of_it_is_not_proposed_for_having_one(script) -> None:
    assert proposed({"a.sh": known(knower(ADA, commits=0))}, "a.sh", script) is None


def test_programs_and_people_who_are_gone_are_never_proposed(script) -> None:
    own = known(knower(ADA), knower(LIN))
    people = (Person(id=ADA, name="deploy", present=True, bot=True), Person(id=LIN, name="Lin", present=False))
    assert proposed({"a.sh": own}, "a.sh", script, people) is None


def test_a_copy_that_is_more_alike_says_more(script) -> None:
    scripts = {
        "a.sh": {"copies": (Copy(path="b.sh", similarity=0.5), Copy(path="c.sh", similarity=0.9))},
        "b.sh": known(knower(ADA)), "c.sh": known(knower(LIN), knower(MAREK, 9.0, knows=False)),
    }
    assert proposed(scripts, "a.sh", script) == (LIN, "knows c.sh, which shares its text")


def test_who_knows_more_of_the_scripts_beside_it_comes_first(script) -> None:
    scripts = {
        "ops/a.sh": {}, "ops/b.sh": known(knower(ADA, 9.0), knower(LIN)), "ops/c.sh": known(knower(LIN), knower(MAREK, 9.0, knows=False)),
        "d.sh": known(knower(MAREK)),
    }
    assert proposed(scripts, "ops/a.sh", script) == (LIN, "knows 2 of the 2 other scripts in ops/")
    assert proposed(scripts, "ops/a.sh", script, without=(LIN,)) == (ADA, "knows 1 of the 2 other scripts in ops/")
    assert proposed(scripts, "ops/a.sh", script, without=(LIN, ADA)) is None


def test_of_two_who_know_as_many_the_better_knower_and_then_the_name_decides(script) -> None:
    scripts = {"a.sh": {}, "b.sh": known(knower(LIN, 2.0), knower(ADA, 1.0))}
    assert proposed(scripts, "a.sh", script) == (LIN, "knows the other script at the top of the repository")
    scripts["b.sh"] = known(knower(LIN), knower(ADA))
    assert proposed(scripts, "a.sh", script)[0] == ADA
