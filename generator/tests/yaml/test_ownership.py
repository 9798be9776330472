"""What people state is read to the end: right files give values with lines, wrong ones all their mistakes at once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from importlib.resources import files as resources
from typing import get_args

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.catalogue import _words
from handover_generator.errors import ConfigurationError
from handover_generator.model.behaviour import RESOURCES
from handover_generator.model.findings import Severity
from handover_generator.model.location import Location
from handover_generator.model.ownership import Ownership
from handover_generator.model.source import SourceFile
from handover_generator.sources import _ownership_models, ownership

Load = Callable[..., Ownership]
Mistakes = Callable[..., list[str]]

WHOLE = """\
people:
  ada: {name: Ada Obi, emails: [ada@example.org], reach: "#backend"}
  marek: {name: Marek Novak, left: 2026-09-01, reach: phone until December}
roles:
  backend:
    holder: ada
    predecessors: [marek]
    covers: ["scripts/**", "server/**"]
    duties: [reset pilots before a launch]
    not_ours: {VPN accounts: IT service desk}
environments:
  production: {hosts: [app1.example.org], data: irreplaceable}
  pilot: {hosts: pilot*.example.org, data: disposable, marks: {env: {APP_ENV: pilot, DEBUG: 1, ON: true}}}
stores:
  pilotdb: {kind: database, match: ["mongodb://db1/*"], environments: [pilot, production],
            backup: {where: "s3://dumps/pilotdb", every: 1d, restore_tested: 2026-06-01}}
scripts:
  ./scripts/reset_pilot.py:
    owner: backend
    purpose: Empties one pilot.
    safe_in: [pilot]
    never_in: production
    side_effects:
      - {database: delete, target: pilotdb}
      - {email: send}
    undo: TODO ask marek
    schedule: on demand
    requires: [psql, TODO]
    verified: {by: ada, on: 2026-11-02}
    answers:
      - {question: Why?, answer: A launch., by: marek, on: 2026-08-30}
      - {question: Who else?}
  scripts/list.py: {side_effects: none, safe_in: []}
  scripts/odd.py:
accepted:
  - {gap: no-confirm, script: scripts/reset_pilot.py, by: marek, on: 2026-05-01, until: 2026-08-01, why: one launch only}
escalated:
  - {gap: no-owner, by: ada, to: marek, until: 2026-12-01}
trails:
  - {script: scripts/list.py, effect: "database  delete main", verdict: false, why: a test double, by: ada, until: 2027-01-01}
policy: {fail_on: medium, ignore: [no-output], strict: true, knowledge_half_life_days: 365}
"""


def test_a_whole_file(load: Load) -> None:
    stated = load(WHOLE)
    assert [(p.id, p.name, p.left, p.at) for p in stated.people] == [
        ("ada", "Ada Obi", None, Location("handover/all.yml", 2)),
        ("marek", "Marek Novak", "2026-09-01", Location("handover/all.yml", 3)),
    ]
    assert stated.roles[0].not_ours == (("VPN accounts", "IT service desk"),)
    pilot, production = stated.environments
    assert (pilot.hosts, pilot.marks_env) == (("pilot*.example.org",), (("APP_ENV", "pilot"), ("DEBUG", "1"), ("ON", "true")))
    assert production.data == "irreplaceable"
    store = stated.stores[0]
    assert store.backup is not None
    assert (store.kind, store.environments, store.backup.restore_tested) == ("database", ("pilot", "production"), "2026-06-01")
    reset = stated.script("scripts/reset_pilot.py")
    assert reset is not None
    assert (reset.at.line, reset.owner, reset.safe_in, reset.never_in) == (18, "backend", ("pilot",), ("production",))
    assert [(e.resource, e.action, e.target, e.at.line) for e in reset.side_effects or ()] == [
        ("database", "delete", "pilotdb", 24),
        ("email", "send", None, 25),
    ]
    assert (reset.undo, reset.requires, reset.verified_by, reset.verified_on) == (None, ("psql",), "ada", "2026-11-02")
    assert reset.answers == (("Why?", "A launch.", "marek", "2026-08-30"),)
    harmless, odd = stated.script("scripts/list.py"), stated.script("scripts/odd.py")
    assert harmless is not None
    assert odd is not None
    assert (harmless.side_effects, harmless.safe_in, odd.side_effects, odd.safe_in) == ((), (), None, None)
    assert [(a.gap, a.by, a.to, a.at.line) for a in stated.accepted] == [
        ("no-confirm", "marek", None, 36),
        ("no-owner", "ada", "marek", 38),
    ]
    assert stated.closed_trails[0].effect == "database delete main"
    assert (stated.policy.fail_on, stated.policy.strict, stated.policy.knowledge_half_life_days) == ("medium", True, 365)
    assert stated.files == ("handover/all.yml",)


def test_nothing_stated(load: Load, files: Callable[[dict[str, str | None]], dict[str, SourceFile]]) -> None:
    assert load() == Ownership()
    assert load("# only a comment\n") == Ownership(files=("handover/all.yml",))
    # A catalogue of effects, other folders and other kinds of file are not ours.
    other = files({"handover/effects.yml": "{", "handover/deep/a.yml": "{", "handover/baseline.json": "{", "docs/handover/a.yml": "{"})
    assert ownership.load(other) == Ownership()


def test_many_files_make_one(load: Load) -> None:
    pieces = {
        "people": "people: {ada: {}}\n",
        "roles": "roles: {backend: {holder: ada}}\n",
        "scripts": "scripts: {a.py: {owner: backend}}\n",
    }
    reference = load(**pieces)
    assert [role.holder for role in reference.roles] == ["ada"]
    for order in itertools.permutations(pieces):
        assert load(**{name: pieces[name] for name in order}) == reference


def test_five_mistakes_are_told_in_one_run(mistakes: Mistakes) -> None:
    text = """\
people:
  ada: {nam: Ada, left: 2026-13-01}
roles:
  backend: {holder: adda, covers: 5}
stores:
  pilotdb: {kind: databse}
"""
    assert mistakes(text) == [
        "handover/all.yml:2:9: 'nam' is not known here; did you mean 'name'?",
        "handover/all.yml:2:25: '2026-13-01' is no day of the calendar",
        "handover/all.yml:4:21: 'adda' is not listed under people; did you mean 'ada'?",
        "handover/all.yml:4:35: must be a list of texts, not the number 5 (write it in quotes if it is text)",
        "handover/all.yml:6:19: 'databse' is not one of database, cache, search, object-storage, queue, filesystem, secret, vcs, service; "
        "did you mean 'database'?",
    ]


def test_a_mistake_shows_its_line(load: Load) -> None:
    with pytest.raises(ConfigurationError, match=r"all.yml:2:7: 'nam' is not known here") as caught:
        load("people:\n  a: {nam: A}\n")
    assert str(caught.value).endswith("\n      a: {nam: A}")


@pytest.mark.parametrize(("text", "mistake"), [
    ("peple: {}", "1:1: 'peple' is not known here; did you mean 'people'?"),
    ("- a", "1:1: the file must be a mapping with people, roles, environments, stores, scripts, accepted, escalated, trails, policy"),
    ("people: [ada]", "1:9: people must be a mapping of names to entries"),
    ("accepted: {a: 1}", "1:11: accepted must be a list of entries, each on a line that starts with '- '"),
    ("people: {ada: Ada}", "1:15: must be a mapping of keys to values with emails, left, name, reach"),
    ("people: {ada: {}, ada: {}}", "1:19: 'ada' stands here a second time; the first is in line 1; make one of them"),
    ("scripts: {a.py: {}, ./a.py: {}}", "1:21: 'a.py' stands under scripts a second time; the first is at handover/all.yml:1"),
    ("scripts: {/a.py: {}}", "1:11: a script is named by its path from the top of the repository, such as scripts/reset.py"),
    ("scripts: {../a.py: {}}", "1:11: a script is named by its path from the top of the repository, such as scripts/reset.py"),
    ("scripts: {a.py: {owner: nobody}}",
     "1:25: 'nobody' is listed neither under roles nor under people; a new one is added as 'people: {nobody: {name: nobody}}'"),
    ("scripts: {a.py: {owner: Jimmy Royer}}",
     "1:25: 'Jimmy Royer' is listed neither under roles nor under people; a new one is added as 'people: {jimmy: {name: Jimmy Royer}}'"),
    ("ops/a.py: {owner: ada}", "1:1: 'ops/a.py' is not known here; a script stands under 'scripts:': scripts: {ops/a.py: ...}"),
    ("scripts: {a.py: {side_effects: [{db: delete}]}}",
     "1:33: 'db' is no resource; known are cache, chat, cloud, cluster, container, database, email, filesystem, http, network, object-storage, "
     "package, permission, process, queue, remote-host, scheduler, search, secret, service, vcs"),
    ("people: {ada: {}}\nscripts: {a.py: {verified: yesterday}}", "2:28: must be a mapping of keys to values with by, on"),
    ("scripts: {a.py: {side_effects: [{databse: delete}]}}", "1:33: 'databse' is no resource; did you mean 'database'?"),
    ("scripts: {a.py: {side_effects: [{database: drop}]}}",
     "1:33: 'drop' is no action on database; known are delete, execute, read, send, write"),
    ("scripts: {a.py: {side_effects: some}}", "1:32: must be none, or a list such as [{database: delete, target: main}]"),
    ("scripts: {a.py: {undo: 12}}", "1:24: must be text, not the number 12 (write it in quotes if it is text)"),
    ("scripts: {a.py: {undo: true}}", "1:24: must be text, not true (write it in quotes if it is text)"),
    ("environments: {pilot: {}}\nscripts: {a.py: {safe_in: [pilto]}}",
     "2:28: 'pilto' is not listed under environments; did you mean 'pilot'?"),
    ("environments: {pilot: {}}\nscripts: {a.py: {safe_in: pilot, never_in: [pilot]}}",
     "2:27: 'pilot' stands under safe_in and under never_in; it can be only one"),
    ("roles: {a: {covers: ['scripts/**', '[z-a]']}}", "1:21: '[z-a]' is no pattern, as .gitignore has them"),
    ("roles: {a: {covers: '[[a]'}}", "1:21: '[[a]' is no pattern, as .gitignore has them"),
    ("stores: {s: {}}", "1:13: 'kind' is missing"),
    ("accepted: [{gap: x, by: ada}]", "1:25: 'ada' is not listed under people; a new one is added as 'people: {ada: {name: ada}}'"),
    ("people: {ada: {}}\naccepted: [{gap: x, by: ada, on: 2026-02-01, until: 2026-01-01}]",
     "2:12: it ends on 2026-01-01, before it begins on 2026-02-01"),
    ("people: {ada: {}}\ntrails: [{script: a, effect: b, why: c, by: ada, verdict: true}]",
     "2:59: only false trails are closed here, so it must be false"),
    ("people: {ada: {left: soon}}", "1:22: 'soon' must be a date as year-month-day, such as 2026-09-01"),
    ("people: {ada: {left: 20260901}}", "1:22: must be text, not the number 20260901 (write it in quotes if it is text)"),
    ("policy: {fail_on: hihg}", "1:19: 'hihg' is not one of note, low, medium, high, critical, never; did you mean 'high'?"),
    ("policy: {knowledge_half_life_days: 5}", "1:36: must be at least 30"),
    ("policy: {strict: yes}", "1:18: must be true or false"),
    ("people: {ada: {name: !!python/name:os.system x}}", "1:22: the tag tag:yaml.org,2002:python/name:os.system is not allowed"),
    ("people: {ada: {name: 'x}", "1:25: not valid YAML: found unexpected end of stream; a quote or a bracket is opened and not closed"),
])  # fmt: skip
def test_each_mistake_has_place_and_reason(mistakes: Mistakes, text: str, mistake: str) -> None:
    assert mistakes(text) == [f"handover/all.yml:{mistake}"]


def test_duplicates_between_files(mistakes: Mistakes) -> None:
    assert mistakes(a="people: {ada: {}}\npolicy: {}\n", b="policy: {}\npeople: {ada: {}}\n") == [
        "handover/b.yml:1:1: policy stands in another file already; keep one of them",
        "handover/b.yml:2:10: 'ada' stands under people a second time; the first is at handover/a.yml:1",
    ]


def test_a_broken_file_does_not_make_names_of_another_wrong(mistakes: Mistakes) -> None:
    assert mistakes(a="people: [\n", b="roles: {backend: {holder: ada}}\n") == [
        "handover/a.yml:2:1: not valid YAML: did not find expected node content"
    ]


def test_a_file_that_is_no_text(mistakes: Mistakes) -> None:
    assert mistakes(a=None) == ["handover/a.yml:1:1: cannot be read: it must be UTF-8 text of at most one megabyte in a regular file"]


def test_an_alias_bomb_is_a_mistake(mistakes: Mistakes) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9))
    found = mistakes(bomb)
    assert len(found) == 1
    assert "aliases expand to too much" in found[0]


def test_words_that_old_yaml_took_for_something_else_stay_text(load: Load) -> None:
    stated = load("people: {on: {reach: no}, ada: {name: 12:30, reach: off}}\nscripts: {a.py: {schedule: 12:30:45, undo: yes}}\n")
    assert [(p.id, p.name, p.reach) for p in stated.people] == [("ada", "12:30", "off"), ("on", "on", "no")]
    assert (stated.scripts[0].schedule, stated.scripts[0].undo) == ("12:30:45", "yes")


def test_owners_outside_the_file_are_written_as_in_codeowners(load: Load) -> None:
    assert load("scripts: {a.py: {owner: '@org/data'}, b.py: {owner: ada@example.org}}").scripts[0].owner == "@org/data"


def test_places_are_free_while_none_is_declared(load: Load) -> None:
    assert load("scripts: {a.py: {safe_in: [staging]}}").scripts[0].safe_in == ("staging",)


def test_the_word_lists_are_those_of_the_catalogue_and_the_model() -> None:
    assert list(RESOURCES) == sorted(set(RESOURCES))
    assert set(_ownership_models.ACTIONS) == _words.ACTIONS
    levels = get_args(_ownership_models.PolicyEntry.model_fields["fail_on"].annotation)
    assert levels == (*(severity.word for severity in sorted(Severity)), "never")


def test_the_shipped_schema_is_that_of_the_models() -> None:
    shipped = (resources("handover_generator") / "data" / "handover.schema.json").read_text(encoding="utf-8")
    assert shipped == ownership.schema_text(), "write it anew with: python -m handover_generator.sources._ownership_schema"


@pytest.mark.parametrize(("good", "value"), [
    (True, {"people": {"ada": {"name": "Ada", "left": "2026-09-01"}, "marek": None}, "roles": None}),
    (True, {"scripts": {"a.py": {"side_effects": [{"database": "delete", "target": "x"}], "safe_in": "pilot", "undo": None}}}),
    (True, {"scripts": {"a.py": {"side_effects": "none"}, "b.py": None}, "stores": {"s": {"kind": "bucket"}}}),
    (False, {"people": {"ada": {"nam": "Ada"}}}), (False, {"peple": {}}), (False, {"stores": {"s": None}}),
    (False, {"scripts": {"a.py": {"side_effects": [{"databse": "delete"}]}}}), (False, {"policy": {"fail_on": "hihg"}}),
    (False, {"accepted": [{"by": "ada"}]}), (False, {"people": {"ada": {"left": "soon"}}}),
])  # fmt: skip
def test_the_schema_says_what_the_loader_says(good: bool, value: object) -> None:
    validator = jsonschema.Draft202012Validator(ownership.schema())
    validator.check_schema(ownership.schema())
    assert validator.is_valid(value) is good
    text = json.dumps(value)
    stated = {"handover/a.yml": SourceFile(path="handover/a.yml", blob="", size=0, text=text)}
    if good:
        ownership.load(stated)
    else:
        with pytest.raises(ConfigurationError):
            ownership.load(stated)


JUNK = st.text(max_size=120) | st.text(alphabet=st.sampled_from(list("aA0:-{}[],&*!|>#'\"%@` \n\t?~<=.")), max_size=80)
WORDS = st.sampled_from([
    "people", "roles", "scripts", "stores", "environments", "accepted", "policy", "trails", "ada", "holder", "owner", "side_effects",
    "answers",
    "backup", "marks", "env", "left", "verified", "by", "safe_in", "kind", "gap", "until", "match", "not_ours", "fail_on",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.one_of(JUNK, st.dictionaries(WORDS, VALUES, max_size=5).map(json.dumps)))
def test_any_text_gives_values_or_mistakes_with_places(text: str) -> None:
    try:
        ownership.load({"handover/a.yml": SourceFile(path="handover/a.yml", blob="", size=0, text=text)})
    except ConfigurationError as error:
        height = text.count("\n") + 2
        for problem in error.problems:
            source, line, column, reason = problem.split(":", 3)
            assert (source, reason.strip() != "") == ("handover/a.yml", True)
            assert 1 <= int(line) <= height
            assert int(column) >= 1


def test_a_key_that_stands_twice_hides_no_other_mistake(mistakes: Mistakes) -> None:
    text = """\
people:
  ada: {}
scripts:
  a.py: {owner: adda, purpos: x}
  a.py: {owner: ada, undo: 5}
scripts:
  b.py: {owner: bob}
people:
  bob: {left: soon}
"""
    assert mistakes(text, z="policy: {strict: yes}\n") == [
        "handover/all.yml:4:17: 'adda' is listed neither under roles nor under people; did you mean 'ada'?",
        "handover/all.yml:4:23: 'purpos' is not known here; did you mean 'purpose'?",
        "handover/all.yml:5:3: 'a.py' stands here a second time; the first is in line 4; make one of them",
        "handover/all.yml:5:28: must be text, not the number 5 (write it in quotes if it is text)",
        "handover/all.yml:6:1: 'scripts' stands here a second time; the first is in line 3; make one of them",
        "handover/all.yml:8:1: 'people' stands here a second time; the first is in line 1; make one of them",
        "handover/all.yml:9:15: 'soon' must be a date as year-month-day, such as 2026-09-01",
        "handover/z.yml:1:18: must be true or false",
    ]


@pytest.mark.parametrize(("entry", "text"), [
    ("owner: <role or person>", "<role or person>"), ("undo: <how it comes back>", "<how it comes back>"),
    ("safe_in: [<where it may run>]", "<where it may run>"), ("side_effects: [<...>]", "<...>"), ("verified: {by: <who>, on: 2026-01-01}", "<who>"),
])
def test_a_proposed_line_that_is_not_filled_in_is_told_as_that(mistakes: Mistakes, entry: str, text: str) -> None:
    line = f"scripts: {{a.py: {{{entry}}}}}"
    assert mistakes(f"people: {{ada: {{}}}}\n{line}") == [
        f"handover/all.yml:2:{line.index(text) + 1}: '{text}' is not filled in yet: put a word of your own in its place, "
        "or TODO as long as you do not know it"]


def test_angle_brackets_within_a_text_are_text(load: Load) -> None:
    assert load("scripts: {a.py: {undo: 'Run restore.sh <date>, then <host>.'}}").scripts[0].undo == "Run restore.sh <date>, then <host>."


@pytest.mark.parametrize(("word", "proposed"), [("severe", ""), ("sever", ""), ("nevr", "; did you mean 'never'?"),
                                                ("hgh", "; did you mean 'high'?")])
def test_a_word_for_much_is_not_taken_for_the_one_that_opens_the_gate(mistakes: Mistakes, word: str, proposed: str) -> None:
    assert mistakes(f"policy: {{fail_on: {word}}}") == [
        f"handover/all.yml:1:19: '{word}' is not one of note, low, medium, high, critical, never{proposed}"]
