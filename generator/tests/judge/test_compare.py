"""What a change does: effects, guards, places and text, and silence where nothing does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from handover_generator.analysis.compare import compare
from handover_generator.checks._run import judge
from handover_generator.model.comparison import Comparison, ScriptChange
from handover_generator.model.inventory import Inventory

Make = SimpleNamespace


def compared(before: Inventory, after: Inventory) -> Comparison:
    return compare(judge(before), judge(after))


def only(comparison: Comparison) -> ScriptChange:
    (change,) = comparison.scripts
    return change


def one(make: Make, *effects: Any, **more: Any) -> Inventory:
    return make.inventory(make.script(effects=effects, **more))


def test_nothing_changes_when_lines_move(make: Make) -> None:
    before = one(make, make.effect(), make.read())
    after = one(make, make.effect(where=("lib/store.py", 300), via=(("scripts/a.py", 90, "main"), ("lib/y.py", 4, "go"))), make.read())
    comparison = compared(before, after)
    assert comparison.scripts == ()
    assert not comparison.says_something


def test_a_loss_three_files_away_is_gained(make: Make) -> None:
    drop = make.effect(via=(("scripts/a.py", 9, "main"), ("lib/s.py", 14, "refresh")))
    comparison = compared(one(make, make.read()), one(make, make.read(), drop))
    change = only(comparison)
    assert change.effects_gained == (drop,)
    assert change.effects_lost == ()
    assert change.stale is not None
    assert {gap.rule for gap in comparison.gaps_new} >= {"no-confirm", "effect-not-mentioned"}
    assert (comparison.documented_before, comparison.documented_after) == ((1, 1), (0, 1))


def test_text_that_moved_along_is_not_stale(make: Make) -> None:
    change = only(compared(one(make, make.read()), one(make, make.effect(), says="Drops the pilot database.")))
    assert change.stale is None


def test_a_lost_question_is_told_per_effect(make: Make) -> None:
    asks = make.guard("confirm", line=4)
    old, new = make.effect("database delete old", guards=(asks,)), make.effect("database delete new", guards=(asks,))
    comparison = compared(one(make, old, new, guards=(asks,)), one(make, old, make.replace(new, guards=()), guards=(asks,)))
    (lost,) = only(comparison).guards
    assert (lost.kind.value, lost.gained, lost.effect and lost.effect.target) == ("confirm", False, "new")
    assert "guard-bypassed" in {gap.rule for gap in comparison.gaps_new}
    (back,) = only(compared(one(make, make.replace(new, guards=())), one(make, new))).guards
    assert back.gained


def test_weakened_and_bypassed_guards(make: Make) -> None:
    def before_after(kind: str, a: dict[str, Any], b: dict[str, Any]) -> ScriptChange:
        return only(
            compared(one(make, make.effect(guards=(make.guard(kind, **a),))), one(make, make.effect(guards=(make.guard(kind, **b),))))
        )

    assert before_after("dry_run", {"default_on": True}, {"default_on": False}).guards[0].detail == "must be asked for now"
    assert "--yes" in before_after("confirm", {}, {"bypass": "--yes"}).guards[0].detail


def test_no_filter_any_more_is_another_effect(make: Make) -> None:
    narrow = make.effect("database delete users", what="deletes rows")
    change = only(compared(one(make, narrow), one(make, make.replace(narrow, everything=True))))
    assert [effect.everything for effect in change.effects_gained] == [True]


def test_condition_dropped(make: Make) -> None:
    change = only(compared(one(make, make.effect(condition="--force")), one(make, make.effect())))
    assert change.effects_changed[0].worse
    assert "no longer only if --force" in change.effects_changed[0].sentence


def test_renamed_script_keeps_its_gaps(make: Make) -> None:
    before = make.inventory(make.script("scripts/old.py", effects=(make.effect(),)))
    history = make.ScriptHistory(
        state=make.KnowledgeState.KNOWN, former_paths=("scripts/old.py",), knowers=(make.knower("ada"), make.knower("ben"))
    )
    comparison = compared(before, make.inventory(make.script("ops/new.py", effects=(make.effect(),), history=history)))
    change = only(comparison)
    assert (change.kind, change.old_path, change.path) == ("renamed", "scripts/old.py", "ops/new.py")
    assert comparison.gaps_new == ()
    assert comparison.gaps_fixed == ()


def test_moved_without_a_recorded_rename(make: Make) -> None:
    comparison = compared(
        make.inventory(make.script("scripts/a.py", effects=(make.effect(),))),
        make.inventory(make.script("ops/a.py", effects=(make.effect(),))),
    )
    assert [change.kind for change in comparison.scripts] == ["renamed"]


def test_added_and_removed(make: Make) -> None:
    comparison = compared(
        make.inventory(make.script("scripts/x.py", effects=(make.effect(),))), make.inventory(make.script("scripts/y.py"))
    )
    assert [(change.kind, change.path) for change in comparison.scripts] == [("removed", "scripts/x.py"), ("added", "scripts/y.py")]
    assert comparison.gaps_gone
    assert not comparison.gaps_fixed


def test_places_defaults_needs_and_unknowns(make: Make) -> None:
    default = make.ProductionDefault(name="DB", value="prod", place="production", at=make.at("scripts/a.py", 4), because="x")
    need = make.Need(kind="env", name="DB", at=make.at("scripts/a.py", 4))
    unknown = make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", 7), detail="getattr(x, name)")
    before = one(make, make.read(), places=make.Places(never=("production",), source="header"))
    after = one(
        make,
        make.read(),
        places=make.Places(reaches=("production",), defaults=(default,)),
        unknowns=(unknown,),
        dependencies=make.Dependencies(env=(need,)),
    )
    change = only(compared(before, after))
    assert change.reaches_gained == ("production",)
    assert change.defaults_gained == (default,)
    assert change.places_told == ("no longer stated as forbidden in production",)
    assert change.dependencies_gained == (("env", "DB"),)
    assert change.unknowns_gained == (unknown,)
    assert compared(after, before).scripts[0].unknowns_lost == (unknown,)


def test_time_alone_is_no_reason_to_speak(make: Make) -> None:
    faded = make.ScriptHistory(state=make.KnowledgeState.FADED)
    comparison = compared(one(make, make.read()), one(make, make.read(), history=faded))
    assert only(comparison).knowledge == ("known", "faded")
    assert comparison.gaps_new == ()
    assert not comparison.says_something
    with_effect = compared(one(make, make.read()), one(make, make.effect(), history=faded))
    assert "nobody-knows" in {gap.rule for gap in with_effect.gaps_new}


def known_by(make: Make, *people: str, state: str = "single", commit: str = "b" * 40, knows: bool = True) -> Any:
    return make.ScriptHistory(state=make.KnowledgeState(state), last_commit=commit, knowers=tuple(make.knower(one, knows=knows) for one in people))


def test_from_one_who_knows_it_to_nobody_is_not_fixed(make: Make) -> None:
    before = one(make, make.effect(), history=known_by(make, "ada"))
    after = one(make, make.effect(), make.effect("cache delete x"), history=known_by(make, "ada", state="faded", commit="c" * 40, knows=False))
    comparison = compared(before, after)
    assert "single-knower" in {gap.rule for gap in comparison.before.gaps}
    assert "nobody-knows" in {gap.rule for gap in comparison.gaps_new}
    assert "single-knower" not in {gap.rule for gap in (*comparison.gaps_fixed, *comparison.gaps_gone)}
    better = one(make, make.effect(), make.effect("cache delete x"), history=known_by(make, "ada", "ben", state="known", commit="c" * 40))
    assert "single-knower" in {gap.rule for gap in compared(before, better).gaps_fixed}


def test_who_is_no_longer_among_those_who_know_it_is_told(make: Make) -> None:
    effects = (make.effect(), make.effect("cache delete x"))
    before, by_ben = one(make, make.effect(), history=known_by(make, "ada")), known_by(make, "ben", commit="c" * 40)
    assert only(compared(before, one(make, *effects, history=by_ben))).knowers == (("Ada",), ("Ben",))
    also_ben = known_by(make, "ada", "ben", state="known", commit="c" * 40)
    assert only(compared(before, one(make, *effects, history=also_ben))).knowers is None
    untouched = one(make, *effects, history=known_by(make, "ben"))
    assert only(compared(before, untouched)).knowers is None                 # time passed, the change did not do it


def test_gaps_of_a_deleted_script_go_with_it(make: Make) -> None:
    both = make.inventory(make.script("scripts/x.py", effects=(make.effect(),)), make.script("scripts/y.py"))
    comparison = compared(both, make.inventory(make.script("scripts/y.py")))
    assert comparison.gaps_fixed == ()
    assert {gap.subject for gap in comparison.gaps_gone} == {"scripts/x.py"}


def test_a_shared_account_of_the_change_is_told(make: Make) -> None:
    root = make.person("root", present=False, absent_because="a shared account, not a person who can be asked", shared=True)

    def history(commits: int) -> Any:
        tie = make.replace(make.knower("root", present=False, knows=False), commits=commits)
        return make.replace(known_by(make, "ada"), knowers=(make.knower("ada"), tie))

    def judged(commits: int, *effects: Any) -> Inventory:
        inventory = one(make, *effects, history=history(commits))
        return make.replace(inventory, people=(*inventory.people, root))

    assert only(compared(judged(1, make.effect()), judged(2, make.effect(), make.effect("cache delete x")))).shared == ("Root",)
    assert only(compared(judged(2, make.effect()), judged(2, make.effect(), make.effect("cache delete x")))).shared == ()
