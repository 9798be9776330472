"""Who wrote it, who knows it now, and whether anybody can still be asked."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.analysis.identities import resolve
from handover_generator.analysis.knowledge import script_histories
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import KnowledgeState, ScriptHistory


def told(repo, path: str = "a.sh", *declared, **options) -> ScriptHistory:
    people = repo.people(*declared, **options)
    return script_histories(repo.history(**options), people, [path])[path]


def knowing(history: ScriptHistory) -> list[str]:
    return [knower.name for knower in history.knowers if knower.knows]


def test_two_who_know(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    repo.commit("Marek Novak", "2024-02-01", "M a.sh")
    history = told(repo)
    assert history.state is KnowledgeState.KNOWN
    assert knowing(history) == ["Marek Novak", "Ada Obi"]      # who had it in hand last is asked first


def test_one_who_knows(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    assert told(repo).state is KnowledgeState.SINGLE


def test_faded_is_not_lost(repo) -> None:
    repo.commit("Ada Obi", "2008-01-01", "A a.sh")
    repo.commit("Ada Obi", "2024-01-01", "A other.sh")
    assert told(repo).state is KnowledgeState.FADED
    assert knowing(told(repo)) == []


def test_lost_when_nobody_who_wrote_it_is_there(repo, declare) -> None:
    repo.commit("Marek Novak <marek@x.org>", "2024-01-01", "A a.sh")
    repo.commit("Ada Obi", "2024-02-01", "A other.sh")
    assert told(repo).state is KnowledgeState.SINGLE
    assert told(repo, "a.sh", declare("marek", "Marek Novak", "marek@x.org", left="2024-03-01")).state is KnowledgeState.LOST


def test_silence_for_a_year_is_absence(repo) -> None:
    repo.commit("Marek Novak", "2022-01-01", "A a.sh")
    repo.commit("Ada Obi", "2024-02-01", "A other.sh")
    history = told(repo)
    assert history.state is KnowledgeState.LOST
    assert [(knower.name, knower.present, knower.knows) for knower in history.knowers] == [("Marek Novak", False, False)]


def test_the_last_author_is_not_always_the_knower(repo) -> None:
    repo.commit("Ana Diaz", "2024-01-05", "A a.sh")
    repo.commit("deploy-bot[bot] <b@x.org>", "2024-02-01", "M a.sh")
    history = told(repo)
    assert knowing(history) == ["Ana Diaz"]
    assert [knower.name for knower in history.knowers] == ["Ana Diaz"]
    assert history.last_changed == "2024-02-01"
    assert history.last_effective == "2024-01-05"


def test_a_person_beside_a_program_gets_the_credit(repo) -> None:
    repo.commit("renovate[bot] <r@x.org>", "2024-01-01", "A a.sh", co=("Ada Obi",))
    history = told(repo)
    assert knowing(history) == ["Ada Obi"]
    assert history.knowers[0].creator


def test_a_bulk_edit_makes_nobody_a_writer(repo) -> None:
    repo.commit("Marek Novak", "2018-01-01", "A a.sh")
    repo.commit("Ada Obi", "2024-01-01", "M a.sh", more=400)
    history = told(repo)
    assert history.state is KnowledgeState.LOST
    assert history.last_effective == "2018-01-01"


@pytest.mark.parametrize(("subject", "more", "knows"), [
    ("pyupgrade: automatic removal of Python 2 code", 12, False), ("Run black on everything", 30, False), ("Remove unused imports", 9, False),
    ("Fix lint warnings", 9, False), ("Reformat", 3, True), ("Make the reset ask", 12, True), ("Blacklist old hosts", 12, True)])
def test_who_ran_a_tool_over_many_files_does_not_know_them(repo, subject: str, more: int, knows: bool) -> None:
    """Of few files, or by any other subject, it was work on them."""
    repo.commit("Marek Novak", "2020-01-01", "A a.sh +50")
    repo.commit("Marek Novak", "2024-05-01", "A other.sh")
    repo.commit("Ada Obi", "2024-01-01", "M a.sh +20-20", subject=subject, more=more)
    assert ("Ada Obi" in knowing(told(repo))) is knows


def test_who_imported_the_old_repository_did_not_write_it(repo) -> None:
    repo.commit("Importer One", "2024-01-01", "A a.sh", more=2000)
    repo.commit("Ada Obi", "2024-01-02", "M a.sh")
    assert knowing(told(repo)) == ["Ada Obi"]


def test_a_listed_reformat_changes_nothing(repo) -> None:
    repo.commit("Ada Obi", "2023-01-01", "A a.sh +50")
    repo.commit("Marek Novak", "2023-06-01", "M a.sh +5-5")
    repo.commit("Lin Chen", "2024-01-01", "A z.sh")
    before = told(repo)
    listed = repo.commit("Lin Chen", "2024-01-01", "M a.sh +50-50")
    after = told(repo, ignored=(listed,))
    assert [(k.person, k.score, k.knows) for k in after.knowers if k.person != "lin.chen@example.org"] == [
        (k.person, k.score, k.knows) for k in before.knowers
    ]
    assert (after.state, after.last_effective, knowing(after)) == (before.state, before.last_effective, knowing(before))
    assert told(repo, ignored=(listed[:10],)).state is before.state
    # Not listed, the same commit does count.
    assert told(repo).last_effective == "2024-01-01"


def test_a_rename_changes_nothing_about_who_knows(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh one")
    repo.commit("Marek Novak", "2023-06-01", "M a.sh two")
    before = told(repo)
    repo.commit("Marek Novak", "2023-06-01", "R a.sh b.sh")
    after = told(repo, "b.sh")
    assert (after.state, knowing(after)) == (before.state, knowing(before))
    assert (after.created, after.last_effective, after.former_paths) == ("2020-01-01", "2023-06-01", ("a.sh",))


def test_a_split_identity_joined_by_one_mailmap_line(repo) -> None:
    repo.commit("Ada Obi <ada@x.org>", "2023-01-01", "A a.sh")
    repo.commit("adao <weird@y.org>", "2023-02-01", "M a.sh")
    assert told(repo).state is KnowledgeState.KNOWN
    joined = told(repo, mailmap="Ada Obi <ada@x.org> <weird@y.org>")
    assert joined.state is KnowledgeState.SINGLE
    assert (joined.authors, joined.commits, joined.knowers[0].commits) == (1, 2, 2)


def test_the_formula_by_hand(repo) -> None:
    repo.commit("Ada Obi", "2022-07-10", "A a.sh +50")            # 540 days before the newest
    repo.commit("Marek Novak", "2024-01-01", "M other.sh")
    (ada,) = told(repo).knowers
    assert ada.score == round(1.0 * 2**-1 + 1.5 * 2**-0.5, 4)


def test_effort_counts_where_lines_are_known(repo) -> None:
    repo.commit("Marek Novak", "2024-01-01", "A a.sh +500")
    repo.commit("Ada Obi", "2024-01-01", "M a.sh +1-0")
    scores = {knower.name: knower.score for knower in told(repo).knowers}
    assert scores["Ada Obi"] == round(math.log(2) / math.log(51), 4)
    assert scores["Marek Novak"] == round(2.5 * (1 - 1 / 500), 4)


def test_co_authors_and_reviewers(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh", co=("Marek Novak", "Ada Obi"), reviewed=("Lin Chen", "Marek Novak"))
    history = told(repo)
    assert {knower.name: knower.score for knower in history.knowers} == {"Ada Obi": 2.5, "Marek Novak": 0.5, "Lin Chen": 0.25}
    assert {knower.name: knower.share for knower in history.knowers}["Lin Chen"] == 0
    assert history.authors == 2


def test_shares_are_undecayed(repo) -> None:
    repo.commit("Ada Obi", "2010-01-01", "A a.sh")
    repo.commit("Ada Obi", "2010-01-02", "M a.sh")
    repo.commit("Ada Obi", "2010-01-03", "M a.sh")
    repo.commit("Marek Novak", "2024-01-01", "M a.sh")
    shares = {knower.name: knower.share for knower in told(repo).knowers}
    assert shares == {"Ada Obi": 0.75, "Marek Novak": 0.25}


def test_a_state_that_depends_on_the_half_life_says_so(repo) -> None:
    repo.commit("Ada Obi", "2017-06-01", "A a.sh")
    repo.commit("Ada Obi", "2024-01-01", "A other.sh")
    assert not told(repo).stable
    assert told(repo, "other.sh").stable


def test_cut_history_is_unknown_and_never_lost(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh", boundary=True)
    repo.commit("Marek Novak", "2024-01-02", "M a.sh")
    history = told(repo, shallow=True)
    assert history.state is KnowledgeState.UNKNOWN
    assert history.created is None
    assert history.last_changed == "2024-01-02"


def test_what_history_does_not_name_is_unknown(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    assert told(repo, "untracked.sh") == ScriptHistory()
    assert script_histories(repo.history(), repo.people(), []) == {}


def test_malformed_dates_do_not_stop_the_count(repo) -> None:
    repo.commit("Ada Obi", None, "A a.sh")
    repo.commit("Marek Novak", None, "M a.sh")
    assert told(repo).commits == 2


@given(st.permutations(["c.sh", "a.sh", "b.sh"]), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_paths_does_not_matter(paths: list[str], seed: int) -> None:
    from handover_generator.model.history import Change, Commit, History, Identity

    rng = random.Random(seed)
    authors = [Identity("Ada Obi", "ada@x.org"), Identity("Marek Novak", "m@x.org"), Identity("root", "root@h")]
    commits = []
    for number in range(12):
        who = rng.choice(authors)
        change = Change(rng.choice(paths), "A" if number < 4 else "M", None, 0, str(number), str(number + 1), "100644", "100644")
        commits.append(Commit(str(number), (), who, who, number * 10**7, number * 10**7, "s", (), (), (), (change,)))
    history = History("h", tuple(commits))
    people = resolve(history, Ownership())
    assert script_histories(history, people, paths) == script_histories(history, people, sorted(paths))


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Incident 42: pilot data lost", "incident"),
        ("Dropped the wrong database, restore from backup", "incident"), ('Revert "Add x"', "revert"),
        ('Reapply "Add x"', "reapply"), ('Revert "Revert "Add x""', "reapply"), ("hotfix: quote the path", "hotfix"), ("oops", "hotfix"),
        ("Ask for confirmation before the drop", "changed"), ("Fix typing of option", "changed"),
    ],
)
def test_what_a_subject_tells(repo, subject: str, kind: str) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh")
    commit = repo.commit("Ada Obi", "2022-01-01", "M a.sh", subject=subject)
    told_ = {milestone.commit: milestone.kind for milestone in told(repo).milestones}
    assert told_[commit] == kind


@pytest.mark.parametrize("subject", ["Add option for the region", "Prefix paths", "Update docs", "Refactor", "Incidental cleanup"])
def test_ordinary_subjects_tell_nothing(repo, subject: str) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh")
    repo.commit("Ada Obi", "2022-01-01", "M a.sh", subject=subject)
    assert [milestone.kind for milestone in told(repo).milestones] == ["created"]


def test_a_content_that_comes_back_is_a_revert_and_again_a_reapply(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh one")
    repo.commit("Ada Obi", "2020-02-01", "M a.sh two")
    back = repo.commit("Marek Novak", "2020-03-01", "M a.sh one", subject="put it as it was")
    again = repo.commit("Ada Obi", "2020-04-01", "M a.sh two", subject="now with tests")
    kinds = {milestone.commit: milestone.kind for milestone in told(repo).milestones}
    assert kinds[back] == "revert"
    assert kinds[again] == "reapply"


def test_a_trailer_that_names_the_commit_is_a_revert(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh one")
    bad = repo.commit("Ada Obi", "2020-02-01", "M a.sh two")
    back = repo.commit("Ada Obi", "2020-02-03", "M a.sh three", subject="undo the new default", reverts=(bad[:12],))
    assert {milestone.commit: milestone.kind for milestone in told(repo).milestones}[back] == "revert"


def test_a_repair_by_somebody_else_within_two_days(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh")
    repo.commit("Ada Obi", "2020-05-01T10:00", "M a.sh", subject="new target")
    quick = repo.commit("Marek Novak", "2020-05-02T10:00", "M a.sh", subject="use the right host")
    assert {milestone.commit: milestone.kind for milestone in told(repo).milestones}[quick] == "hotfix"


@pytest.mark.parametrize(("since", "hours", "subject", "author", "kind"), [
    ("2020-05-01", 48, "use the right host", "Marek Novak", "hotfix"),
    ("2020-05-01", 49, "use the right host", "Marek Novak", None),           # two days later it is work like any other
    ("2020-05-01", 24, "use the right host", "Ada Obi", None),               # they go on with their own
    ("2020-05-01", 24, "fix the host", "Ada Obi", "hotfix"),
    ("2020-01-05", 24, "use the right host", "Marek Novak", None),           # it was being made
    ("2020-01-06", 24, "use the right host", "Marek Novak", "hotfix"),       # it was a week old
])  # fmt: skip
def test_what_a_quick_repair_is(repo, since: str, hours: int, subject: str, author: str, kind: str | None) -> None:
    repo.commit("Ada Obi", "2019-12-31T12:00" if since == "2020-01-06" else "2020-01-01", "A a.sh")
    repo.commit("Ada Obi", f"{since}T12:00", "M a.sh", subject="new target")
    then = datetime.fromisoformat(f"{since}T12:00") + timedelta(hours=hours)
    quick = repo.commit(author, then.isoformat(timespec="minutes"), "M a.sh", subject=subject)
    assert {milestone.commit: milestone.kind for milestone in told(repo).milestones}.get(quick) == kind


def test_a_content_from_long_ago_is_a_revert_and_one_that_was_undone_a_reapply(repo) -> None:
    for day, name in enumerate(("one", "two", "three", "one", "three"), start=1):
        last = repo.commit("Ada Obi", f"2020-0{day}-01", f"{'A' if day == 1 else 'M'} a.sh {name}")
    kinds = {milestone.commit: milestone.kind for milestone in told(repo).milestones}
    assert kinds[last] == "reapply"
    assert sorted(kinds.values()) == ["created", "reapply", "revert"]


def test_a_new_name_is_no_revert_though_the_content_is_an_old_one(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A b.sh one")
    repo.commit("Ada Obi", "2020-02-01", "M b.sh two")
    repo.commit("Ada Obi", "2020-03-01", "M b.sh one", subject="as it was")
    moved = repo.commit("Ada Obi", "2020-04-01", "R b.sh a.sh")
    assert {milestone.commit: milestone.kind for milestone in told(repo).milestones}[moved] == "rename"


@pytest.mark.parametrize(("kind", "subject", "most"), [
    ("incident", "outage {}: wiped data", 4), ("revert", 'Revert "Add {}"', 3), ("reapply", 'Reapply "Add {}"', 2), ("hotfix", "hotfix {}", 3),
    ("changed", "fix part {}", 2),
])  # fmt: skip
def test_of_each_kind_so_many_are_told(repo, kind: str, subject: str, most: int) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh")
    made = [repo.commit("Ada Obi", f"2021-0{month}-01", "M a.sh", subject=subject.format(month)) for month in range(1, 10)]
    found = [milestone for milestone in told(repo).milestones if milestone.kind == kind]
    assert [milestone.commit for milestone in found] == made[::-1][:most]                    # the latest of them


def test_what_tells_most_stands_first_and_the_beginning_in_its_place(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh", subject="Add the reset")
    repo.commit("Ada Obi", "2021-01-01", "M a.sh", subject="fix part 1")
    repo.commit("Ada Obi", "2021-02-01", "M a.sh", subject="hotfix: quote the path")
    assert [milestone.kind for milestone in told(repo).milestones] == ["hotfix", "created", "changed"]


def test_few_milestones_the_telling_ones_first_and_the_beginning_among_them(repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.sh", subject="Add the reset")
    for month in range(1, 10):
        repo.commit("Ada Obi", f"2021-0{month}-01", "M a.sh", subject=f"fix part {month}")
        repo.commit("Ada Obi", f"2021-0{month}-15", "M a.sh", subject=f"outage {month}: wiped data")
    milestones = told(repo).milestones
    assert len(milestones) <= 6
    assert milestones[0].kind == "incident"
    assert milestones[0].date == "2021-09-15"
    assert "created" in [milestone.kind for milestone in milestones]


def test_many_commits_are_fast(repo) -> None:
    import time

    from handover_generator.model.history import Change, Commit, History, Identity

    names = [Identity(f"First{i} Last{i}", f"p{i}@x.org") for i in range(100)]
    commits = []
    for number in range(23_000):
        who = names[number % 100]
        changes = tuple(
            Change(f"src/f{(number * 7 + i) % 2000}.py", "M" if number > 700 else "A", None, 0, str(number), str(number + i), "", "")
            for i in range(4)
        )
        time_ = 10**9 + number * 5000
        commits.append(Commit(f"{number:040}", (), who, who, time_, time_, "change things", (), (), (), changes))
    history = History("h", tuple(commits))
    people = resolve(history, Ownership())
    start = time.process_time()
    found = script_histories(history, people, [f"src/f{i}.py" for i in range(200)])
    assert len(found) == 200
    assert time.process_time() - start < 3.0          # a tenth of that on a quiet machine; this only catches a wrong order of growth
