"""Outputs as a reader or a program sees them: exact contract, hostile text, limits of the channels."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from handover_generator import gate, pipeline
from handover_generator.analysis.compare import compare
from handover_generator.checks._run import judge
from handover_generator.errors import UsageError
from handover_generator.model.comparison import ScriptChange
from handover_generator.model.explanation import Explanation
from handover_generator.model.findings import Findings
from handover_generator.model.gate import CheckReport
from handover_generator.model.ownership import Policy
from handover_generator.model.rendering import Format
from handover_generator.model.source import Unread
from handover_generator.registry import members

Make = SimpleNamespace
FORMATS = {(f.command, f.name): f.render for f in members("handover_generator.renderers.formats", "FORMAT", Format)}
HOSTILE = (
    "</td><script>alert(1)</script> `--8<--` {{ x }} | @everyone #12 ::error::x %0A\r\n::warning::y \x1b[31m \u202e token=ghp_" + "a1B2" * 9
)


def rendered(command: str, name: str) -> Callable[[Any], str]:
    return FORMATS[command, name]


def report(findings: Findings) -> CheckReport:
    return CheckReport(findings=findings, gate=gate.decide(findings, Policy()))


def hostile(make: Make) -> Findings:
    nasty = make.effect(f"database delete {HOSTILE}", what=HOSTILE, via=(("scripts/a.py", 9, HOSTILE),), condition=HOSTILE)
    unknown = make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", 7), detail=HOSTILE)
    people = (make.person("ada", reach=HOSTILE), make.person("ben"))
    return judge(
        make.inventory(
            make.script(says=HOSTILE, effects=(nasty,), unknowns=(unknown,), state="known"),
            people=people,
            unread=(Unread("bin/\udcff::x.pl", HOSTILE),),
        )
    )


@pytest.mark.parametrize("world", ["story", "guarded"])
def test_the_inventory_keeps_its_contract(make: Make, world: str) -> None:
    data = json.loads(rendered("scan", "json")(judge(getattr(make, world)())))
    schema = json.loads(files("handover_generator").joinpath("data/inventory.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


def test_the_inventory_tells_the_story(make: Make) -> None:
    data = json.loads(rendered("scan", "json")(judge(make.story())))
    reset = next(script for script in data["scripts"] if script["path"] == "scripts/reset_pilot.py")
    effect = reset["effects"][0]
    assert {key: effect[key] for key in ("resource", "action", "destructive", "target", "at", "confidence", "condition")} == {
        "resource": "database",
        "action": "delete",
        "destructive": True,
        "target": "main",
        "at": {"path": "lib/store.py", "line": 31},
        "confidence": "resolved",
        "condition": None,
    }
    assert effect["via"][0] == {"path": "scripts/reset_pilot.py", "line": 9, "name": "main"}
    assert reset["guards"] == {"confirm": [], "dry_run": [], "env_check": [], "output": [], "backup": []}
    assert reset["verdict"]["list"] == "do-not-run"
    assert [gap["subject"] for gap in data["gaps"]] == ["app1.example.org"]


def test_the_same_inventory_gives_the_same_bytes(make: Make) -> None:
    story = make.story()
    backwards = make.replace(story, scripts=tuple(reversed(story.scripts)))
    assert rendered("scan", "json")(judge(story)) == rendered("scan", "json")(judge(backwards))


@pytest.mark.parametrize(("command", "name"), [key for key in FORMATS if key[0] in ("scan", "check")])
def test_hostile_text_stays_text(make: Make, command: str, name: str) -> None:
    text = rendered(command, name)(hostile(make))
    text.encode("utf-8")  # no lone surrogates
    assert "a1B2a1B2" not in text
    if name not in ("json", "sarif", "gitlab"):
        assert "\x1b" not in text
        assert "\u202e" not in text
    if name == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert {len(row) for row in rows} == {len(rows[0])}
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)


def test_github_commands_are_capped_and_escaped(make: Make) -> None:
    scripts = [
        make.script(f"scripts/s{number}.py", effects=(make.effect(via=((f"scripts/s{number}.py", 9, "main"),)),)) for number in range(20)
    ]
    lines = rendered("check", "github")(judge(make.inventory(*scripts))).splitlines()
    kinds = [line.split(" ", 1)[0] for line in lines]
    assert kinds.count("::error") == 10
    assert kinds.count("::warning") <= 10
    assert kinds.count("::notice") <= 10
    assert "more gaps are not shown here" in lines[-1]
    for line in rendered("check", "github")(hostile(make)).splitlines():
        assert re.match(r"::(error|warning|notice) (file=[^:,]*(,line=\d+)?,)?title=[^:]*::", line), line


def test_a_gap_in_another_file_names_the_script_that_it_is_about(make: Make) -> None:
    unknown = make.Unknown(kind="dynamic-call", at=make.at("lib/store.py", 9), detail="calls something")
    scripts = (make.script("scripts/a.py", unknowns=(unknown,)), make.script("scripts/b.py", unknowns=(unknown,)),
               make.script("scripts/c.py", unknowns=(make.replace(unknown, at=make.at("scripts/c.py", 3)),)))
    findings = judge(make.inventory(*scripts))
    lines = [line for line in rendered("check", "github")(findings).splitlines() if "cannot-tell" in line]
    assert len(lines) == len(set(lines)) == 3
    for script in ("scripts/a.py", "scripts/b.py"):
        assert sum(f"::{script}: Not everything" in line and "file=lib/store.py,line=9" in line for line in lines) == 1
        assert f'"{script}: Not everything' in rendered("check", "gitlab")(findings)
        assert f'"{script}: Not everything' in rendered("check", "sarif")(report(findings))
    assert any("file=scripts/c.py,line=3" in line and "::Not everything" in line for line in lines)         # that is where a reader looks already


def test_sarif_is_what_consumers_need(make: Make) -> None:
    findings = judge(make.story())
    log = json.loads(rendered("check", "sarif")(report(findings)))
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert len(run["results"]) == len(findings.gaps)
    prints = [result["partialFingerprints"]["handover/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]
        assert not location["artifactLocation"]["uri"].startswith("/")
        assert location.get("region", {"startLine": 1})["startLine"] >= 1
        assert result["level"] in ("error", "warning", "note")
    assert all("## What to do" in rule["help"]["markdown"] for rule in rules)


def test_gitlab_fingerprints_do_not_collapse(make: Make) -> None:
    rows = json.loads(rendered("check", "gitlab")(judge(make.story())))
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["severity"] for row in rows} <= {"info", "minor", "major", "critical", "blocker"}
    assert all(row["location"]["lines"]["begin"] >= 1 for row in rows)


def test_check_text_ends_with_the_gate(make: Make) -> None:
    text = rendered("check", "text")(report(judge(make.story())))
    assert text.splitlines()[-1].startswith("The gate is closed: ")
    assert "scripts/reset_pilot.py:9: high: This script drops the database main (lib/store.py:31) without asking. [no-confirm]" in text
    assert rendered("check", "text")(report(judge(make.guarded()))) == "0 gaps: none.\nThe gate is open.\n"


def test_a_place_where_it_may_run_does_not_contradict_the_list(make: Make) -> None:
    findings = judge(make.story())
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    text = rendered("explain", "text")(Explanation(findings=findings, script=script, place="pilot", allowed=True, reasons=("it is stated",)))
    assert text.splitlines()[0] == "DO NOT RUN elsewhere: scripts/reset_pilot.py (risk: critical); in pilot: allowed, as is stated"


def test_explain_is_the_screen_that_stops_the_hand(make: Make) -> None:
    findings = judge(make.story())
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    text = rendered("explain", "text")(
        Explanation(findings=findings, script=script, place="production", allowed=False, reasons=("it reaches production",))
    )
    lines = text.splitlines()
    assert lines[:2] == ["DO NOT RUN: scripts/reset_pilot.py (risk: critical); in production: NOT ALLOWED", "Destroys: database main"]
    text = re.sub(" +", " ", text)
    order = [
        text.index(part)
        for part in (
            "In production: NOT ALLOWED",
            "scripts/reset_pilot.py:9",
            "lib/sessions.py:14",
            "lib/store.py:31 drops",
            "before it: nothing",
            "way back: Undocumented",
            "asks: no",
            "reports: no",
            "Owner: Undocumented",
            "Gaps (",
        )
    ]
    assert order == sorted(order)
    assert "half production" in text
    data = json.loads(rendered("explain", "json")(Explanation(findings=findings, script=script)))
    assert data["place"] is None
    assert data["script"]["verdict"]["list"] == "do-not-run"


def test_explain_trails_tells_all(make: Make) -> None:
    drops = tuple(make.effect(f"database delete t{number}") for number in range(5))
    unknowns = tuple(make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", number), detail="x") for number in range(1, 9))
    findings = judge(make.inventory(make.script(effects=(*drops, make.read()), unknowns=unknowns)))
    script = findings.inventory.scripts[0]
    short = rendered("explain", "text")(Explanation(findings=findings, script=script))
    whole = rendered("explain", "text")(Explanation(findings=findings, script=script, trails=True))
    assert "and 2 more; --trails" in short
    assert "t4" not in short.split("Guards")[0]
    assert "t4" in whole
    assert whole.count("dynamic-call") == 8
    assert "--trails" not in whole
    hostile_one = hostile(make)
    shown = rendered("explain", "text")(Explanation(findings=hostile_one, script=hostile_one.inventory.scripts[0], trails=True))
    assert "\x1b" not in shown
    assert "a1B2a1B2" not in shown


def review(make: Make, name: str, before: Any, after: Any) -> str:
    return rendered("review", name)(compare(judge(before), judge(after)))


def test_review_is_silent_when_nothing_is_to_say(make: Make) -> None:
    assert review(make, "markdown", make.story(), make.story()) == ""
    assert review(make, "text", make.story(), make.story()) == "Nothing changes in what the scripts do.\n"
    assert json.loads(review(make, "json", make.story(), make.story()))["says_something"] is False


def test_review_names_first_what_must_not_be_run_any_more(make: Make) -> None:
    before = make.inventory(make.script(effects=(make.read(),)))
    after = make.inventory(make.script(effects=(make.read(), make.effect())), make.script("scripts/new.py", effects=(make.effect(),)))
    assert review(make, "text", before, after).splitlines()[1:3] == [
        "NOW ON THE DO-NOT-RUN LIST: scripts/a.py (was FREE TO RUN)", "NOW ON THE DO-NOT-RUN LIST: scripts/new.py (new)"]
    assert "**Now on the do-not-run list:** `scripts/a.py` (was FREE TO RUN), `scripts/new.py` (new)" in review(make, "markdown", before, after)
    assert "do-not-run list" not in review(make, "markdown", after, before).lower()


def test_the_headline_of_a_review_counts_what_is_newly_destroyed(make: Make) -> None:
    """A script that asked nothing before has no new gap when it destroys more, so the gaps alone would say that nothing came."""
    before = make.inventory(make.script(effects=(make.effect("cache delete sessions"),)))
    bucket = make.effect("object-storage delete prod-uploads", what="removes the bucket")
    after = make.inventory(make.script(effects=(make.effect("cache delete sessions"), bucket), places=make.Places(reaches=("production",))),
                           ownership=make.guarded().ownership)
    for form in ("text", "markdown"):
        head = review(make, form, before, after)
        assert "1 new destructive effect, 1 new reach into production, " in head.split("\n\n")[0]
    told = review(make, "text", before, after)
    assert "NEWLY DESTROYED: scripts/a.py (removes the bucket" in told
    assert "NEW REACH INTO PRODUCTION: scripts/a.py (reaches production)" in told
    back = review(make, "text", after, before).splitlines()[0]
    assert "destructive" not in back
    assert "production" not in back


def test_the_headline_of_a_review_counts_a_script_that_is_judged_worse(make: Make) -> None:
    findings = judge(make.inventory(make.script(effects=(make.effect(),))))
    comparison = compare(findings, findings)
    verdict = comparison.before.verdicts["scripts/a.py"]
    changed = ScriptChange(path="scripts/a.py", kind="changed", verdict_before=make.replace(verdict, risk="high"),
                                verdict_after=make.replace(verdict, risk="critical"))
    up = make.replace(comparison, scripts=(changed,))
    assert rendered("review", "text")(up).startswith(
        "1 script judged worse, 0 new gaps, 0 fixed\nRISKIER THAN BEFORE: scripts/a.py (risk was high, now critical)")
    down = make.replace(changed, verdict_before=changed.verdict_after, verdict_after=changed.verdict_before)
    assert "judged worse" not in rendered("review", "text")(make.replace(comparison, scripts=(down,)))


def test_review_tells_a_guard_that_came_with_a_plus(make: Make) -> None:
    bare, asked = (make.inventory(make.script(effects=(make.effect(guards=guards),))) for guards in ((), (make.guard("confirm"),)))
    assert "  + question gained before it drops the database main" in review(make, "text", bare, asked)
    assert "  ! question lost before it drops the database main" in review(make, "text", asked, bare)


def test_review_comment_has_its_layout(make: Make) -> None:
    guards = (make.guard("confirm", line=4),)
    before = make.inventory(make.script(says="Reset the pilot.", effects=(make.effect(guards=guards),), guards=guards))
    after = make.inventory(
        make.script(says="Reset the pilot.", effects=(make.effect(), make.effect("cache delete sessions", what="flushes")))
    )
    text = review(make, "markdown", before, after)
    assert text.startswith("<!-- handover-review -->\n**handover: ")
    order = [
        text.index(part)
        for part in (
            "### Act on this",
            "### What changes in behaviour",
            "was ASK FIRST, now DO NOT RUN",
            "DESTROYS: flushes 'sessions'",
            "question lost before it drops the database main",
            "### Text may be stale",
            "<sub>",
        )
    ]
    assert order == sorted(order)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {6}


def test_review_comment_stays_below_its_budget_and_inert(make: Make) -> None:
    many = [
        make.script(
            f"scripts/{'x' * 60}{number}.py",
            effects=tuple(
                make.effect(f"database delete table_{effect}_{HOSTILE}", via=((f"scripts/s{number}.py", 9, HOSTILE),) * 6)
                for effect in range(6)
            ),
        )
        for number in range(80)
    ]
    text = review(make, "markdown", make.inventory(), make.inventory(*many))
    assert len(text) < 60_000
    assert "more; `handover review`" in text
    outside_code = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert "<script" not in outside_code
    assert not re.search(r"@\w", outside_code)
    assert "a1B2a1B2" not in text


def test_leaving_pack_in_all_its_forms(make: Make) -> None:
    from handover_generator.analysis.leaving import leaving_pack

    findings = judge(
        make.inventory(
            make.script(
                effects=(make.effect(),),
                history=make.ScriptHistory(state=make.KnowledgeState.SINGLE, commits=2, authors=1, knowers=(make.knower("ada"),)),
            )
        )
    )
    pack = leaving_pack(findings.inventory, "ada", findings.gaps, findings.verdicts)
    markdown, text = rendered("leave", "markdown")(pack), rendered("leave", "text")(pack)
    assert markdown.startswith("# Leaving pack: Ada\n")
    assert "`scripts/a.py`" in markdown
    assert "scripts/a.py: single, then" in text
    data = json.loads(rendered("leave", "json")(pack))
    assert data["scripts"][0]["last_knower"] is True
    for form in (markdown, text, rendered("leave", "html")(pack)):
        assert "Destroys: database main" in form


def test_a_closed_trail_is_shown_and_counts_nowhere(make: Make) -> None:
    closed = make.effect(closed="false, says ada until 2027-01-01: a test double")
    findings = judge(make.inventory(make.script(effects=(closed, make.read()))))
    script = json.loads(rendered("scan", "json")(findings))["scripts"][0]
    assert [effect["resource"] for effect in script["effects"]] == ["filesystem"]
    assert script["closed_effects"][0]["closed"].endswith("a test double")
    text = rendered("explain", "text")(Explanation(findings=findings, script=findings.inventory.scripts[0]))
    assert "What it destroys" not in text
    assert "a test double" in text


def of_several(make: Make) -> Findings:
    loss = make.effect(guards=(make.guard("output"),))
    commands = (
        make.command("show", make.read()),
        make.command("users drop-old", loss, line=20, says="Forgets who left."),
        make.command("users keep", make.effect("database write main", what="updates"), line=30),
    )
    return judge(make.inventory(make.script(says=None, effects=(loss, make.read()), commands=commands)))


def test_each_command_of_a_file_has_a_list_of_its_own(make: Make) -> None:
    findings = of_several(make)
    text = rendered("explain", "text")(pipeline.explanation(findings, "scripts/a.py"))
    assert text.split("Its commands")[1].split("\n\n")[0].splitlines()[1:] == [
        "  DO NOT RUN   users drop-old  Destroys: database main (scripts/a.py:20)",
        "  ASK FIRST    users keep      Changes: database main (scripts/a.py:30)",
        "  FREE TO RUN  show            No destructive effect found; only reads were seen (filesystem) (scripts/a.py:9)",
    ]
    data = json.loads(rendered("scan", "json")(findings))
    schema = json.loads(files("handover_generator").joinpath("data/inventory.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    assert [(one["name"], one["list"], one["says"]) for one in data["scripts"][0]["commands"]] == [
        ("show", "free-to-run", ""),
        ("users drop-old", "do-not-run", "Forgets who left."),
        ("users keep", "ask-first", ""),
    ]


def test_one_command_alone(make: Make) -> None:
    findings = of_several(make)
    for name in ("users drop-old", "users drop_old", "drop-old"):
        text = rendered("explain", "text")(pipeline.explanation(findings, "scripts/a.py", command=name))
        assert text.startswith("DO NOT RUN: scripts/a.py users drop-old")
        assert "Purpose:  Forgets who left." in text
        assert "Its commands" not in text
    free = rendered("explain", "text")(pipeline.explanation(findings, "scripts/a.py", command="show"))
    assert free.startswith("FREE TO RUN: scripts/a.py show")
    assert "What it destroys" not in free


def test_one_command_alone_for_programs(make: Make) -> None:
    findings = of_several(make)
    whole = json.loads(rendered("explain", "json")(pipeline.explanation(findings, "scripts/a.py")))
    assert (whole["command"], whole["script"]["verdict"]["list"], len(whole["script"]["commands"])) == (None, "do-not-run", 3)
    told = json.loads(rendered("explain", "json")(pipeline.explanation(findings, "scripts/a.py", command="show")))
    assert (told["command"], told["script"]["verdict"]["list"]) == ("show", "free-to-run")
    assert [effect["action"] for effect in told["script"]["effects"]] == ["read"]
    assert told["script"]["gaps"] == told["script"]["commands"] == told["way_back"] == []


def test_commands_of_one_name_are_told_apart_by_their_place(make: Make) -> None:
    commands = (make.command("full", make.effect(), line=9), make.command("full", make.read(), line=20))
    findings = judge(make.inventory(make.script(effects=(make.effect(), make.read()), commands=commands)))
    with pytest.raises(UsageError, match=r"several commands .*a.py:9.*a.py:20.*give the whole name or the place"):
        pipeline.explanation(findings, "scripts/a.py", command="full")
    assert pipeline.explanation(findings, "scripts/a.py", command="scripts/a.py:20").verdict.list.value == "free-to-run"
    assert pipeline.explanation(findings, "scripts/a.py", command="scripts/a.py:9").verdict.list.value == "do-not-run"


@pytest.mark.parametrize(("path", "name", "said"), [
    ("scripts/a.py", "drop", "'drop' is no command that was found in scripts/a.py; did you mean 'users drop-old'?"),
    ("scripts/b.py", "drop", "no commands were found in scripts/b.py: it does one thing; leave 'drop' out"),
])
def test_a_command_that_is_not_there(make: Make, path: str, name: str, said: str) -> None:
    findings = of_several(make)
    inventory = make.replace(findings.inventory, scripts=(*findings.inventory.scripts, make.script("scripts/b.py")))
    with pytest.raises(UsageError, match=re.escape(said)):
        pipeline.explanation(judge(inventory), path, command=name)


def test_a_closed_trail_counts_in_no_command(make: Make) -> None:
    closed = make.effect(closed="false, says ada")
    findings = judge(make.inventory(make.script(effects=(closed,), commands=(make.command("a", closed), make.command("b", make.read())))))
    assert [verdict.list.value for _, verdict in findings.commands_of("scripts/a.py")] == ["ask-first", "free-to-run"]
    assert json.loads(rendered("scan", "json")(findings))["scripts"][0]["commands"][0]["effects"] == []
