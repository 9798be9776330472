"""What one of two kin does, asks and repaired and the other does not, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from handover_generator.analysis._differences import differences, missed_fixes
from handover_generator.analysis._lineage import lineages
from handover_generator.analysis._tokens import tokens_of
from handover_generator.model.behaviour import Action
from handover_generator.model.inventory import Effect
from handover_generator.model.location import CallStep, Location


def effect(action: Action, resource: str, target: str | None, path: str = "lib.py", line: int = 3, *, destructive: bool = False,
           via: tuple[CallStep, ...] = ()) -> Effect:
    return Effect(resource=resource, action=action, destructive=destructive, what="does it", target=target, at=Location(path, line), via=via)


def told(script: Any, mine: tuple[Effect, ...], theirs: tuple[Effect, ...]) -> tuple[str, ...]:
    return differences(script("a.py", effects=mine), script("b.py", effects=theirs), [], [], {})


def test_the_same_done_to_another_target_is_one_sentence_with_a_line_of_each(script) -> None:
    here = effect(Action.WRITE, "database", "orders", via=(CallStep("a.py", 7, "main"),))
    there = effect(Action.WRITE, "database", "users", via=(CallStep("b.py", 9, "main"),))
    assert told(script, (here,), (there,)) == ("This script writes database orders (a.py:7), b.py database users (b.py:9).",)


def test_a_target_that_nobody_knows_is_told_as_that(script) -> None:
    (sentence,) = told(script, (effect(Action.SEND, "queue", None),), (effect(Action.SEND, "queue", "mails", "b.py", 4),))
    assert sentence == "This script sends to queue with a computed name (lib.py:3), b.py queue mails (b.py:4)."


def test_what_one_of_them_does_besides_is_told_of_it(script) -> None:
    orders, users = (effect(Action.DELETE, "database", name, destructive=True) for name in ("orders", "users"))
    assert len(told(script, (orders, users), (orders,))) == 1
    assert told(script, (orders, users), (orders,))[0].startswith("This script ")
    assert told(script, (orders,), (orders, users))[0].startswith("b.py ")
    assert told(script, (orders,), (orders,)) == ()


def test_each_of_the_others_effects_stands_against_one_of_ours(script) -> None:
    mine = tuple(effect(Action.WRITE, "cache", name) for name in ("a", "b"))
    sentences = told(script, mine, (effect(Action.WRITE, "cache", "c"),))
    assert [sentence.endswith("b.py does not.") for sentence in sentences] == [False, True]


def test_reading_is_no_difference_unless_something_is_lost(script) -> None:
    assert told(script, (effect(Action.READ, "database", "orders"),), ()) == ()
    assert len(told(script, (effect(Action.READ, "queue", "mails", destructive=True),), ())) == 1


def test_constants_differ_at_like_places_and_each_pair_is_told_once(script) -> None:
    def compared(mine: str, theirs: str) -> tuple[str, ...]:
        return differences(script("a.py"), script("b.py"), tokens_of(mine, "python"), tokens_of(theirs, "python"), {})

    text = 'open("{name}", {size})\nread("{name}")\n'
    assert compared(text.format(name="x", size=1), text.format(name="y", size=1)) == ('"x" (line 1) is "y" in b.py:1.',)
    assert compared(text.format(name="x", size=1), text.format(name="x", size=20)) == ("1 (line 1) is 20 in b.py:1.",)
    assert compared(text.format(name="x", size=1), text.format(name="x", size=1)) == ()


BROKEN, MENDED = 'rm -rf "$TARGET"/cache\n', 'rm -rf "${TARGET:?}"/cache\n'


@pytest.mark.parametrize(("now", "flaw"), [
    ("echo other things\n" + BROKEN, 2),                       # the flaw is there, at its line
    (MENDED, None),                                            # it was mended otherwise
    ("echo done\n", None),                                     # nothing like it is there
])  # fmt: skip
def test_a_fix_is_missed_where_its_flaw_stands(repo, script, now: str, flaw: int | None) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh now", "A b.sh broken")
    fix = repo.commit("Ada Obi", "2024-02-01", "M b.sh mended", subject="Fix the path")
    lives = lineages(repo.history(), ["a.sh", "b.sh"])
    versions = {repo.blob("now"): now, repo.blob("broken"): BROKEN, repo.blob("mended"): MENDED}
    found = missed_fixes(script("a.sh", "shell"), script("b.sh", "shell"), lives, versions)
    assert [(each.commit, each.at.line) for each in found] == ([(fix, flaw)] if flaw is not None else [])


def test_a_fix_of_both_or_from_before_the_copy_is_not_missed(repo, script) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A b.sh broken")
    repo.commit("Ada Obi", "2024-01-02", "M b.sh older", subject="Fix the path")
    repo.commit("Ada Obi", "2024-01-03", "A a.sh now")
    repo.commit("Ada Obi", "2024-02-01", "M b.sh mended", "M a.sh now2", subject="Fix the path of both")
    lives = lineages(repo.history(), ["a.sh", "b.sh"])
    sentences = differences(script("a.sh", "shell"), script("b.sh", "shell"), [], [], lives)
    assert not [sentence for sentence in sentences if sentence.startswith("Commit")]


def test_a_kin_without_a_history_has_repaired_nothing(repo, script) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh now")
    lives = lineages(repo.history(), ["a.sh"])
    assert differences(script("a.sh", "shell"), script("b.sh", "shell"), [], [], lives) == ()


def test_more_than_a_few_repairs_are_not_told(repo, script) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh now", "A b.sh v0")
    for number in range(1, 6):
        repo.commit("Ada Obi", f"2024-02-0{number}", f"M b.sh v{number}", subject=f"Fix part {number}")
    lives = lineages(repo.history(), ["a.sh", "b.sh"])
    sentences = differences(script("a.sh", "shell"), script("b.sh", "shell"), [], [], lives)
    assert [sentence.partition('"')[2][:10] for sentence in sentences] == ["Fix part 3", "Fix part 4", "Fix part 5"]
