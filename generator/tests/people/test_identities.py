"""Who is who: joined where the evidence carries, apart where it does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis._mailmap import Mailmap
from handover_generator.analysis._names import full_name, is_bot
from handover_generator.analysis.identities import resolve
from handover_generator.model.history import Identity
from handover_generator.model.ownership import Ownership
from handover_generator.records import replace


@pytest.mark.parametrize(
    ("line", "name", "email", "expected"),
    [
        ("Ada Obi <ada@x.org>", "ada", "ADA@x.org", ("Ada Obi", "ADA@x.org")),
        ("<ada@x.org> <old@x.org>", "ada", "old@x.org", ("ada", "ada@x.org")),
        ("Ada Obi <ada@x.org> <old@x.org>", "ada", "Old@X.org", ("Ada Obi", "ada@x.org")),
        ("Ada Obi <ada@x.org> Shared Box <dev@x.org>", "shared box", "dev@x.org", ("Ada Obi", "ada@x.org")),
        ("Ada Obi <ada@x.org> Shared Box <dev@x.org>", "Marek Novak", "dev@x.org", ("Marek Novak", "dev@x.org")),
        ("# Ada Obi <ada@x.org> <old@x.org>", "ada", "old@x.org", ("ada", "old@x.org")),
        ("nonsense without brackets", "ada", "old@x.org", ("ada", "old@x.org")),
    ],
)
def test_all_forms_of_a_mailmap_line(line: str, name: str, email: str, expected: tuple[str, str]) -> None:
    assert Mailmap(line).apply(Identity(name, email)) == Identity(*expected)


def test_mailmap_is_not_chained_and_the_last_line_wins() -> None:
    mailmap = Mailmap("<b@x.org> <a@x.org>\n<c@x.org> <b@x.org>\nFirst <a@x.org>\nSecond <a@x.org>")
    assert mailmap.apply(Identity("n", "a@x.org")) == Identity("Second", "b@x.org")


@given(st.text(max_size=200))
def test_no_mailmap_text_fails(text: str) -> None:
    Mailmap(text).apply(Identity("a", "b@c"))


def test_one_person_under_many_spellings(repo) -> None:
    repo.commit("Ada Obi <ada@work.org>", "2024-01-01", "A a")
    repo.commit("ada.obi <ada@home.org>", "2024-02-01", "M a")
    repo.commit("Obi, Adá <ada@third.org>", "2024-03-01", "M a")
    repo.commit("aobi <ADA@work.org>", "2024-04-01", "M a")
    repo.commit("adaobi <77+adaobi@users.noreply.github.com>", "2024-05-01", "M a")
    repo.commit("adaobi <adaobi@users.noreply.github.com>", "2024-05-02", "M a")
    repo.commit("adaobi <ada@work.org>", "2024-05-03", "M a")
    assert [person.id for person in repo.people().people] == ["ada@work.org"]


@pytest.mark.parametrize("name", ["root", "ubuntu", "Your Name", "admin", "Ubuntu"])
def test_generic_names_join_nobody(repo, name: str) -> None:
    repo.commit(f"{name} <{name.split()[0].lower()}@host1>", "2024-01-01", "A a")
    repo.commit(f"{name} <{name.split()[0].lower()}@host2>", "2024-01-02", "M a")
    people = repo.people().people
    assert len(people) == 2
    assert not any(person.present for person in people)
    assert all("shared account" in person.absent_because for person in people)


def test_an_address_shared_by_many_belongs_to_none_of_them(repo) -> None:
    for name in ("Ada Obi", "Marek Novak", "Lin Chen"):
        repo.commit(f"{name} <backend-desk@x.org>", "2024-01-01", "A a")
        repo.commit(f"{name} <{name.split()[0].lower()}@x.org>", "2024-01-02", "M a")
    assert sorted(person.name for person in repo.people().people) == ["Ada Obi", "Lin Chen", "Marek Novak"]


def test_a_mistyped_trailer_does_not_join_two_people(repo) -> None:
    for day in ("2024-01-01", "2024-01-02", "2024-01-03"):
        repo.commit("Ada Obi <ada@x.org>", day, "M a")
        repo.commit("Marek Novak <marek@x.org>", day, "M a")
    repo.commit("Lin Chen <lin@x.org>", "2024-01-04", "M a", co=("Marek Novak <ada@x.org>",))
    people = repo.people()
    assert sorted(person.name for person in people.people) == ["Ada Obi", "Lin Chen", "Marek Novak"]
    assert people.of(Identity("Marek Novak", "ada@x.org")) == "marek@x.org"


def test_a_name_changed_by_marriage_stays_one_person(repo) -> None:
    repo.commit("Ada Obi <ada@x.org>", "2020-01-01", "A a")
    repo.commit("Ada Lindqvist <ada@x.org>", "2024-01-01", "M a")
    (person,) = repo.people().people
    assert person.name == "Ada Lindqvist"


def test_one_word_names_join_nobody_but_the_same_handle_on_two_hosts_does(repo) -> None:
    repo.commit("Chris <c1@x.org>", "2024-01-01", "A a")
    repo.commit("Chris <c2@y.org>", "2024-01-01", "M a")
    repo.commit("ZyX <kp-pav@x.org>", "2024-01-01", "M a")
    repo.commit("ZyX <kp-pav@y.org>", "2024-01-01", "M a")
    assert [person.name for person in repo.people().people].count("Chris") == 2
    assert [person.name for person in repo.people().people].count("ZyX") == 1


def test_an_account_name_that_two_people_use_joins_neither(repo) -> None:
    repo.commit("adaobi <a@x.org>", "2024-01-01", "A a")
    repo.commit("Other One <adaobi@y.org>", "2024-01-01", "M a")
    repo.commit("X <1+adaobi@users.noreply.github.com>", "2024-01-01", "M a")
    assert len(repo.people().people) == 3


@pytest.mark.parametrize(("name", "one"), [("ada99", True), ("ada-obi", True), ("AdaObi", True), ("alexander", False), ("Ada99", True)])
def test_all_who_commit_under_the_name_of_an_account_are_its_owner(repo, name: str, one: bool) -> None:
    """A name that only an account can have joins four addresses; one that two people may have joins none of them."""
    repo.commit(f"{name} <1+{name.lower()}@users.noreply.github.com>", "2024-01-01", "M a")
    for number, address in enumerate(("me@x.org", "git@y.org", "mail@z.org")):
        repo.commit(f"{name} <{address}>", f"2024-02-0{number + 1}", "M a")
    people = repo.people().people
    assert (len(people) == 1) is one


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"), ("pyup-bot", "github-bot@pyup.io"),
        ("GitHub", "noreply@github.com"), ("Library Bot", "x@y.org"), ("CocosRobot", "c@y.org"), ("release-bot", "r@y.org"),
        ("Some Helper 4.6", "noreply@vendor.example"), ("Renovate Bot", "bot@renovateapp.com"), ("GitHub Actions", "a@y.org"),
    ],
)
def test_programs_are_told(name: str, email: str) -> None:
    assert is_bot(name, email)


@pytest.mark.parametrize(
    ("name", "email"),
    [("Jean Talbot", "talbot@x.org"), ("rajbot", "raj@x.org"), ("Abbot", "abbot@x.org"), ("Ada Obi", "1+ada@users.noreply.github.com"),
     ("Claude Monet", "claude@x.org"), ("Devin Smith", "devin@x.org"), ("Robert Taylor-Smith", "r@x.org")],
)
def test_people_whose_names_sound_like_programs_stay_people(name: str, email: str) -> None:
    assert not is_bot(name, email)


def test_a_declared_person_gathers_everything_and_declared_people_stay_apart(repo, declare) -> None:
    repo.commit("Ada Obi <ada@x.org>", "2024-01-01", "A a")
    repo.commit("Ada Obi <ada@home.org>", "2024-01-01", "M a")
    repo.commit("A. O. <old@x.org>", "2024-01-01", "M a")
    people = repo.people(declare("ada", "Ada Obi", "ada@x.org"), declare("ada2", "Ada Obi", "ada@home.org", "OLD@x.org"))
    assert people.of(Identity("Ada Obi", "ada@x.org")) == "ada"
    assert people.of(Identity("Ada Obi", "ada@home.org")) == "ada2"
    assert people.of(Identity("A. O.", "old@x.org")) == "ada2"
    assert [person.id for person in people.people] == ["ada", "ada2"]


def test_a_declared_name_is_enough_where_it_is_one_persons(repo, declare) -> None:
    repo.commit("Marek Novak <somewhere@z.org>", "2024-01-01", "A a")
    people = repo.people(declare("marek", "Marek Novak"))
    assert people.of(Identity("Marek Novak", "somewhere@z.org")) == "marek"


def test_presence_counts_from_the_newest_commit_and_any_activity(repo) -> None:
    repo.commit("Old Hand <old@x.org>", "2015-01-01", "A a")
    repo.commit("Helper One <helper@x.org>", "2015-01-01", "M a")
    repo.commit("Ada Obi <ada@x.org>", "2018-01-01", "M a", co=("Helper One <helper@x.org>",))
    people = repo.people().by_id
    assert people["ada@x.org"].present
    assert people["helper@x.org"].present
    assert not people["old@x.org"].present
    assert people["old@x.org"].absent_because == "no recorded activity since 2015-01-01"


def test_left_outranks_activity_and_a_leaving_day_to_come_does_not(repo, declare) -> None:
    repo.commit("Marek Novak <marek@x.org>", "2024-01-01", "A a")
    marek = declare("marek", "Marek Novak", "marek@x.org", left="2024-02-01")
    gone = repo.people(marek).by_id["marek"]
    assert not gone.present
    assert gone.absent_because == "left on 2024-02-01 (handover/people.yml:2)"
    assert repo.people(marek, today="2024-01-15").by_id["marek"].present
    assert not repo.people(marek, today="2024-02-01").by_id["marek"].present


def test_somebody_declared_whom_history_never_saw_is_no_absentee(repo, declare) -> None:
    repo.commit("Ada Obi <ada@x.org>", "2024-01-01", "A a")
    new = repo.people(declare("new", "New Person", "new@x.org")).by_id["new"]
    assert new.present
    assert new.last_active is None


def test_a_clock_that_ran_ahead_keeps_nobody_present(repo) -> None:
    repo.commit("Fast Clock <f@x.org>", "2015-01-01", "A a")
    repo.commits[-1] = repo.commits[-1]._replace(author_time=4_000_000_000)
    repo.commit("Ada Obi <ada@x.org>", "2020-01-01", "M a")
    assert repo.people().by_id["f@x.org"].last_active == "2020-01-01"


def test_a_trailer_without_an_address_names_only_full_names(repo) -> None:
    repo.commit("Ada Obi <ada@x.org>", "2024-01-01", "A a", co=(": @one and @two <>", "Marek Novak <>", "lin <>"))
    assert [person.name for person in repo.people().people] == ["Marek Novak", "Ada Obi"]


def test_no_dates_and_no_names_are_no_reason_to_fail(repo) -> None:
    repo.commit(" <>", None, "A a")
    people = repo.people()
    assert [person.name for person in people.people] == ["nobody"]
    assert not people.people[0].present
    assert resolve(replace(repo.history(), commits=()), Ownership()).people == ()


@given(st.randoms(use_true_random=False))
def test_the_order_of_commits_of_one_day_does_not_matter(rng: random.Random) -> None:
    from handover_generator.model.history import Commit, History

    names = [("Ada Obi", "ada@x.org"), ("ada obi", "a@y.org"), ("adaobi", "1+adaobi@users.noreply.github.com"), ("adaobi", "a@y.org"),
             ("root", "root@h"), ("Marek Novak", "m@x.org"), ("Marek Novak", "ada@x.org"), ("dependabot[bot]", "d@x.org")]
    commits = [
        Commit(str(i), (), Identity(*who), Identity(*who), 1_700_000_000, 1_700_000_000, "s", (), (), (), ()) for i, who in enumerate(names)
    ]
    usual = resolve(History("h", tuple(commits)), Ownership())
    rng.shuffle(commits)
    other = resolve(History("h", tuple(commits)), Ownership())
    assert other.people == usual.people
    assert other.ids == usual.ids


def test_full_names_need_two_words() -> None:
    assert full_name("Ada Obi") == full_name("OBI, ada") == ("ada", "obi")
    assert full_name("Ada") is None
    assert full_name("A B") is None
    assert full_name("host7.example root") is None
