"""Which source counts, whom a written owner means, who is gone, and who could be the second."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis.owners import Owners, covering_roles, owner_facts
from handover_generator.model.inventory import OwnerFacts
from handover_generator.model.location import Location
from handover_generator.model.ownership import OtherOwner, Ownership, Role
from handover_generator.model.people import Knower, Person, ScriptHistory
from handover_generator.model.source import Claim, Claims

Load = Callable[..., Ownership]
PATH = "scripts/reset.py"
ADA = Person(id="ada", name="Ada Obi", emails=("ada@example.org", "7+adao@users.noreply.github.com"), present=True)
MAREK = Person(
    id="marek", name="Marek Novák", emails=("mn@example.org",), present=False, absent_because="left on 2026-09-01", left="2026-09-01"
)
LIN = Person(id="lin@example.org", name="Lin Chou", emails=("lin@example.org",), present=True)
BOT = Person(id="renovate", name="renovate[bot]", emails=("bot@example.org",), present=True, bot=True)
PEOPLE = (ADA, LIN, MAREK, BOT)


def header(text: str) -> Claims:
    return Claims(sections=(("owner", Claim(text=text, at=Location(PATH, 3), source="docstring")),))


def codeowner(*owners: str, source: str = "CODEOWNERS", path: str = PATH) -> OtherOwner:
    return OtherOwner(path=path, owners=owners, at=Location(source, 2), source=source)


def facts(
    ownership: Ownership | None = None, claims: Claims | None = None, others: tuple[OtherOwner, ...] = (), knowers: tuple[Knower, ...] = ()
) -> OwnerFacts:
    return owner_facts(PATH, claims or Claims(), ownership or Ownership(), others, PEOPLE, ScriptHistory(knowers=knowers))


ENTRY = (
    "people: {ada: {}, marek: {}}\nroles: {backend: {holder: marek, covers: ['scripts/**']}}\nscripts: {scripts/reset.py: {owner: ada}}\n"
)
ROLE = "people: {ada: {}, marek: {}}\nroles: {backend: {holder: marek, covers: ['scripts/**']}}\n"


def test_precedence(load: Load) -> None:
    all_others = (codeowner("@lin"), codeowner("group:default/payments", source="catalog-info"))
    first = facts(load(ENTRY), header("lin@example.org"), all_others)
    assert (first.owner, first.source, first.people, first.gone) == ("ada", "handover.yml", ("ada",), ())
    assert first.at == Location("handover/all.yml", 3)
    assert [(source, owner) for source, owner, _ in first.others] == [
        ("role", "backend"), ("header", "lin@example.org"), ("CODEOWNERS", "@lin"), ("catalog-info", "group:default/payments")]  # fmt: skip
    second = facts(load(ROLE), header("lin@example.org"), all_others)
    assert (second.owner, second.source, second.people, second.gone) == ("backend", "role", ("marek",), ("marek",))
    third = facts(None, header("Lin Chou"), all_others)
    assert (third.owner, third.source, third.others[0][0]) == ("lin@example.org", "header", "catalog-info")
    assert facts(None, None, all_others).source == "CODEOWNERS"
    assert facts(None, None, all_others[1:]).owner == "group:default/payments"
    assert facts() == OwnerFacts()


def test_other_paths_say_nothing() -> None:
    assert facts(None, None, (codeowner("@lin", path="scripts/other.py"),)) == OwnerFacts()


@pytest.mark.parametrize(("written", "person"), [
    ("@ada", "ada"), ("@adao", "ada"), ("@AdaObi", "ada"), ("@ada-obi", "ada"), ("ada@example.org", "ada"), ("ADA@EXAMPLE.ORG", "ada"),
    ("Ada Obi", "ada"), ("Obi, Ada <old@else.org>", "ada"), ("Marek Novak", "marek"), ("@mnovak", "marek"), ("user:default/marek", "marek"),
    ("marek", "marek"), ("@lin", "lin@example.org"),
])  # fmt: skip
def test_whom_a_written_owner_means(written: str, person: str) -> None:
    found = facts(None, None, (codeowner(written),))
    assert (found.owner, found.people) == (person, (person,))
    assert found.gone == (("marek",) if person == "marek" else ())


@pytest.mark.parametrize(
    "written", ["@stranger", "@org/ada", "group:default/ada", "@bot", "nobody@example.org", "the platform team", "@renovate-bot", "@ad"]
)
def test_what_means_nobody_stays_as_written(written: str) -> None:
    found = facts(None, None, (codeowner(written),))
    assert (found.owner, found.people, found.gone) == (written, (), ())


def test_a_team_handle_means_the_role_of_that_name(load: Load) -> None:
    for written in ("@org/backend", "@backend", "group:default/backend", "backend"):
        found = facts(load(ROLE.replace("'scripts/**'", "")), None, (codeowner(written),))
        assert (found.owner, found.people, found.gone) == ("backend", ("marek",), ("marek",))


def test_a_handle_that_fits_two_people_means_neither() -> None:
    twin = Person(id="ada2", name="Ada Obi", emails=("ada@else.org",), present=True)
    found = owner_facts(PATH, Claims(), Ownership(), [codeowner("@ada-obi")], [ADA, twin], ScriptHistory())
    assert (found.owner, found.people) == ("@ada-obi", ())


def test_sources_that_mean_the_same_do_not_disagree(load: Load) -> None:
    agreeing = (codeowner("@adaobi"), codeowner("user:ada", source="catalog-info"))
    assert facts(load(ENTRY.replace("'scripts/**'", "")), header("Ada Obi <ada@example.org>"), agreeing).others == ()
    # The role's holder is named: that is the role.
    assert facts(load(ROLE), None, (codeowner("@marek"),)).others == ()
    assert facts(load(ROLE), None, (codeowner("@adaobi"),)).others == (("CODEOWNERS", "@adaobi", Location("CODEOWNERS", 2)),)


def test_of_several_owners_the_one_who_is_there_is_named() -> None:
    found = facts(None, None, (codeowner("@marek", "@ada"),))
    assert (found.owner, found.people, found.gone) == ("ada", ("marek", "ada"), ("marek",))
    assert facts(None, header("marek, Ada Obi")).people == ("marek", "ada")


def test_a_declared_person_without_commits_can_be_gone(load: Load) -> None:
    stated = load("people: {eve: {left: 2026-01-01}, ivo: {}}\nscripts: {scripts/reset.py: {owner: eve}}\n")
    assert facts(stated).gone == ("eve",)
    assert facts(load("people: {ivo: {}}\nscripts: {scripts/reset.py: {owner: ivo}}\n")).gone == ()


def test_asking_path_by_path_mixes_nothing_up() -> None:
    first, second = (codeowner("@ada"),), (codeowner("@lin"),)
    asked = [owner_facts(PATH, Claims(), Ownership(), others, PEOPLE, ScriptHistory()).owner for others in (first, second, first, first)]
    assert asked == ["ada", "lin@example.org", "ada", "ada"]


def knower(person: str, score: float, *, present: bool = True, knows: bool = True) -> Knower:
    return Knower(
        person=person, name=person, knowledge=score, score=score, share=0.2, commits=2, last="2026-01-02", present=present, knows=knows
    )


def test_the_second_person() -> None:
    knowers = (knower("marek", 9.0, present=False), knower("ada", 3.0), knower("lin@example.org", 1.0), knower("renovate", 8.0))
    assert facts(None, None, (codeowner("@ada"),), knowers).second == "lin@example.org"
    proposed = facts(None, None, (), knowers)
    assert (proposed.owner, proposed.second, proposed.second_because) == (None, "ada", "2 commits to it, the last on 2026-01-02")
    faded = facts(None, None, (codeowner("@marek"),), (knower("lin@example.org", 0.1, knows=False),))
    assert "not much of it may be left in memory" in faded.second_because
    assert facts(None, None, (codeowner("@ada"),), knowers[:2]).second is None


def role(name: str, *covers: str) -> Role:
    return Role(id=name, at=Location("handover/all.yml", 1), covers=covers)


def test_the_most_specific_role_covers() -> None:
    roles = [role("all", "**"), role("ops", "scripts/**"), role("data", "*.sql", "!scripts/**"), role("odd", "[z-a]", "!", "\\")]
    assert [found.id for found, _ in covering_roles(PATH, roles)] == ["ops", "all"]
    assert [found.id for found, _ in covering_roles("x/a.sql", roles)] == ["data", "all"]
    assert [found.id for found, _ in covering_roles("scripts/a.sql", roles)] == ["ops", "all"]


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_any_words_are_resolved_and_order_does_not_matter(words: str, patterns: list[str]) -> None:
    ownership = Ownership(roles=(role("a", *patterns), role("b", words)))
    others = [codeowner(words.strip() or "x"), codeowner("@ada", source="catalog-info")]
    found = Owners(ownership, others, PEOPLE).facts(PATH, header(words), ScriptHistory())
    assert found == Owners(ownership, others[::-1], PEOPLE[::-1]).facts(PATH, header(words), ScriptHistory())
    assert found.owner
