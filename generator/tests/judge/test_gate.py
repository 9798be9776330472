"""The gate: closed by what is new and grave, open otherwise; baselines that survive moved lines and refuse nonsense in a sentence."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator import gate
from handover_generator.checks._run import judge, rules
from handover_generator.cli import check
from handover_generator.errors import ConfigurationError
from handover_generator.model.findings import Severity
from handover_generator.model.gate import Baseline
from handover_generator.model.ownership import Policy
from handover_generator.records import replace

Make = SimpleNamespace


def test_grave_gaps_close_it_and_reasons_say_why(make: Make) -> None:
    result = gate.decide(judge(make.story()), Policy())
    assert result.closed
    assert "1 x production-default (critical)" in result.reasons
    assert all(gap.severity.word in ("high", "critical") for gap in result.blocking)
    assert not gate.decide(judge(make.guarded()), Policy()).closed


def test_policy(make: Make) -> None:
    findings = judge(make.inventory(make.script(unknowns=(make.Unknown(kind="dynamic-call", at=make.at("scripts/a.py", 7), detail="x"),))))
    assert [gap.rule for gap in findings.gaps] == ["cannot-tell"]
    assert not gate.decide(findings, Policy()).closed
    assert gate.decide(findings, Policy(fail_on="low")).closed
    assert gate.decide(findings, Policy(strict=True)).closed
    assert not gate.decide(findings, Policy(strict=True, ignore=("cannot-tell",))).closed
    assert not gate.decide(judge(make.story()), Policy(fail_on="never")).closed
    with pytest.raises(ConfigurationError, match="fail_on is 'hihg'"):
        gate.decide(findings, Policy(fail_on="hihg"))


def test_baseline_lets_old_gaps_pass_and_new_ones_not(make: Make, tmp_path: Path) -> None:
    before = judge(make.story())
    file = tmp_path / "baseline.json"
    file.write_text(gate.baseline_text(gate.baseline_of(before)), encoding="utf-8")
    baseline = gate.load_baseline(file)
    assert not gate.decide(before, Policy(), baseline).closed
    story = make.story()
    added = make.replace(story, scripts=(*story.scripts, make.script("scripts/z.py", effects=(make.effect(),))))
    result = gate.decide(judge(added), Policy(), baseline)
    assert result.closed
    assert {gap.subject for gap in result.blocking} == {"scripts/z.py"}
    assert gate.decide(judge(make.guarded()), Policy(), baseline).fixed == baseline.entries


def test_moved_lines_keep_their_fingerprint(make: Make) -> None:
    def at_line(line: int) -> Baseline:
        effect = make.effect(where=("lib/store.py", line), via=(("scripts/a.py", line, "main"),))
        return gate.baseline_of(judge(make.inventory(make.script(effects=(effect,)))))

    assert at_line(9) == at_line(900)


def test_baseline_file_is_sorted_and_stable(make: Make) -> None:
    baseline = gate.baseline_of(judge(make.story()))
    text = gate.baseline_text(baseline)
    assert gate.parse_baseline(text, "b.json") == baseline
    rows = json.loads(text)["gaps"]
    assert rows == sorted(rows, key=lambda row: (row["rule"], row["subject"], row["fingerprint"]))
    assert gate.baseline_text(Baseline(entries=tuple(reversed(baseline.entries)))) == text
    assert gate.parse_baseline(gate.baseline_text(Baseline()), "b.json") == Baseline()


def test_what_cannot_be_baselined(make: Make) -> None:
    findings = judge(make.story())
    (lasting, *_), fleeting = findings.gaps, {rule.id for rule in rules() if not rule.baselinable}
    assert fleeting == {"expired-acceptance"}
    told = replace(findings, gaps=(replace(lasting, baselinable=False), *findings.gaps[1:]))
    baseline = gate.baseline_of(told)
    assert len(baseline.entries) == len(findings.gaps) - 1
    every = gate.baseline_of(findings)
    assert gate.decide(told, Policy(fail_on=lasting.severity.word), every).closed, "an older baseline that holds it does not help"
    assert not gate.decide(findings, Policy(fail_on=lasting.severity.word), every).closed


def test_what_a_rule_says_of_itself_holds_for_its_gaps(make: Make) -> None:
    said = {rule.id: (rule.basis, rule.strict, rule.baselinable) for rule in rules()}
    assert {(gap.basis, gap.strict, gap.baselinable) == said[gap.rule] for gap in judge(make.story()).gaps} == {True}


@given(
    st.one_of(
        st.text(),
        st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(
            json.dumps
        ),
        st.lists(st.dictionaries(st.sampled_from(["rule", "subject", "fingerprint"]), st.text() | st.integers())).map(
            lambda rows: json.dumps({"schema": gate.SCHEMA, "gaps": rows})
        ),
    )
)
def test_any_text_is_a_baseline_or_a_sentence(text: str) -> None:
    told = "handover/baseline.json:"
    try:
        gate.parse_baseline(text, "handover/baseline.json")
    except ConfigurationError as error:
        told = str(error)
    assert told.startswith("handover/baseline.json:")


def test_a_missing_baseline_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--update-baseline"):
        gate.load_baseline(tmp_path / "none.json")
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        gate.load_baseline(bad)


def test_the_command_line_takes_what_the_policy_takes() -> None:
    (option,) = (param for param in check.params if param.name == "fail_on")
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == {*(severity.word for severity in Severity), gate.NEVER}


def test_everything_that_top_level_texts_point_to_is_in_the_source_distribution() -> None:
    top = Path(__file__).parents[3]
    if not (top / "pyproject.toml").exists():
        pytest.skip("not a source tree")
    included = tomllib.loads((top / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {path.name for path in top.glob("*.md")} <= set(included)
