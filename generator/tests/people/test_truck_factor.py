"""The truck factor, by the published method and by who can still be asked."""

from __future__ import annotations

import pytest

from handover_generator.analysis._program_files import is_program_file
from handover_generator.analysis.knowledge import script_histories
from handover_generator.analysis.truck_factor import of_scripts, truck_factors


def both(repo, *files: str, **options) -> tuple[dict[str, object], dict[str, object]]:
    found = truck_factors(repo.history(**options), repo.people(**options), files)
    return found["avelino"], found["now"]


def test_one_person_holds_all(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.py", "A b.py", "A c.py", "A docs/x.py", "A README.md")
    repo.commit("Marek Novak", "2024-01-02", "M a.py")
    avelino, now = both(repo, "a.py", "b.py", "c.py", "docs/x.py", "README.md")
    assert (avelino["value"], avelino["people"], avelino["shares"], avelino["files"]) == (1, ["ada.obi@example.org"], [1.0], 3)
    assert now["value"] == 1


def test_two_must_go(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.py", "A b.py")
    repo.commit("Marek Novak", "2024-01-02", "A c.py", "A d.py")
    avelino, _ = both(repo, "a.py", "b.py", "c.py", "d.py")
    assert avelino["value"] == 2
    assert avelino["people"] == ["ada.obi@example.org", "marek.novak@example.org"]


def test_a_first_author_stays_one_for_ever_but_is_not_asked_now(repo) -> None:
    repo.commit("Old Hand", "2010-01-01", "A a.py", "A b.py")
    repo.commit("Lin Chen", "2012-01-01", "M a.py", "M b.py")
    repo.commit("Ada Obi", "2024-01-01", "M a.py", "M b.py")
    avelino, now = both(repo, "a.py", "b.py")
    assert "old.hand@example.org" in avelino["people"]
    assert now["people"] == ["ada.obi@example.org"]


def test_if_half_has_nobody_to_begin_with_it_is_nought(repo) -> None:
    repo.commit("Old Hand", "2010-01-01", "A a.py", "A b.py", "A c.py")
    repo.commit("Ada Obi", "2024-01-01", "A d.py")
    _, now = both(repo, "a.py", "b.py", "c.py", "d.py")
    assert (now["value"], now["people"], now["orphans"]) == (0, [], 0.75)


def test_a_second_addition_makes_a_second_creator_and_renames_join_paths(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A old.py one")
    repo.commit("Ada Obi", "2020-01-02", "D old.py")
    repo.commit("Marek Novak", "2021-01-01", "A old.py two")
    repo.commit("Lin Chen", "2022-01-01", "R old.py new.py")
    found = truck_factors(repo.history(), repo.people(), ["new.py"])["avelino"]
    # All of old.py's past counts, whichever file it was; two added it, and the rename is a delivery (3.457 / 4.168 = 0.829).
    assert found["people"] == ["ada.obi@example.org", "lin.chen@example.org", "marek.novak@example.org"]


def test_degree_of_authorship_at_the_edge(repo) -> None:
    # Creator without later changes: 4.391 - 0.321 ln(1 + AC). The other: 3.293 + 0.164 DL. The ratio passes 0.75 the wrong way for the
    # other until DL is 1 (3.457 / 4.168 = 0.829), but the other must reach 3.293, which it does.
    repo.commit("Ada Obi", "2024-01-01", "A a.py")
    repo.commit("Marek Novak", "2024-01-02", "M a.py")
    assert both(repo, "a.py")[0]["value"] == 2
    # Many changes by Marek push Ada under three quarters of the best.
    for day in range(3, 31):
        repo.commit("Marek Novak", f"2024-01-{day:02}", "M a.py")
    assert both(repo, "a.py")[0]["people"] == ["marek.novak@example.org"]


def test_cut_history_gives_no_number(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.py", boundary=True)
    repo.commit("Ada Obi", "2024-01-02", "M a.py")
    assert [answer["value"] for answer in both(repo, "a.py", shallow=True)] == [None, None]


def test_no_files_and_no_history_are_told_and_do_not_fail(repo) -> None:
    assert both(repo)[0] == {"value": 0, "people": [], "shares": [], "files": 0, "orphans": 0.0, "coverage": 0.5}
    repo.commit("Ada Obi", "2024-01-01", "A a.py")
    assert both(repo, "untracked.py")[0]["orphans"] == 1.0


def test_scripts_get_their_own_answer(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A bin/run", "A a.py")
    histories = script_histories(repo.history(), repo.people(), ["bin/run"])
    found = truck_factors(repo.history(), repo.people(), ["bin/run", "a.py"])
    scripts = of_scripts(histories, shallow=False)
    assert (scripts["value"], scripts["files"], found["now"]["files"]) == (1, 1, 1)
    assert of_scripts(histories, shallow=True)["value"] is None


@pytest.mark.parametrize("path", ["a.py", "lib/x.JS", "ops/run.sh", "Makefile", "tests/test_a.py", "packages/core/index.ts"])
def test_program_files(path: str) -> None:
    assert is_program_file(path)


@pytest.mark.parametrize(
    "path",
    ["README.md", "vendor/x.py", "a/node_modules/b.js", "docs/conf.py", "examples/a.py", "static/jquery-1.2.js", "app.min.js", "x.png",
     "test/fixtures/a.js", "data.json"],
)
def test_other_files(path: str) -> None:
    assert not is_program_file(path)
