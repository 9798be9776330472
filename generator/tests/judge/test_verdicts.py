"""The three day-one lists: every script in exactly one, nothing free by silence, and the reasons told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.checks._run import judge
from handover_generator.model.behaviour import Action, Confidence, Guard, GuardKind, Unknown
from handover_generator.model.findings import DayOne, Verdict
from handover_generator.model.inventory import Effect, Inventory, OwnerFacts, Places, Script
from handover_generator.model.location import CallStep, Location
from handover_generator.model.ownership import Environment, Ownership, ScriptEntry
from handover_generator.model.people import Knower, KnowledgeState, Repository, ScriptHistory
from handover_generator.model.source import Claim, Claims

Make = SimpleNamespace


def verdict(make: Make, *effects: Any, **more: Any) -> Verdict:
    world = {key: more.pop(key) for key in ("ownership_yaml", "mixed_places") if key in more}
    if "ownership_yaml" in world:
        world["ownership"] = world.pop("ownership_yaml")
    return judge(make.inventory(make.script(effects=effects, **more), **world)).verdicts["scripts/a.py"]


def test_unguarded_loss_is_not_run(make: Make) -> None:
    found = verdict(make, make.effect())
    assert found.list is DayOne.DO_NOT_RUN
    assert "nothing stands before it" in found.because[0]


def test_a_strong_stop_makes_it_a_question(make: Make) -> None:
    for kind in ("confirm", "env_check"):
        assert verdict(make, make.effect(guards=(make.guard(kind),))).list is DayOne.ASK_FIRST, kind
    assert verdict(make, make.effect(guards=(make.guard("dry_run", default_on=True),))).list is DayOne.ASK_FIRST


@pytest.mark.parametrize(
    "weak", [("dry_run", {"default_on": False}), ("confirm", {"strong": False}), ("output", {}), ("backup", {}), ("lock", {})]
)
def test_a_weak_guard_does_not(make: Make, weak: tuple[str, dict[str, Any]]) -> None:
    assert verdict(make, make.effect(guards=(make.guard(weak[0], **weak[1]),))).list is DayOne.DO_NOT_RUN


def test_a_guard_on_one_trail_only_does_not(make: Make) -> None:
    asked = make.effect("database delete old", guards=(make.guard("confirm"),))
    assert verdict(make, asked, make.effect("database delete all")).list is DayOne.DO_NOT_RUN


def test_guarded_but_the_header_lies(make: Make) -> None:
    lie = make.Claims(claims_nothing=make.claim("read only"), full_text="read only")
    found = verdict(make, make.effect(guards=(make.guard("confirm"),)), claims=lie)
    assert found.list is DayOne.DO_NOT_RUN
    assert "claims that it changes nothing" in found.because[0]


def test_guarded_but_nobody_is_left(make: Make) -> None:
    history = make.ScriptHistory(state=make.KnowledgeState.LOST)
    asked = make.effect(guards=(make.guard("confirm"),))
    assert verdict(make, asked, history=history, ownership=make.OwnerFacts()).list is DayOne.DO_NOT_RUN
    assert verdict(make, asked, history=history).list is DayOne.ASK_FIRST  # a present owner can be asked


def test_forbidden_place(make: Make) -> None:
    places = make.Places(never=("production",), reaches=("production",), source="handover.yml")
    written = make.effect("database write main", what="updates")
    assert verdict(make, written, places=places).list is DayOne.DO_NOT_RUN
    assert verdict(make, make.read(), places=places).list is DayOne.ASK_FIRST
    checked = make.effect(guards=(make.guard("env_check"), make.guard("confirm")))
    assert verdict(make, checked, places=places).list is DayOne.ASK_FIRST


def test_nowhere_is_an_answer(make: Make) -> None:
    entry = ScriptEntry(path="scripts/a.py", at=make.at("handover/s.yml"), safe_in=())
    assert verdict(make, make.read(), ownership_yaml=Ownership(scripts=(entry,))).list is DayOne.DO_NOT_RUN
    everywhere = Ownership(environments=tuple(Environment(id=name, at=make.at("handover/p.yml")) for name in ("pilot", "production")))
    places = make.Places(never=("pilot", "production"), source="handover.yml")
    assert verdict(make, make.read(), places=places, ownership_yaml=everywhere).list is DayOne.DO_NOT_RUN


def test_somebody_stands_for_it(make: Make) -> None:
    """A complete, honest, verified entry of somebody present quiets an unguarded loss; a later change opens it again."""
    entry = ScriptEntry(
        path="scripts/a.py",
        at=make.at("handover/s.yml"),
        owner="ada",
        safe_in=("pilot",),
        undo="Restore the dump.",
        verified_by="ada",
        verified_on="2026-11-02",
    )
    facts = {"says": "Drops the pilot database.", "places": make.Places(safe=("pilot",), reaches=("pilot",), source="handover.yml")}
    assert verdict(make, make.effect(), ownership_yaml=Ownership(scripts=(entry,)), **facts).list is DayOne.ASK_FIRST
    later = make.ScriptHistory(state=make.KnowledgeState.KNOWN, last_effective="2026-11-20")
    assert verdict(make, make.effect(), ownership_yaml=Ownership(scripts=(entry,)), history=later, **facts).list is DayOne.DO_NOT_RUN
    gone = make.replace(entry, verified_by="marek")
    assert verdict(make, make.effect(), ownership_yaml=Ownership(scripts=(gone,)), **facts).list is DayOne.DO_NOT_RUN


def test_by_name_only(make: Make) -> None:
    found = verdict(make, make.effect(confidence="name-only"))
    assert found.list is DayOne.ASK_FIRST
    assert found.headline.startswith("May destroy: database main")


FAR = "in a signal handler and in the worker"


def test_far_behind(make: Make) -> None:
    """Saving a row sends a signal, and a worker does the rest: to be asked about, and not to be shouted about."""
    far = make.effect("search delete documents", what="deletes", condition=FAR)
    saved = make.effect("database write orders", what="updates")
    found = verdict(make, saved, far)
    assert found.list is DayOne.ASK_FIRST
    assert found.risk == "medium"
    assert found.headline == "A worker may later destroy: search documents; changes: database orders"
    assert "not by itself: a signal sets it off and a worker does it later" in found.because[0]


@pytest.mark.parametrize("condition", ["in the worker", "in a signal handler", "if --force is given and in the worker"])
def test_one_step_away_is_not_far(make: Make, condition: str) -> None:
    """A script that queues the job, or whose saving deletes at once, does the harm."""
    found = verdict(make, make.effect("search delete documents", what="deletes", condition=condition))
    assert found.list is DayOne.DO_NOT_RUN
    assert found.headline == "Destroys: search documents"


def test_a_whole_database_is_never_far_enough(make: Make) -> None:
    assert verdict(make, make.effect("database delete main", condition=FAR, everything=True)).list is DayOne.DO_NOT_RUN


def test_a_plain_loss_beside_a_far_one_decides(make: Make) -> None:
    far = make.effect("search delete documents", what="deletes", condition=FAR)
    found = verdict(make, far, make.effect("database delete old"))
    assert found.list is DayOne.DO_NOT_RUN
    assert found.headline == "Destroys: database old"


def test_headlines(make: Make) -> None:
    unknown = make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", 7), detail="getattr")
    assert verdict(make, make.effect("database write main", what="updates")).headline == "Changes: database main"
    assert verdict(make, make.effect("email send all", what="mails")).headline == "Sends: email to all"
    assert verdict(make, make.read(), unknowns=(unknown,)).headline == "No destructive effect found, 1 call not understood"
    assert verdict(make, make.effect(), unknowns=(unknown, unknown)).headline == "Destroys: database main; 2 calls not understood"
    assert verdict(make, make.read(), resolved_calls=4, reachable_calls=7).headline == "No destructive effect found, 3 calls not understood"
    assert verdict(make, make.read(), partial="line 4").headline == "No destructive effect found, only partly read"


def test_unknowns_are_never_free(make: Make) -> None:
    unknown = make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", 7), detail="getattr")
    assert verdict(make, make.read()).list is DayOne.FREE_TO_RUN
    assert verdict(make, make.read(), unknowns=(unknown,)).list is DayOne.ASK_FIRST
    assert verdict(make, make.read(), unknowns=(unknown,)).risk == "unknown"
    assert verdict(make, make.read(), partial="lines 4 to 9 do not parse").list is DayOne.ASK_FIRST
    assert verdict(make, make.read(), tier="tokens").list is DayOne.ASK_FIRST
    assert verdict(make, resolved_calls=0, reachable_calls=0).list is DayOne.ASK_FIRST  # nothing found is no evidence


def test_a_launcher_in_which_nothing_was_found_is_not_free(make: Make) -> None:
    found = verdict(make, resolved_calls=9, reachable_calls=9)
    assert found.list is DayOne.ASK_FIRST
    assert found.headline == "No effect found, which does not prove that there is none"
    assert "not free to run by silence" in found.because[0]


def test_a_team_is_somebody_to_ask(make: Make) -> None:
    history = make.ScriptHistory(state=make.KnowledgeState.LOST)
    team = make.OwnerFacts(owner="@org/backend", source="CODEOWNERS")
    assert verdict(make, make.effect(guards=(make.guard("confirm"),)), history=history, ownership=team).list is DayOne.ASK_FIRST
    left = make.OwnerFacts(owner="marek", source="CODEOWNERS", people=("marek",), gone=("marek",))
    assert verdict(make, make.effect(guards=(make.guard("confirm"),)), history=history, ownership=left).list is DayOne.DO_NOT_RUN


def test_what_only_running_code_knows_is_not_shown_as_a_name(make: Make) -> None:
    assert verdict(make, make.effect("database delete ${values()[][]}")).headline == "Destroys: database (target computed)"
    assert verdict(make, make.effect("database delete ${DB_NAME}")).headline == "Destroys: database ${DB_NAME}"
    long = verdict(make, make.effect("database delete SELECT\n   " + "x" * 200)).headline
    assert "\n" not in long
    assert len(long) < 120


def test_temporary_files_frighten_nobody(make: Make) -> None:
    scratch = make.effect("filesystem delete /tmp/scratch/x", what="deletes")
    found = verdict(make, make.read(), scratch)
    assert found.list is DayOne.FREE_TO_RUN
    assert found.because[:2] == ("It reads filesystem.", "It writes only what is meant to vanish.")
    assert verdict(make, scratch).because[0] == "It writes only what is meant to vanish."
    assert verdict(make, make.read()).because[0] == "It reads filesystem and changes nothing outside itself."


def test_one_file_named_by_hand_is_a_question(make: Make) -> None:
    for target in ("${--output}", "${argv[]}", "${1}"):
        assert verdict(make, make.effect(f"filesystem delete {target}", what="deletes")).list is DayOne.ASK_FIRST, target
    for target in ("${--output}/..", "${OUTPUT}", "${--base}/data"):
        assert verdict(make, make.effect(f"filesystem delete {target}", what="deletes")).list is DayOne.DO_NOT_RUN, target
    assert verdict(make, make.effect("filesystem delete ${--output}", what="deletes", everything=True)).list is DayOne.DO_NOT_RUN
    assert verdict(make, make.effect("database delete ${--name}")).list is DayOne.DO_NOT_RUN


def test_a_headline_groups_what_is_lost(make: Make) -> None:
    tables = tuple(make.effect(f"database delete t{number}") for number in range(5))
    files = make.effect("filesystem delete /srv/x", what="deletes")
    assert verdict(make, *tables, files).headline == "Destroys: database t0, t1 and 3 more; filesystem /srv/x"


def test_effects_read_as_sentences(make: Make) -> None:
    rows = make.effect("database delete users", what="deletes rows")
    assert "It deletes rows in users (lib/store.py:31), and nothing" in verdict(make, rows).because[0]
    computed = make.replace(rows, target=None, host="app1")
    assert "It deletes rows (target computed) on app1 (lib/store.py:31), and nothing" in verdict(make, computed).because[0]
    assert verdict(make, make.effect("process execute $CMD", what="runs")).headline == "Runs what could not be looked into: process $CMD"


def test_a_closed_trail_counts_nowhere(make: Make) -> None:
    closed = make.effect(closed="false, says ada: a test double")
    assert verdict(make, closed, make.read()).list is DayOne.FREE_TO_RUN


effects = st.builds(
    Effect,
    resource=st.sampled_from(["database", "filesystem", "cache", "email", "http", "new-thing", "process"]),
    action=st.sampled_from(list(Action)),
    destructive=st.booleans(),
    what=st.sampled_from(["", "drops", "<script>"]),
    at=st.just(Location("lib/x.py", 3)),
    target=st.sampled_from([None, "main", "/tmp/x", "/", "${DB}"]),
    via=st.sampled_from([(), (CallStep("scripts/a.py", 2, "main"),)]),
    confidence=st.sampled_from(list(Confidence)),
    everything=st.booleans(),
    host=st.sampled_from([None, "app1"]),
    guards=st.lists(
        st.builds(
            Guard,
            kind=st.sampled_from(list(GuardKind)),
            at=st.just(Location("scripts/a.py", 1)),
            strong=st.booleans(),
            default_on=st.sampled_from([None, True, False]),
        ),
        max_size=3,
    ).map(tuple),
    closed=st.sampled_from([None, None, "false"]),
)
knowers = st.lists(
    st.builds(
        Knower,
        person=st.sampled_from(["ada", "ben", "ghost"]),
        name=st.just("A"),
        knowledge=st.just(1.0),
        score=st.just(1.0),
        share=st.just(1.0),
        commits=st.just(1),
        last=st.just("2026-01-01"),
        present=st.booleans(),
        knows=st.booleans(),
    ),
    max_size=2,
).map(tuple)
scripts = st.builds(
    Script,
    path=st.sampled_from([f"scripts/{name}.py" for name in "abcdef"]),
    language=st.just("python"),
    tier=st.sampled_from(["full", "python2", "tokens"]),
    partial=st.sampled_from([None, None, "lines 2 to 3"]),
    purpose=st.sampled_from([None, Claim(text="Reset.", at=Location("scripts/a.py", 1), source="docstring")]),
    claims=st.sampled_from([Claims(), Claims(claims_nothing=Claim(text="read only", at=Location("scripts/a.py", 1), source="header"))]),
    effects=st.lists(effects, max_size=3).map(tuple),
    unknowns=st.lists(
        st.builds(Unknown, kind=st.sampled_from(["dynamic-call", "new-kind"]), at=st.just(Location("scripts/a.py", 5)), detail=st.just("")),
        max_size=2,
    ).map(tuple),
    places=st.builds(
        Places,
        safe=st.sampled_from([(), ("pilot",)]),
        never=st.sampled_from([(), ("production",)]),
        reaches=st.sampled_from([(), ("production",), ("pilot", "production")]),
    ),
    ownership=st.sampled_from(
        [OwnerFacts(), OwnerFacts(owner="ada", source="role", people=("ada",)), OwnerFacts(owner="x", source="header", gone=("x",))]
    ),
    history=st.builds(ScriptHistory, state=st.sampled_from(list(KnowledgeState)), knowers=knowers),
    resolved_calls=st.integers(0, 3),
    reachable_calls=st.integers(0, 3),
)


@given(st.lists(scripts, max_size=6, unique_by=lambda s: s.path), st.randoms())
def test_every_script_is_in_exactly_one_list_whatever_it_does(found: list[Script], random: Any) -> None:
    inventory = Inventory(
        repository=Repository(name="r", commit="a" * 40, commits=1), scripts=tuple(sorted(found, key=lambda s: s.path)), today="2026-11-23"
    )
    findings = judge(inventory)
    assert set(findings.verdicts) == {script.path for script in found}
    for script in found:
        told = findings.verdicts[script.path]
        assert told.because
        assert "safe" not in told.headline.lower()
        if told.list is DayOne.FREE_TO_RUN:
            assert not script.unknowns
            assert script.partial is None
            assert script.resolved_calls >= script.reachable_calls
            assert not [e for e in script.live_effects if (e.destructive or e.changes) and e.target != "/tmp/x"]
    shuffled = list(found)
    random.shuffle(shuffled)
    again = judge(Inventory(repository=inventory.repository, scripts=tuple(shuffled), today=inventory.today))
    assert sorted(again.gaps, key=repr) == sorted(findings.gaps, key=repr)
    assert again.verdicts == findings.verdicts


@pytest.mark.parametrize(("state", "words"), [
    (KnowledgeState.LOST, "nobody who is still there knows it"), (KnowledgeState.FADED, "those who wrote it have not touched it for long"),
])
def test_who_wrote_it_long_ago_is_not_nobody(make: Make, state: KnowledgeState, words: str) -> None:
    history = make.ScriptHistory(state=state, knowers=(make.knower("ana", knows=False),))
    assert any(words in reason for reason in verdict(make, make.effect(), history=history, ownership=OwnerFacts()).because)


def running(make: Make, other: Script, **more: Any) -> Verdict:
    """The verdict on a script that asks, and then runs another one."""
    asked = make.effect(where=("scripts/b.py", 31), via=(("scripts/a.py", 9, "b.py"),), guards=(make.guard("confirm"),))
    runs = make.Dependencies(scripts=(make.Need(kind="script", name="scripts/b.py", at=make.at("scripts/a.py", 9)),))
    return judge(make.inventory(make.script(effects=(asked,), dependencies=runs, **more), other)).verdicts["scripts/a.py"]


def test_what_it_runs_is_known_to_nobody(make: Make) -> None:
    lost = make.ScriptHistory(state=make.KnowledgeState.LOST)
    found = running(make, make.script("scripts/b.py", effects=(make.effect(),), history=lost, ownership=make.OwnerFacts()))
    assert found.list is DayOne.DO_NOT_RUN
    assert found.because[0].startswith("It runs scripts/b.py, which can lose data (scripts/b.py:31); of that one, nobody who is still there knows it")
    assert running(make, make.script("scripts/b.py", effects=(make.effect(),), history=lost)).list is DayOne.ASK_FIRST      # its owner can be asked
    assert running(make, make.script("scripts/b.py", effects=(make.effect(),))).list is DayOne.ASK_FIRST


def test_what_it_needs_of_another_script_goes_elsewhere(make: Make) -> None:
    lost = make.ScriptHistory(state=make.KnowledgeState.LOST)
    other = make.script("scripts/b.py", effects=(make.effect(),), history=lost, ownership=make.OwnerFacts())
    runs = make.Dependencies(scripts=(make.Need(kind="script", name="scripts/b.py", at=make.at("scripts/a.py", 9)),))
    own = make.effect(guards=(make.guard("confirm"),))                                # its trail does not go through the other one
    found = judge(make.inventory(make.script(effects=(own,), dependencies=runs), other)).verdicts["scripts/a.py"]
    assert found.list is DayOne.ASK_FIRST


def test_what_it_runs_may_run_nowhere(make: Make) -> None:
    entry = ScriptEntry(path="scripts/b.py", at=make.at("handover/scripts.yml"), safe_in=())
    asked = make.effect(where=("scripts/b.py", 31), via=(("scripts/a.py", 9, "b.py"),), guards=(make.guard("confirm"),))
    runs = make.Dependencies(scripts=(make.Need(kind="script", name="scripts/b.py", at=make.at("scripts/a.py", 9)),))
    scripts = make.script(effects=(asked,), dependencies=runs), make.script("scripts/b.py", effects=(make.effect(),))
    found = judge(make.inventory(*scripts, ownership=Ownership(scripts=(entry,)))).verdicts["scripts/a.py"]
    assert found.because[0] == "It runs scripts/b.py, whose owner states that it may run nowhere."


def test_who_knows_it_is_asked_before_an_owner_by_a_pattern(make: Make) -> None:
    def asked(source: str, *knowers: Any) -> tuple[str, ...]:
        owner = make.OwnerFacts(owner="ben", source=source, people=("ben",))
        history = make.ScriptHistory(state=make.KnowledgeState.SINGLE, commits=3, knowers=knowers)
        return judge(make.inventory(make.script(effects=(make.effect(),), ownership=owner, history=history))).verdicts["scripts/a.py"].ask

    for source in ("CODEOWNERS", "catalog-info"):
        assert asked(source, make.knower("ada")) == ("ada", "ben")
        assert asked(source, make.knower("ada", knows=False)) == ("ben", "ada")      # nobody knows it: the owner, then who wrote it
    for source in ("handover.yml", "role", "header"):                                # a person said so about this script
        assert asked(source, make.knower("ada")) == ("ben", "ada")
