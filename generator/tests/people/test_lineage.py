"""The lives of files: renames move, copies fork, deletions close."""

from __future__ import annotations

from handover_generator.analysis._lineage import lineages


def test_a_rename_carries_the_past_along(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a.sh one")
    repo.commit("Ada", "2020-01-02", "R a.sh b.sh")
    repo.commit("Ada", "2020-01-03", "R b.sh ops/c.sh two")
    life = lineages(repo.history(), ["ops/c.sh"])["ops/c.sh"]
    assert life.former == ["a.sh", "b.sh"]
    assert len(life.touches) == 3
    assert life.born


def test_a_path_used_again_is_another_life(repo) -> None:
    repo.commit("Ada", "2018-01-01", "A a.sh one")
    repo.commit("Ada", "2018-06-01", "D a.sh")
    repo.commit("Marek", "2020-01-01", "A a.sh other")
    life = lineages(repo.history(), ["a.sh"])["a.sh"]
    assert [touch.commit.author.name for touch in life.touches] == ["Marek"]


def test_a_deletion_taken_back_is_the_same_life(repo) -> None:
    repo.commit("Ada", "2018-01-01", "A a.sh one")
    repo.commit("Marek", "2018-06-01", "D a.sh")
    repo.commit("Lin", "2020-01-01", "A a.sh one")
    assert len(lineages(repo.history(), ["a.sh"])["a.sh"].touches) == 2


def test_the_same_author_may_change_the_mind_within_a_month(repo) -> None:
    repo.commit("Ada", "2018-01-01", "A a.sh one")
    repo.commit("Ada", "2018-06-01", "D a.sh")
    repo.commit("Ada", "2018-06-10", "A a.sh other")
    repo.commit("Ada", "2018-08-01", "D a.sh")
    repo.commit("Ada", "2019-06-10", "A a.sh third")
    assert len(lineages(repo.history(), ["a.sh"])["a.sh"].touches) == 1


def test_two_files_may_change_places(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one", "A b two")
    repo.commit("Marek", "2020-01-02", "R a b one", "R b a two")
    lives = lineages(repo.history(), ["a", "b"])
    assert lives["a"].touches[0].change.path == "b"
    assert lives["b"].touches[0].change.path == "a"


def test_renamed_away_and_made_anew_in_one_commit(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one")
    repo.commit("Marek", "2020-01-02", "R a b", "A a other")
    lives = lineages(repo.history(), ["a", "b"])
    assert [touch.commit.author.name for touch in lives["a"].touches] == ["Marek"]
    assert [touch.commit.author.name for touch in lives["b"].touches] == ["Ada", "Marek"]


def test_a_chain_of_renames_in_one_commit(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one", "A b two")
    repo.commit("Marek", "2020-01-02", "R b c", "R a b")
    lives = lineages(repo.history(), ["b", "c"])
    assert lives["c"].touches[0].change.path == "b"
    assert lives["b"].touches[0].change.path == "a"


def test_a_change_on_a_branch_that_had_not_seen_the_rename(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one")
    repo.commit("Ada", "2020-01-02", "R a b")
    repo.commit("Marek", "2020-01-02", "M a two")
    assert len(lineages(repo.history(), ["b"])["b"].touches) == 3


def test_a_copy_forks_and_names_its_source(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one")
    copied = repo.commit("Marek", "2021-01-01", "C a b two")
    same = repo.commit("Lin", "2022-01-01", "A c one")
    lives = lineages(repo.history(), ["a", "b", "c"])
    assert lives["b"].parent is lives["a"]
    assert (lives["b"].copied_from, lives["b"].copied_in.id) == ("a", copied)
    assert lives["c"].parent is lives["a"]
    assert (lives["c"].copied_from, lives["c"].copied_in.id) == ("a", same)
    assert len(lives["a"].touches) == 1


def test_boundaries_of_a_shallow_clone_say_nothing(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one", boundary=True)
    repo.commit("Marek", "2020-01-02", "M a two")
    life = lineages(repo.history(shallow=True), ["a"])["a"]
    assert len(life.touches) == 1
    assert not life.born


def test_a_path_that_history_does_not_name(repo) -> None:
    repo.commit("Ada", "2020-01-01", "A a one")
    assert lineages(repo.history(), ["new.sh"]) == {}
