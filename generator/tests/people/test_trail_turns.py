"""What happened to the files through which a script does its harm is told with the file."""

from __future__ import annotations

import pytest

from handover_generator.analysis.knowledge import script_histories
from handover_generator.analysis.trail_turns import with_trail_turns
from handover_generator.model.people import Milestone
from handover_generator.records import replace


@pytest.fixture
def told(repo, script, drops):
    def tell(*effects, more: tuple[str, ...] = ()) -> list[Milestone]:
        repo.commit("Ada Obi", "2020-01-01", "A run.py", "A lib/store.py", "A lib/other.py")
        repo.commit("Ada Obi", "2021-01-01", "M lib/store.py", subject="hotfix: quote the name")
        repo.commit("Ada Obi", "2021-03-01", "M lib/other.py", subject="hotfix: elsewhere")
        repo.commit("Ada Obi", "2021-05-01", "M lib/store.py", subject="say more")
        repo.commit("Marek Novak", "2021-05-02", "M lib/store.py", subject="black ./lib")        # within two days, by another
        for subject in more:
            repo.commit("Ada Obi", "2022-01-01", "M lib/store.py", subject=subject)
        people = repo.people()
        made = script("run.py", effects=effects, history=script_histories(repo.history(), people, ["run.py"])["run.py"])
        (found,) = with_trail_turns([made], repo.history(), people)
        return list(found.history.milestones)
    return tell


def test_the_turns_of_the_file_that_does_the_harm(told, drops) -> None:
    first, last = told(drops("orders", "lib/store.py"))
    assert (first.kind, first.path, first.subject) == ("hotfix", "lib/store.py", "hotfix: quote the name")
    assert (last.kind, last.path) == ("created", None)


def test_a_file_that_is_only_read_through_tells_nothing(told, drops) -> None:
    assert [stone.kind for stone in told(replace(drops("orders", "lib/store.py"), destructive=False))] == ["created"]


def test_the_worst_come_first_and_they_are_few(told, drops) -> None:
    stones = told(drops("orders", "lib/store.py"), more=("incident: orders lost in production", "Revert \"say more\""))
    assert [stone.kind for stone in stones] == ["incident", "revert", "created"]


def test_what_the_script_tells_already_is_not_told_again(repo, script, drops) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A run.py", "A lib/store.py")
    repo.commit("Ada Obi", "2021-01-01", "M run.py", "M lib/store.py", subject="hotfix both")
    people = repo.people()
    made = script("run.py", effects=(drops("orders", "lib/store.py"),), history=script_histories(repo.history(), people, ["run.py"])["run.py"])
    assert with_trail_turns([made], repo.history(), people) == [made]


def test_the_subject_of_a_merge_is_that_of_its_branch(repo, script) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A run.py")
    merge = repo.commit("Ada Obi", "2021-01-01", "M run.py", subject="Merge branch 'hotfix/orders'")
    repo.commits[-1] = repo.commits[-1]._replace(parents=(repo.commits[0].id, "f" * 40))
    stones = script_histories(repo.history(), repo.people(), ["run.py"])["run.py"].milestones
    assert merge not in [stone.commit for stone in stones]
