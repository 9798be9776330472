"""Each rule: what it must find, and the nearest thing that it must leave alone."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from handover_generator.analysis._ways import either
from handover_generator.analysis.describing import describe, only_if
from handover_generator.analysis.unknowns import in_words
from handover_generator.checks._run import judge, rules
from handover_generator.model.findings import Gap, Severity
from handover_generator.model.inventory import Inventory
from handover_generator.model.ownership import (
    Acceptance,
    Backup,
    ClosedTrail,
    DeclaredPerson,
    Environment,
    Ownership,
    Policy,
    Role,
    ScriptEntry,
    StatedEffect,
    Store,
)
from handover_generator.model.source import Unread

Make = SimpleNamespace


def found(rule: str, inventory: Inventory) -> list[Gap]:
    return [gap for gap in judge(inventory).gaps if gap.rule == rule]


def drops(make: Make, **more: Any) -> Inventory:
    return make.inventory(make.script(effects=(make.effect(**more),)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_each_rule_is_its_own_manual_page(rule: Any) -> None:
    module = import_module(f"handover_generator.checks.{rule.id.replace('-', '_')}")
    text = inspect.cleandoc(module.__doc__ or "")
    assert text.split("\n", 1)[0].endswith(".")
    positions = [text.index(f"## {heading}") for heading in ("Why", "What counts", "What to do", "Example")]
    assert positions == sorted(positions)


def test_undocumented(make: Make) -> None:
    (gap,) = found("undocumented", make.inventory(make.script(says=None, effects=(make.effect(),))))
    assert gap.severity is Severity.HIGH
    assert "drops the database main" in gap.message
    (todo,) = found("undocumented", make.inventory(make.script(says="TODO: say what this does")))
    assert todo.severity is Severity.LOW
    assert found("undocumented", make.inventory(make.script(says="Drops the pilot database."))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Reset the pilot.",
        "Refresh all sessions of the pilot",
        "Cleans up.",
        "Sync the pilot",
        "Removes old log files.",
        "Does not delete anything, it resets.",
        "Never drops data.",
        "Rebuilds the pilot without deleting its users.",
    ],
)
def test_effect_not_mentioned(make: Make, text: str) -> None:
    (gap,) = found("effect-not-mentioned", make.inventory(make.script(says=text, effects=(make.effect(),))))
    assert "drops the database main" in gap.message
    assert text[:20] in gap.message
    assert gap.at.line == 2


def test_a_file_of_commands_is_described_by_each_of_them(make: Make) -> None:
    drop, read = make.effect(), make.read()
    wipe, count = make.command("wipe", drop, says="Drops the pilot database."), make.command("count", read, line=20)
    described = make.script(says=None, effects=(drop, read), commands=(wipe, count))
    assert found("undocumented", make.inventory(described)) == []              # what only reads needs no words
    assert found("effect-not-mentioned", make.inventory(described)) == []
    silent = make.script(says=None, effects=(drop, read), commands=(make.command("wipe", drop), count))
    assert len(found("undocumented", make.inventory(silent))) == 1
    hidden = make.script(says=None, effects=(drop, read), commands=(make.command("wipe", drop, says="Reset the pilot."), count))
    (gap,) = found("effect-not-mentioned", make.inventory(hidden))
    assert gap.message == 'The text says "Reset the pilot." and does not mention that the script drops the database main (lib/store.py:31).'
    assert gap.at == make.at("scripts/a.py", 9)
    assert found("effect-not-mentioned", make.inventory(make.script(says="Things we do.", effects=(drop, read), commands=(wipe, count)))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Drops the pilot database.",
        "Deletes everything in main.",
        "Reset the pilot. WARNING: this wipes its data.",
        "Purge the pilot",
        "Empties one pilot before a rehearsal.",
        "Recreates the pilot from scratch.",
        "Cleans up.\n\nAll rows of old pilots are removed.",
    ],
)
def test_an_honest_text_passes(make: Make, text: str) -> None:
    assert found("effect-not-mentioned", make.inventory(make.script(says=text, effects=(make.effect(),)))) == []


@pytest.mark.parametrize(("text", "effect", "honest"), [
    ("Format a USB drive as one partition", "filesystem delete /dev/sdb", True),
    ("Does not format the drive, looks at it.", "filesystem delete /dev/sdb", False),
    ("Formats the report.", "filesystem delete /srv/reports", False),
    ("Shuts down, or reboots", "process delete", True),
    ("Reboot the pilot", "database delete main", False),
])
def test_words_that_name_the_loss_of_a_disk_or_of_a_machine_only(make: Make, text: str, effect: str, honest: bool) -> None:
    told = make.effect(effect, what="takes away", destructive=True)
    assert (found("effect-not-mentioned", make.inventory(make.script(says=text, effects=(told,)))) == []) is honest


def test_effect_not_mentioned_takes_yaml_and_messages(make: Make) -> None:
    script = make.script(says="Reset the pilot.", effects=(make.effect(),))
    entry = ScriptEntry(
        path=script.path,
        at=make.at("handover/scripts.yml"),
        side_effects=(StatedEffect(resource="database", action="delete", target="main", at=make.at("handover/scripts.yml")),),
    )
    assert found("effect-not-mentioned", make.inventory(script, ownership=Ownership(scripts=(entry,)))) == []
    mail = make.effect("email send users", what="sends a mail to")
    (gap,) = found("effect-not-mentioned", make.inventory(make.script(says="Update the report.", effects=(mail,))))
    assert gap.severity is Severity.MEDIUM
    assert found("effect-not-mentioned", make.inventory(make.script(says="Emails the report.", effects=(mail,)))) == []


def test_effect_not_mentioned_by_name_only_is_less_severe(make: Make) -> None:
    (gap,) = found("effect-not-mentioned", make.inventory(make.script(effects=(make.effect(confidence="name-only"),))))
    assert gap.severity is Severity.MEDIUM


def test_claim_contradicted(make: Make) -> None:
    nothing = make.Claims(claims_nothing=make.claim("Side effects: none"), full_text="Side effects: none")
    (gap,) = found("claim-contradicted", make.inventory(make.script(claims=nothing, effects=(make.effect(),))))
    assert gap.severity is Severity.CRITICAL
    written = make.effect("filesystem write /srv/report.csv", what="writes")
    (changed,) = found("claim-contradicted", make.inventory(make.script(claims=nothing, effects=(written,))))
    assert changed.severity is Severity.HIGH
    temporary = make.effect("filesystem write /tmp/x", what="writes")
    assert found("claim-contradicted", make.inventory(make.script(claims=nothing, effects=(make.read(), temporary)))) == []


def test_claim_contradicted_by_the_yaml(make: Make) -> None:
    script = make.script(effects=(make.effect(), make.effect("cache delete sessions", what="flushes")))
    place = make.at("handover/scripts.yml", 4)

    def stating(effects: tuple[StatedEffect, ...] | None) -> Inventory:
        entry = ScriptEntry(path=script.path, at=place, side_effects=effects)
        return make.inventory(script, ownership=Ownership(scripts=(entry,)))

    (none,) = found("claim-contradicted", stating(()))
    assert "no side effects" in none.message
    (part,) = found("claim-contradicted", stating((StatedEffect(resource="database", action="delete", target=None, at=place),)))
    assert "flushes" in part.message
    assert found("claim-contradicted", stating(None)) == []


def test_a_promised_question_that_is_not_there(make: Make) -> None:
    text = "Drops the pilot database. Asks for confirmation first."
    assert found("claim-contradicted", make.inventory(make.script(says=text, effects=(make.effect(),))))
    asked = make.effect(guards=(make.guard("confirm"),))
    assert found("claim-contradicted", make.inventory(make.script(says=text, effects=(asked,), guards=asked.guards))) == []


def test_no_owner(make: Make) -> None:
    (gap,) = found("no-owner", make.inventory(make.script(ownership=make.OwnerFacts(), effects=(make.effect(),))))
    assert gap.severity is Severity.HIGH
    assert "Ada" in gap.message
    assert "scripts/a.py: {owner:" in gap.action
    assert found("no-owner", make.inventory(make.script(effects=(make.effect(),)))) == []


def test_owner_left(make: Make) -> None:
    def owned(**facts: Any) -> Inventory:
        return make.inventory(make.script(effects=(make.effect(),), ownership=make.OwnerFacts(**facts)))

    (gone,) = found("owner-left", owned(owner="marek", source="CODEOWNERS", people=("marek",), gone=("marek",)))
    assert gone.severity is Severity.HIGH
    assert "left on 2026-09-01" in gone.message
    (some,) = found("owner-left", owned(owner="backend", source="role", people=("ada", "marek"), gone=("marek",)))
    assert some.severity is Severity.LOW
    assert found("owner-left", owned(owner="ada", source="header", people=("ada",))) == []


def test_owner_disagreement(make: Make) -> None:
    def said(*others: str) -> list[Gap]:
        facts = make.OwnerFacts(
            owner="backend", source="role", people=("ada",), others=tuple(("CODEOWNERS", name, make.at("CODEOWNERS", 3)) for name in others)
        )
        return found("owner-disagreement", make.inventory(make.script(ownership=facts)))

    assert "@data-team" in said("@data-team")[0].message
    for same in ("@org/backend", "backend", "@ada", "ada@example.org", "Ada", "group:default/backend"):
        assert said(same) == [], same


def test_knowledge(make: Make) -> None:
    def known(state: str, *knowers: Any) -> Inventory:
        history = make.ScriptHistory(state=make.KnowledgeState(state), knowers=knowers)
        return make.inventory(make.script(effects=(make.effect(),), history=history))

    (single,) = found("single-knower", known("single", make.knower("ada")))
    assert single.ask == "ada"
    (lost,) = found("nobody-knows", known("lost", make.knower("marek", present=False, knows=False)))
    assert lost.severity is Severity.CRITICAL
    assert "Marek" in lost.message
    (faded,) = found("nobody-knows", known("faded", make.knower("ben", knows=False)))
    assert faded.severity is Severity.HIGH
    assert "Ben" in faded.message
    for state in ("known", "unknown"):
        assert found("nobody-knows", known(state)) == []
        assert found("single-knower", known(state)) == []
    assert found("nobody-knows", known("single", make.knower("ada"))) == []


def test_no_safe_place(make: Make) -> None:
    assert found("no-safe-place", drops(make))[0].severity is Severity.HIGH
    assert found("no-safe-place", make.inventory(make.script(effects=(make.read(),)))) == []
    stated = make.script(effects=(make.effect(),), places=make.Places(never=("production",), source="header"))
    assert found("no-safe-place", make.inventory(stated)) == []
    nowhere = ScriptEntry(path="scripts/a.py", at=make.at("handover/scripts.yml"), safe_in=())
    assert found("no-safe-place", make.inventory(make.script(effects=(make.effect(),)), ownership=Ownership(scripts=(nowhere,)))) == []


def test_runs_where_forbidden(make: Make) -> None:
    def reaching(guards: tuple[Any, ...] = (), **places: Any) -> list[Gap]:
        script = make.script(effects=(make.effect(guards=guards),), places=make.Places(source="handover.yml", **places))
        return found("runs-where-forbidden", make.inventory(script))

    (never,) = reaching(never=("production",), reaches=("production", "pilot"))
    assert never.severity is Severity.CRITICAL
    (outside,) = reaching(safe=("pilot",), reaches=("production",))
    assert "only stated to be safe in pilot" in outside.message
    assert reaching(safe=("pilot",), reaches=("pilot",)) == []
    assert reaching(reaches=("production",)) == []
    (checked,) = reaching(guards=(make.guard("env_check"),), never=("production",), reaches=("production",))
    assert checked.severity is Severity.LOW
    (pointed,) = reaching(safe=("pilot",), never=("production",), reaches=("pilot", "production"))
    assert pointed.severity is Severity.MEDIUM
    assert "can be pointed at production" in pointed.message
    default = make.ProductionDefault(name="DB", value="x", place="production", at=make.at("scripts/a.py", 2), because="x")
    (falls,) = reaching(safe=("pilot",), never=("production",), reaches=("pilot", "production"), defaults=(default,))
    assert falls.severity is Severity.CRITICAL


def test_mixed_place(make: Make) -> None:
    place = make.MixedPlace(
        id="host-app1", kind="host", name="app1", environments=("production", "testing"), evidence=(make.at(".env", 2),)
    )
    touching = make.script(effects=(make.effect(),), places=make.Places(mixed=("host-app1",)))
    gaps = found("mixed-place", make.inventory(touching, make.script("scripts/b.py"), mixed_places=(place,)))
    assert {(gap.subject, gap.script, gap.severity) for gap in gaps} == {
        ("scripts/a.py", True, Severity.HIGH),
        ("app1", False, Severity.MEDIUM),
    }
    assert found("mixed-place", make.inventory(touching)) == []


def test_a_host_is_not_told_beside_its_database(make: Make) -> None:
    both = ("production", "testing")
    places = tuple(
        make.MixedPlace(id=name, kind="host", name=name, environments=both, evidence=(make.at(".env", 2),))
        for name in ("db1", "db1/main", "db11")
    )
    script = make.script(effects=(make.effect(),), places=make.Places(mixed=("db1", "db1/main", "db11")))
    told = {gap.detail for gap in found("mixed-place", make.inventory(script, mixed_places=places)) if gap.script}
    assert told == {"db1/main", "db11"}


def test_production_default(make: Make) -> None:
    default = make.ProductionDefault(
        name="DB_URL", value="postgres://prod/main", place="production", at=make.at("lib/config.py", 4), because="x"
    )
    (gap,) = found("production-default", make.inventory(make.script(effects=(make.effect(),), places=make.Places(defaults=(default,)))))
    assert gap.severity is Severity.CRITICAL
    assert str(gap.at) == "lib/config.py:4"
    (reading,) = found("production-default", make.inventory(make.script(effects=(make.read(),), places=make.Places(defaults=(default,)))))
    assert reading.severity is Severity.MEDIUM


def test_no_confirm(make: Make) -> None:
    (gap,) = found("no-confirm", drops(make))
    assert gap.severity is Severity.HIGH
    assert str(gap.at) == "scripts/a.py:9"
    assert make.at("lib/store.py", 31) in gap.evidence
    opt_in = make.guard("dry_run", default_on=False)
    (asked_for,) = found("no-confirm", make.inventory(make.script(effects=(make.effect(guards=(opt_in,)),), guards=(opt_in,))))
    assert "must be asked for" in asked_for.message
    assert found("no-confirm", drops(make, guards=(make.guard("confirm"),))) == []
    assert found("no-confirm", drops(make, guards=(make.guard("dry_run", default_on=True),))) == []
    assert found("no-confirm", drops(make, guards=(make.guard("env_check"),)))
    assert found("no-confirm", make.inventory(make.script(effects=(make.read(),)))) == []


@pytest.mark.parametrize(
    "target",
    [
        "/tmp/scratch/x",
        "${TMPDIR}/x",
        "/dev/null",
        "build/",
        "lib/__pycache__",
        "/srv/app/node_modules",
        "${ROOT}/admin/.venv3",
        ".venv-3.11/bin/python",
        "a.pyc",
        "/var/tmp/a",
        "${mkdtemp}",
        "${mkdtemp}/esri/x.csv/../y.vrt",
        "${mkstemp()[]}",
        "temporary folder",
        "$(mktemp -d)/x",
        "./build/x",
        "*.egg",
        "*.py?",
        "lib/.pytest",
        "pytest.xml",
        ".coverage.host.12",
        "MANIFEST",
        "coverage",
        "./coverage/",
    ],
)
def test_what_is_meant_to_vanish_is_no_loss(make: Make, target: str) -> None:
    removed = make.effect(f"filesystem delete {target}", what="deletes")
    assert judge(make.inventory(make.script(effects=(removed,)))).gaps == ()


@pytest.mark.parametrize(
    "target",
    [
        "/tmp",
        "docs/MANIFEST",
        "data/coverage",
        "/coverage",
        "orders.xml",
        "*.py",
        "/tmp/",
        "/tmp/*",
        "/tmp/../etc",
        "${TMPDIR}",
        "/srv/build",
        "/srv/environment",
        "${ROOT}/dist",
        "venvs/production.json",
        "uploads",
        "${DIR}/build",
        "~/build",
        "/",
        "${mkdtemp}/../../srv",
        "${TMPDIR}/..",
        "../build",
        "temporary folders",
        "${gettempdir()}",
        "$TMPDIR_BACKUP/x",
        ".",
    ],
)
def test_what_only_looks_temporary_is_a_loss(make: Make, target: str) -> None:
    removed = make.effect(f"filesystem delete {target}", what="deletes")
    assert found("no-confirm", make.inventory(make.script(effects=(removed,)))), target


def test_temporary_on_another_host_is_a_loss(make: Make) -> None:
    assert found("no-confirm", make.inventory(make.script(effects=(make.effect("filesystem delete /tmp/x", what="deletes", host="app1"),))))


def test_no_output(make: Make) -> None:
    assert found("no-output", drops(make))
    assert found("no-output", drops(make, guards=(make.guard("output"),))) == []


def test_no_way_back(make: Make) -> None:
    (gap,) = found("no-way-back", drops(make, store="maindb"))
    assert "undo:" in gap.action

    def stating(**fields: Any) -> list[Gap]:
        entry = ScriptEntry(path="scripts/a.py", at=make.at("handover/scripts.yml"), **fields)
        return found("no-way-back", make.inventory(make.script(effects=(make.effect(),)), ownership=Ownership(scripts=(entry,))))

    assert stating(undo="Restore last night's dump.") == []
    assert stating(undo="TODO")
    assert stating(undo="none")
    assert found("no-way-back", drops(make, guards=(make.guard("backup"),))) == []
    store = Store(
        id="maindb", at=make.at("handover/stores.yml"), kind="database", backup=Backup(where="s3://dumps", restore_tested="2026-06-01")
    )
    known = make.inventory(make.script(effects=(make.effect(store="maindb"),)), ownership=Ownership(stores=(store,)))
    assert found("no-way-back", known) == []


def test_guard_bypassed_on_one_of_two_trails(make: Make) -> None:
    asks = make.guard("confirm", line=12)
    asked = make.effect("database delete old", guards=(asks,))
    bare = make.effect("database delete all", via=(("scripts/a.py", 20, "clean_all"),))
    inventory = make.inventory(make.script(effects=(asked, bare), guards=(asks,)))
    (gap,) = found("guard-bypassed", inventory)
    assert "scripts/a.py:12" in gap.message
    assert str(gap.at) == "scripts/a.py:20"
    assert found("no-confirm", inventory) == []
    whole = make.inventory(make.script(effects=(asked, make.replace(bare, guards=(asks,))), guards=(asks,)))
    assert found("guard-bypassed", whole) == []


def test_a_guard_after_the_effect_is_bypassed(make: Make) -> None:
    late = make.guard("confirm", line=30)
    assert found("guard-bypassed", make.inventory(make.script(effects=(make.effect(),), guards=(late,))))
    checked = make.effect(guards=(make.guard("env_check"),))
    optional = make.guard("dry_run", default_on=False)
    assert found("guard-bypassed", make.inventory(make.script(effects=(checked,), guards=(*checked.guards, optional)))) == []


def test_weak_guard(make: Make) -> None:
    (gap,) = found("weak-guard", drops(make, guards=(make.guard("env_check", strong=False, detail="an assert, gone under python -O"),)))
    assert "python -O" in gap.message
    assert found("weak-guard", drops(make, guards=(make.guard("env_check"), make.guard("confirm", strong=False)))) == []
    assert found("weak-guard", drops(make)) == []


def test_a_promise_of_localhost_is_no_check(make: Make) -> None:
    text = "Deletes all data. Only run this on localhost."
    (gap,) = found("weak-guard", make.inventory(make.script(says=text, effects=(make.effect(),))))
    assert "nothing checks the place" in gap.message
    checked = make.effect(guards=(make.guard("env_check"),))
    assert found("weak-guard", make.inventory(make.script(says=text, effects=(checked,)))) == []
    assert found("weak-guard", make.inventory(make.script(says="Deletes all data of the local cache.", effects=(make.effect(),)))) == []


def test_copy_lost_guard(make: Make) -> None:
    from handover_generator.model.people import Copy

    kin = make.script("scripts/b.py", guards=(make.guard("confirm", "scripts/b.py", 7),))
    copied = make.script(
        effects=(make.effect(),),
        copies=(
            Copy(path="scripts/b.py", similarity=0.93, lost=("confirm",)),
            Copy(path="scripts/c.py", similarity=0.9, lost=("confirm",)),
        ),
    )
    (gap,) = found("copy-lost-guard", make.inventory(copied, kin))
    assert "93 %" in gap.message
    assert "scripts/b.py:7" in gap.message
    faithful = make.script(copies=(Copy(path="scripts/b.py", similarity=0.93),))
    assert found("copy-lost-guard", make.inventory(faithful, kin)) == []


def test_fix_not_carried(make: Make) -> None:
    from handover_generator.model.location import Location
    from handover_generator.model.people import Copy, MissedFix

    fix = MissedFix(commit="3f2a91c0de" * 4, date="2022-01-01", subject="fix: never drop live sessions", text="drop(everything)",
                    at=Location("scripts/a.py", 12))
    kin = make.script("scripts/b.py")
    behind = make.script("scripts/a.py", effects=(make.effect(),), copies=(
        Copy(path="scripts/b.py", similarity=0.93, fixes=(fix,)), Copy(path="scripts/c.py", similarity=0.9, fixes=(fix,))))
    (gap,) = found("fix-not-carried", make.inventory(behind, kin))
    assert gap.message == ('Commit 3f2a91c0de ("fix: never drop live sessions", 2022-01-01) repaired scripts/b.py; '
                           "this script still has in line 12 what was mended there.")
    assert (gap.at, gap.severity) == (Location("scripts/a.py", 12), Severity.MEDIUM)
    harmless = make.script("scripts/a.py", copies=behind.copies)
    assert [gap.severity for gap in found("fix-not-carried", make.inventory(harmless, kin))] == [Severity.LOW]
    assert found("fix-not-carried", make.inventory(make.script(copies=(Copy(path="scripts/b.py", similarity=0.93),)), kin)) == []


def test_vestigial_destructive(make: Make) -> None:
    def used(state: str, *effects: Any) -> list[Gap]:
        return found(
            "vestigial-destructive",
            make.inventory(make.script(effects=effects, usage=make.Usage(state=state, against=("Nothing starts it.",)))),
        )

    assert used("vestigial", make.effect())[0].severity is Severity.HIGH
    assert used("dormant", make.effect())[0].severity is Severity.MEDIUM
    assert used("in-use", make.effect()) == []
    assert used("cannot-tell", make.effect()) == []
    assert used("vestigial", make.read()) == []


def test_cannot_tell(make: Make) -> None:
    unknown = (
        make.Unknown(kind="dynamic-command", at=make.at("scripts/a.py", 7), detail='bash -c "$CMD"'),
        make.Unknown(kind="unmodelled-package", at=make.at("scripts/a.py", 2), detail="acme"),
    )
    (gap,) = found("cannot-tell", make.inventory(make.script(unknowns=unknown)))
    assert gap.severity is Severity.MEDIUM
    assert "$CMD" in gap.message
    assert "1 command computed at run time" in gap.message
    (mild,) = found("cannot-tell", make.inventory(make.script(unknowns=unknown[1:])))
    assert mild.severity is Severity.LOW
    assert found("cannot-tell", make.inventory(make.script(partial="lines 4 to 9 do not parse")))
    assert found("cannot-tell", make.inventory(make.script())) == []


def test_unread_file(make: Make) -> None:
    (gap,) = found("unread-file", make.inventory(unread=(Unread("bin/old.pl", "Perl is not a language we read"),)))
    assert (gap.severity, gap.subject, gap.script) == (Severity.MEDIUM, "bin/old.pl", False)


def test_undeclared_dependency(make: Make) -> None:
    need = make.Need(kind="package", name="boto3", at=make.at("scripts/a.py", 3))
    (gap,) = found(
        "undeclared-dependency", make.inventory(make.script(dependencies=make.Dependencies(packages=(need,), undeclared=(need,))))
    )
    assert "boto3" in gap.message
    assert found("undeclared-dependency", make.inventory(make.script(dependencies=make.Dependencies(packages=(need,))))) == []


def test_stale_entry(make: Make) -> None:
    place = make.at("handover/all.yml", 9)
    stated = Ownership(
        people=(DeclaredPerson(id="zoe", at=place, name="Zoe"), DeclaredPerson(id="ada", at=place, name="Ada")),
        roles=(Role(id="backend", at=place, holder="ada", covers=("scripts/**", "server/**")),),
        stores=(Store(id="olddb", at=place, kind="database"), Store(id="maindb", at=place, kind="database")),
        environments=(Environment(id="pilot", at=place),),
        scripts=(ScriptEntry(path="scripts/aa.py", at=place), ScriptEntry(path="scripts/a.py", at=place, never_in=("prodction",))),
        closed_trails=(
            ClosedTrail(script="scripts/a.py", effect="cache delete", why="x", by="ada", until=None, at=place),
            ClosedTrail(script="scripts/a.py", effect="database delete main", why="x", by="ada", until=None, at=place),
        ),
    )
    gaps = found("stale-entry", make.inventory(make.script(effects=(make.effect(store="maindb"),)), ownership=stated))
    assert {gap.subject for gap in gaps} == {"zoe", "server/**", "olddb", "scripts/aa.py", "prodction", "scripts/a.py: cache delete"}
    renamed = next(gap for gap in gaps if gap.subject == "scripts/aa.py")
    assert "did you mean scripts/a.py?" in renamed.message
    assert renamed.severity is Severity.MEDIUM


def test_backup_untested(make: Make) -> None:
    def backed(tested: str | None) -> list[Gap]:
        store = Store(id="maindb", at=make.at("handover/s.yml"), kind="database", backup=Backup(where="s3://dumps", restore_tested=tested))
        return found(
            "backup-untested", make.inventory(make.script(effects=(make.effect(store="maindb"),)), ownership=Ownership(stores=(store,)))
        )

    assert "never restored" in backed(None)[0].message
    assert "days ago" in backed("2024-01-01")[0].message
    assert backed("2026-06-01") == []
    assert backed("last summer")


def test_changed_since_verified(make: Make) -> None:
    def verified(on: str) -> list[Gap]:
        entry = ScriptEntry(path="scripts/a.py", at=make.at("handover/s.yml"), verified_by="ada", verified_on=on)
        return found("changed-since-verified", make.inventory(make.script(effects=(make.effect(),)), ownership=Ownership(scripts=(entry,))))

    assert verified("2022-01-01")[0].ask == "ada"
    assert verified("2023-02-11") == []


def test_role_without_holder(make: Make) -> None:
    def held(holder: str | None) -> list[Gap]:
        role = Role(id="backend", at=make.at("handover/r.yml"), holder=holder, duties=("reset pilots",))
        return found("role-without-holder", make.inventory(ownership=Ownership(roles=(role,))))

    assert held(None)
    assert "Marek" in held("marek")[0].message
    assert held("ada") == []


def test_cut_history(make: Make) -> None:
    def history(**facts: Any) -> list[Gap]:
        return found("cut-history", make.inventory(make.script(), repository=make.Repository(name="shop", **facts)))

    assert history(commit="a" * 40, shallow=True, commits=1)[0].severity is Severity.NOTE
    assert history(commit="a" * 40, commits=9) == []
    assert history(commit=None) == []


def accepted(make: Make, **more: Any) -> Callable[..., Inventory]:
    fields: dict[str, Any] = {
        "gap": "no-confirm",
        "script": "scripts/a.py",
        "by": "ada",
        "on": "2026-05-01",
        "until": "2026-12-31",
        "why": "one launch only",
        "at": make.at("handover/accepted.yml", 2),
        **more,
    }
    return make.inventory(make.script(effects=(make.effect(),)), ownership=Ownership(accepted=(Acceptance(**fields),)))


def test_acceptance_until_its_end(make: Make) -> None:
    (gap,) = found("no-confirm", accepted(make))
    assert gap.state == "accepted"
    assert gap.state_note == "accepted by Ada on 2026-05-01 until 2026-12-31: one launch only"
    assert found("expired-acceptance", accepted(make)) == []
    assert found("no-confirm", accepted(make, until="2026-11-23"))[0].state == "accepted"  # the day itself counts


def test_expired_acceptance_opens_the_gap_again(make: Make) -> None:
    expired = accepted(make, until="2026-08-01")
    (gap,) = found("no-confirm", expired)
    assert gap.state == "open"
    assert "open again" in gap.state_note
    (told,) = found("expired-acceptance", expired)
    assert told.severity is Severity.HIGH
    endless = accepted(make, until=None)
    assert found("no-confirm", endless)[0].state == "open"
    assert found("expired-acceptance", endless)[0].severity is Severity.MEDIUM


def test_escalated_is_open_but_passed_on(make: Make) -> None:
    (gap,) = found("no-confirm", accepted(make, to="ben"))
    assert gap.state == "escalated"
    assert "passed on by Ada to Ben" in gap.state_note


def test_an_acceptance_of_nothing_is_stale(make: Make) -> None:
    assert found("stale-entry", accepted(make, gap="no-confirmation"))[0].message.endswith("did you mean no-confirm?")
    assert found("stale-entry", accepted(make, gap="single-knower"))
    assert found("stale-entry", accepted(make)) == []


def test_an_ignored_rule_that_is_none_is_stale(make: Make) -> None:
    (gap,) = found("stale-entry", make.inventory(ownership=Ownership(policy=Policy(ignore=("no-confrm", "no-owner")))))
    assert "did you mean no-confirm?" in gap.message


@pytest.mark.parametrize(("condition", "words"), [
    ("if --all is given", "only if --all is given"), ("if --all is given, or if --one is given", "only if --all is given, or if --one is given"),
    ("if --all is given, or in other cases", "if --all is given, or in other cases"), ("in the worker", "only in the worker"),
    ("if a and b and if c, or if a and b and if d", "only if a and b, and then if c, or if d"),
    ("if a, or if b and if a", "only if a, or if b and if a"),
    (f"if a{'a' * 99} and if b and if c{'c' * 99}", f"only if a{'a' * 99} and more"),
    (f"if a{'a' * 99} and if b{'b' * 99} and if c", f"only if a{'a' * 99} and more and if c"),
    (f"if {'a' * 90}, or if {'b' * 90}, or in other cases", f"if {'a' * 90}, or in other cases"),
])
def test_a_condition_in_words(condition: str, words: str) -> None:
    assert only_if(condition) == words


def test_a_guard_of_one_command_was_never_meant_for_another(make: Make) -> None:
    asked, bare = make.effect(guards=(make.guard("confirm"),)), make.effect("database delete other", where=("lib/store.py", 40))
    several = make.script(effects=(asked, bare), commands=(make.command("careful", asked), make.command("rash", bare, line=20)))
    assert not [gap for gap in judge(make.inventory(several)).gaps if gap.rule == "guard-bypassed"]
    both = make.script(effects=(asked, bare), commands=(make.command("careful", make.read()), make.command("rash", asked, bare, line=20)))
    assert [gap.detail for gap in judge(make.inventory(both)).gaps if gap.rule == "guard-bypassed"] == ["confirm"]


def test_what_is_told_once_is_counted_as_often_as_it_stands(make: Make) -> None:
    unknowns = (make.Unknown(kind="unmodelled-package", at=make.at("scripts/a.py", 7), detail="kit.go() (in 3 places)"),
                make.Unknown(kind="unmodelled-package", at=make.at("scripts/a.py", 9), detail="kit.stop()"))
    assert in_words(unknowns) == "4 calls of packages nothing is known of"
    assert in_words(unknowns[1:]) == "1 call of a package nothing is known of"


def test_a_way_that_needs_more_than_another_is_not_told() -> None:
    assert either(["if a and if b"], ["if a"]) == "if a"
    assert either(["if a"], ["if a and if b"]) == "if a"
    assert either(["if a and if b"], ["if a and if c"]) == "if a and if b, or if a and if c"


def test_a_long_target_that_the_words_name_is_not_told_twice(make: Make) -> None:
    long = "${output of curl " + "https://example.org/a/very/long/way/" * 4 + "}"
    effect = make.replace(make.effect("database delete main", what=f"migrates the schema back to {long}"), target=long)
    assert describe(effect) == f"migrates the schema back to {long[:79]}…"


def test_a_proposed_list_of_side_effects_is_whole(make: Make) -> None:
    effects = (make.effect("search delete index"), make.effect("search delete other"), make.effect("database delete orders"),
               make.effect("database write users", what="overwrites all rows in", destructive=True),
               make.effect("filesystem write out", what="writes"))
    bare = make.script(says="Updates the report.", effects=effects)
    gaps = found("effect-not-mentioned", make.inventory(bare))
    lines = {re.search(r"side_effects: \[.*?\]", gap.action).group() for gap in gaps}             # type: ignore[union-attr]
    assert len(gaps) == 3
    assert len({frozenset(line.split("[")[1].strip("]").split(", ")) for line in lines}) == 1
    stated = tuple(StatedEffect(resource=one.split(": ")[0], action=one.split(": ")[1], target=None, at=make.at("handover/scripts.yml", 3))
                   for one in re.findall(r"\{([a-z-]+: [a-z]+)\}", lines.pop()))
    entry = ScriptEntry(path="scripts/a.py", at=make.at("handover/scripts.yml", 3), side_effects=stated)
    whole = make.inventory(bare, ownership=Ownership(scripts=(entry,)))
    assert found("claim-contradicted", whole) == found("effect-not-mentioned", whole) == []
    entry = make.replace(entry, side_effects=stated[:1])
    partly = make.inventory(bare, ownership=Ownership(scripts=(entry,)))
    assert len(found("claim-contradicted", partly)) == 2
    for gap in found("effect-not-mentioned", partly):
        assert re.search(r"or add \{[a-z]+: [a-z]+\} to the side_effects of scripts/a.py at handover/scripts.yml:3", gap.action)
