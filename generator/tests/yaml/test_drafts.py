"""Drafts are valid as they are, state nothing that nobody said, and survive any name a stranger chose."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.languages._claims import from_comment_block, from_docstring
from handover_generator.model.behaviour import Action, Need, Unknown
from handover_generator.model.findings import DayOne, Findings, Verdict
from handover_generator.model.inventory import Dependencies, Effect, Inventory, OwnerFacts, Places, Script, Setting, Starter
from handover_generator.model.location import Location
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Knower, Person, Repository, ScriptHistory
from handover_generator.model.source import Claim, Claims, SourceFile
from handover_generator.renderers.drafts import SCHEMA, draft_header, draft_yaml
from handover_generator.sources import ownership
from handover_generator.strict_yaml import parse

Load = Callable[..., Ownership]


def finding(
    path: str = "scripts/reset.py",
    target: str = "main",
    name: str = "Ada Obi",
    language: str = "python",
    claims: Claims | None = None,
    stated: Ownership | None = None, place: str | None = "production") -> Findings:
    claims = claims or Claims()
    script = Script(
        path=path,
        language=language,
        purpose=claims.purpose,
        claims=claims,
        effects=(
            Effect(resource="email", action=Action.SEND, destructive=False, what=f"mails {name}", at=Location("lib/m.py", 4)),
            Effect(
                resource="database",
                action=Action.DELETE,
                destructive=True,
                what="drops the database",
                target=target,
                at=Location("lib/s.py", 31),
            ),
            Effect(resource="database", action=Action.READ, destructive=False, what="reads", target=target, at=Location("lib/s.py", 3)),
        ),
        unknowns=(Unknown(kind="dynamic-call", at=Location(path, 7), detail=target),),
        dependencies=Dependencies(binaries=(Need(kind="binary", name=f"psql{name}", at=Location(path, 1)),)),
        called_from=(Starter(path=".github/workflows/n.yml", line=22, kind="ci", schedule="0 3 * * *"),),
        places=Places(reaches=("production",)),
        ownership=OwnerFacts(owner=f"@{name}", source="CODEOWNERS"),
        history=ScriptHistory(
            knowers=(Knower(person="ada@example.org", name=name, knowledge=1, score=2, share=1, commits=2, last="2026-01-02"),)
        ),
    )
    reader = Script(path="scripts/list.py", language="python")
    inventory = Inventory(
        Repository(name="shop", commit="0" * 40),
        (reader, script),
        people=(
            Person(id="ada@example.org", name=name, emails=("ada@example.org",), absent_because="no recorded activity since 2021-03-02"),
        ),
        ownership=stated or Ownership(),
        settings=(Setting(environment=place, key="DB_HOST", value=target, at=Location(f".env.{place}", 3)),) if place else (),
    )
    verdicts = {
        path: Verdict(list=DayOne.DO_NOT_RUN, risk="critical", headline=f"Destroys: database {target}", because=()),
        "scripts/list.py": Verdict(list=DayOne.FREE_TO_RUN, risk="low", headline="Only reads", because=()),
    }
    return Findings(inventory, (), verdicts)


def reload(drafted: dict[str, str]) -> Ownership:
    return ownership.load({path: SourceFile(path=path, blob="", size=0, text=text) for path, text in drafted.items()})


def test_the_draft_is_valid_and_states_only_what_history_and_files_say() -> None:
    drafted = draft_yaml(finding())
    assert sorted(drafted) == ["handover/environments.yml", SCHEMA, "handover/people.yml", "handover/scripts.yml"]
    assert all(
        text.startswith("# yaml-language-server: $schema=handover.schema.json\n") for path, text in drafted.items() if path != SCHEMA
    )
    stated = reload(drafted)
    assert [(p.id, p.name, p.emails, p.left) for p in stated.people] == [("ada-obi", "Ada Obi", ("ada@example.org",), None)]
    assert [environment.id for environment in stated.environments] == ["production"]
    assert [(e.path, e.owner, e.purpose, e.side_effects, e.safe_in) for e in stated.scripts] == [
        ("scripts/reset.py", None, None, None, None)
    ]
    assert (stated.roles, stated.stores) == ((), ())
    validator = jsonschema.Draft202012Validator(ownership.schema())
    for path, text in drafted.items():
        if path != SCHEMA:
            assert validator.is_valid(parse(text, path).data)


def test_the_draft_shows_what_was_found() -> None:
    drafted = draft_yaml(finding())
    scripts = drafted["handover/scripts.yml"]
    for part in (
        "Destroys: database main",
        ".github/workflows/n.yml:22",
        "CODEOWNERS says @Ada Obi; Ada Obi knows it best",
        "it reaches production",
        "#   - {database: delete, target: main}\n    #   - {email: send}",
        "# undo: TODO",
    ):
        assert part in scripts
    assert "database: read" not in scripts
    assert "scripts/list.py" not in scripts
    assert "no recorded activity since 2021-03-02" in drafted["handover/people.yml"]
    assert "# Found: DB_HOST = main (.env.production:3)" in drafted["handover/environments.yml"]
    assert "#   main: {kind: database, match: [main]" in drafted["handover/environments.yml"]


def uncommented(text: str) -> str:
    """As a person leaves it who takes away each mark before a key, an item or a section."""
    return re.sub(r"(?m)^( *)# ( *(- \{|(?!yaml-)[a-z_@.-]+:))", r"\1\2", text)


def test_every_comment_that_asks_to_lose_its_mark_is_right_without_it() -> None:
    drafted = draft_yaml(finding())
    stated = reload({path: uncommented(text) for path, text in drafted.items()})
    entry = stated.scripts[0]
    assert [(e.resource, e.action, e.target) for e in entry.side_effects or ()] == [("database", "delete", "main"), ("email", "send", None)]
    assert (entry.owner, entry.undo, entry.safe_in) == (None, None, ())
    assert [(role.id, role.holder, role.covers) for role in stated.roles] == [("backend", None, ("scripts/**",))]
    assert [(store.id, store.kind, store.match) for store in stated.stores] == [("main", "database", ("main",))]
    assert [(place.id, place.hosts, place.data) for place in stated.environments] == [("production", (), None)]
    assert [(person.left, person.reach) for person in stated.people] == [(None, None)]


@pytest.mark.parametrize("place", ["ci", None])
def test_production_is_asked_for_where_no_file_names_it(place: str | None) -> None:
    drafted = draft_yaml(finding(place=place))
    text = drafted["handover/environments.yml"]
    assert "production:            # TODO: no file that was read names it; if there is one, take the # away" in text
    assert [environment.id for environment in reload(drafted).environments] == ([place] if place else [])
    filled = reload({path: uncommented(text) for path, text in drafted.items()})
    assert [(one.id, one.data) for one in filled.environments if one.id != place] == [("production", "irreplaceable")]


def test_production_that_is_known_is_not_asked_for(load: Load) -> None:
    for known in (draft_yaml(finding()), draft_yaml(finding(place="prod"))):
        assert "no file that was read names it" not in known["handover/environments.yml"]
    stated = load("environments: {live: {}}\nstores: {main: {kind: database}}\n")
    assert "handover/environments.yml" not in draft_yaml(finding(place=None, stated=stated))


def test_what_is_stated_is_not_drafted_again(load: Load) -> None:
    stated = load(
        "people: {ada@example.org: {}}\n"
        "scripts: {scripts/reset.py: {}}\nenvironments: {production: {}}\nroles: {a: {}}\nstores: {main: {kind: database}}\n"
    )
    assert draft_yaml(finding(stated=stated)) == {}
    half = load(scripts="scripts: {}\n")
    assert sorted(draft_yaml(finding(stated=half))) == ["handover/environments.yml", SCHEMA, "handover/people.yml"]


def test_people_of_one_name_get_keys_of_their_own() -> None:
    one = finding()
    knowers = (Knower(person=i, name="Ada Obi", knowledge=1, score=1, share=1, commits=1, last="2026-01-01") for i in ("a", "b"))
    script = Script(path="a.py", language="python", history=ScriptHistory(knowers=tuple(knowers)))
    people = (Person(id="a", name="Ada Obi"), Person(id="b", name="Ada  Öbi"), Person(id="c", name="Nobody Here"))
    drafted = draft_yaml(Findings(Inventory(one.inventory.repository, (script,), people=people), (), {}))
    assert [person.id for person in reload(drafted).people] == ["ada-obi", "ada-obi-2"]


def test_a_drafted_docstring_is_python_and_still_undocumented() -> None:
    found = finding()
    drafted = draft_header(found.inventory.scripts[1], found)
    text = ast.literal_eval(drafted.strip())
    claims = from_docstring(text, "a.py", 1)
    assert claims.purpose is None
    assert claims.claims_nothing is None
    assert {key: claim.text for key, claim in claims.sections} == {
        "side-effects": "database: drops the database main (lib/s.py:31)\nemail: mails Ada Obi (lib/m.py:4)",
        "requires": "command psqlAda Obi",
        "owner": "@Ada Obi",
        "schedule": "0 3 * * * (.github/workflows/n.yml:22)",
    }
    assert "1 place was not understood" in text
    assert "Safe environments: TODO: where may it be run? (found: it reaches production)" in text


def test_nothing_found_is_a_question_and_no_promise() -> None:
    found = finding()
    claims = from_docstring(ast.literal_eval(draft_header(found.inventory.scripts[0], found).strip()), "a.py", 1)
    assert (claims.sections, claims.claims_nothing, claims.purpose) == ((), None, None)


@pytest.mark.parametrize(("language", "marker"), [("shell", "# "), ("sql", "-- ")])
def test_a_drafted_comment_block_keeps_what_the_header_says(language: str, marker: str) -> None:
    def claim(text: str) -> Claim:
        return Claim(text=text, at=Location("a.sh", 2), source="header")

    claims = Claims(purpose=claim("Empties one pilot."), sections=(("undo", claim("- restore\n- restart")), ("owner", claim("ada"))))
    found = finding(language=language, claims=claims)
    lines = draft_header(found.inventory.scripts[1], found).splitlines()
    assert all(line.startswith(marker.strip()) for line in lines)
    read = from_comment_block([(i, line[len(marker) - 1 :]) for i, line in enumerate(lines, 1)], "a.sh")
    assert read.purpose is not None
    assert read.purpose.text == "Empties one pilot."
    assert (read.sections[0][0], dict(read.sections)["undo"].text, dict(read.sections)["owner"].text) == (
        "side-effects",
        "- restore\n- restart",
        "ada",
    )


NAMES = st.text(max_size=40) | st.text(
    alphabet=st.sampled_from(list("a\"'\\:#{}[]\n\r\t\u202e\x00\x85\u2028\ud800&*!|>%@`-, é")), max_size=30
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(NAMES, NAMES, NAMES, st.sampled_from(["python", "shell", "sql"]))
def test_any_names_give_valid_drafts(path: str, target: str, name: str, language: str) -> None:
    # Paths come from a listing: never empty, absolute, or climbing.
    found = finding(path=f"s/x{path}".replace("/.", "/_").replace("//", "/"), target=target, name=name, language=language)
    drafted = draft_yaml(found)
    stated = reload(drafted)
    assert len(stated.scripts) == len(stated.people) == 1
    header = draft_header(found.inventory.scripts[1], found)
    if language == "python":
        assert from_docstring(ast.literal_eval(header.strip()), "a.py", 1).purpose is None
    else:
        assert all(line.startswith(("#", "--")) for line in header.splitlines())
    assert drafted == draft_yaml(found)
