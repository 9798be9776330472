"""No name, address or account name is left anywhere, and everything else is."""

from __future__ import annotations

import msgspec

from handover_generator.analysis.anonymise import anonymise, pseudonyms
from handover_generator.analysis.knowledge import script_histories
from handover_generator.analysis.truck_factor import of_scripts, truck_factors
from handover_generator.model.inventory import Inventory, OwnerFacts
from handover_generator.model.location import Location
from handover_generator.model.ownership import Acceptance, Ownership, Role, ScriptEntry
from handover_generator.model.people import Repository
from handover_generator.model.source import Claim, Claims
from handover_generator.records import replace

AT = Location("handover/people.yml", 1)


def sample(repo, script, declare) -> Inventory:
    repo.commit("Ada Obi <ada@x.org>", "2023-01-01", "A a.sh")
    subject = "hotfix found by Ada Obi, thanks ada@x.org"
    repo.commit("Zoë Brandt <77+zoebee@users.noreply.github.com>", "2024-01-01", "M a.sh", subject=subject)
    repo.commit("mek <mek@y.org>", "2024-01-02", "M a.sh", subject="oops")
    repo.commit("dependabot[bot] <d@service.example>", "2024-01-03", "M a.sh", subject="hotfix by a program")
    ada = declare("ada", "Ada Obi", "ada@x.org", left="2024-05-01", reach="phone 555")
    people = repo.people(ada)
    histories = script_histories(repo.history(), people, ["a.sh"])
    claim = Claim(text="Ask Ada Obi or @zoebee <zoe@private.org>. See @decorator.py", at=AT, source="header")
    one = script(
        "a.sh", "shell", history=histories["a.sh"], claims=Claims(purpose=claim, full_text=claim.text, sections=(("owner", claim),)),
        ownership=OwnerFacts(owner="ada", source="handover.yml", people=("ada",), gone=("ada",), second="mek@y.org",
                             second_because="mek@y.org changed it", others=(("CODEOWNERS", "@zoebee", AT), ("header", "Ada Obi", AT),
                                     ("CODEOWNERS", "@ada-obi", AT), ("CODEOWNERS", "@nobody-knows-me", AT), ("CODEOWNERS", "@shop/backend", AT))),
    )
    stated = Ownership(
        people=(ada,), roles=(Role(id="backend", at=AT, holder="ada", predecessors=("ada",)),),
        scripts=(
            ScriptEntry(path="a.sh", at=AT, owner="ada", verified_by="ada", answers=(("Who?", "Ask Zoë Brandt", "ada", "2024-01-01"),)),
        ),
        accepted=(Acceptance(gap="g", script="a.sh", by="ada", on=None, until=None, why="Ada Obi said so", at=AT, to="mek@y.org"),),
    )
    factors = tuple(sorted({**truck_factors(repo.history(), people, ["a.sh"]), "scripts": of_scripts(histories, shallow=False)}.items()))
    return Inventory(Repository(name="r", commit="c"), (one,), people.people, stated, truck_factor=factors)


def test_nobody_is_named_and_facts_stay(repo, script, declare) -> None:
    before = sample(repo, script, declare)
    after = anonymise(before)
    text = msgspec.json.encode(after).decode().lower()
    for word in ("ada", "obi", "zoë", "brandt", "zoebee", "mek", "nobody-knows-me", "x.org", "y.org", "private.org", "phone 555"):
        assert word not in text.replace("metadata", ""), word
    assert "dependabot[bot]" in text
    assert "@decorator.py" in text
    assert after.scripts[0].path == "a.sh"
    assert after.scripts[0].history.state is before.scripts[0].history.state
    assert [k.score for k in after.scripts[0].history.knowers] == [k.score for k in before.scripts[0].history.knowers]


def test_the_same_person_is_the_same_number_everywhere(repo, script, declare) -> None:
    before = sample(repo, script, declare)
    after = anonymise(before)
    (ada,) = after.ownership.people
    new = ada.id
    assert new in after.people_by_id
    facts = after.scripts[0].ownership
    assert (facts.owner, facts.people, facts.gone) == (new, (new,), (new,))
    assert after.ownership.roles[0].holder == new
    assert after.ownership.scripts[0].verified_by == new
    assert after.ownership.scripts[0].answers[0][2] == new
    assert after.ownership.accepted[0].by == new
    assert ada.name == after.people_by_id[new].name
    assert ada.name in {knower.name for knower in after.scripts[0].history.knowers}
    assert any(new in answer["people"] for _, answer in after.truck_factor)
    assert after.people_by_id[new].left == "2024-05-01"


def test_twice_is_the_same_and_order_is_by_number(repo, script, declare) -> None:
    before = sample(repo, script, declare)
    after = anonymise(before)
    assert anonymise(before) == after
    assert [person.id for person in after.people] == sorted(person.id for person in after.people)
    assert anonymise(replace(before, people=before.people[::-1])).people == after.people


def test_owners_by_account_and_in_headers_are_people_too(repo, script, declare) -> None:
    before = sample(repo, script, declare)
    header = "Removes old dumps.\n\nOwner: ada\nUndo: none, since ada is a word as well\n"
    owner = Claim(text="ada", at=AT, source="header")
    one = replace(before.scripts[0], claims=Claims(full_text=header, sections=(("owner", owner), ("undo", replace(owner, text="none")))))
    (after,) = anonymise(replace(before, scripts=(one,))).scripts
    number = pseudonyms(before)["ada"]
    assert after.claims.full_text == header.replace("Owner: ada", f"Owner: {number}")
    assert [claim.text for _, claim in after.claims.sections] == [number, "none"]
    assert [owner for _, owner, _ in after.ownership.others][2:] == [f"@{number}", "@somebody", "@shop/backend"]


def test_without_people_nothing_changes() -> None:
    empty = Inventory(Repository(name="r", commit=None), ())
    assert anonymise(empty) is empty


def test_whoever_asks_by_name_is_answered_about_a_number(repo, script, declare) -> None:
    named = sample(repo, script, declare)
    hidden = anonymise(named)
    numbers = pseudonyms(named)
    assert numbers["ada"] in hidden.people_by_id
    assert len(set(numbers.values())) == len(numbers)
    assert hidden.people_by_id[numbers["ada"]].left == "2024-05-01"
