"""Gaps as SARIF 2.1.0 (OASIS standard), for code scanning: stable rule ids, repository-relative addresses, partial fingerprints.

Consumers keep 5,000 results of a run, so more are cut here, worst kept, with a notification that says so.
"""

from __future__ import annotations

from importlib import import_module
from inspect import cleandoc
from typing import Any

from handover_generator import __version__
from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.gate import CheckReport
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json
from handover_generator.renderers.formats._report import as_report, by_severity, named, numbered
from handover_generator.textgate import to_console, to_uri

MOST_RESULTS = 5_000
_LEVEL = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note", Severity.NOTE: "note"}
_SECURITY = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "3.0", Severity.NOTE: "1.0"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _render(result: CheckReport | Findings) -> str:
    return _json.dump(sarif(as_report(result)))


def sarif(report: CheckReport) -> dict[str, Any]:
    """The log as plain values."""
    prints = {id(gap): fingerprint for gap, fingerprint in numbered(report.findings.gaps)}
    gaps = by_severity(report.findings.gaps)
    kept = gaps[:MOST_RESULTS]
    ids = sorted({gap.rule for gap in kept})
    worst = {rule: max(gap.severity for gap in kept if gap.rule == rule) for rule in ids}
    old = {id(gap) for gap in report.gate.old} if report.gate else set()
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "handover",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, worst[rule]) for rule in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "results": [
            _result(gap, ids.index(gap.rule), prints[id(gap)], known=None if report.gate is None else id(gap) in old) for gap in kept
        ],
    }
    commit = report.findings.inventory.repository.commit
    if commit:
        run["properties"] = {"commit": commit}
    if len(gaps) > len(kept):
        run["invocations"] = [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"{len(gaps) - len(kept)} less severe gaps are not listed here."}}
                ],
            }
        ]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: str, severity: Severity) -> dict[str, Any]:
    short, whole = _manual(rule)
    return {
        "id": rule,
        "name": "".join(part.title() for part in rule.split("-")),
        "shortDescription": {"text": short},
        "fullDescription": {"text": short},
        "help": {"text": whole, "markdown": whole},
        "defaultConfiguration": {"level": _LEVEL[severity]},
        "properties": {"tags": ["handover"], "security-severity": _SECURITY[severity]},
    }


def _manual(rule: str) -> tuple[str, str]:
    """(first sentence, whole page) of a rule's manual; the id alone where no page is shipped (``python -OO``)."""
    try:
        # By name, not by import: a format is no layer above the checks, it only quotes their pages.
        text = cleandoc(import_module(f"handover_generator.checks.{rule.replace('-', '_')}").__doc__ or "")
    except ImportError:
        text = ""
    return (text.split("\n\n", 1)[0].replace("\n", " "), text) if text else (rule, rule)


def _result(gap: Gap, index: int, fingerprint: str, *, known: bool | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": gap.rule,
        "ruleIndex": index,
        "level": _LEVEL[gap.severity],
        "message": {"text": f"{to_console(named(gap))} {to_console(gap.action)}"},
        "locations": [_location(gap.at.path, gap.at.line)],
        "partialFingerprints": {"handover/v1": fingerprint},
        "properties": {"severity": gap.severity.word, "danger": gap.danger, "subject": _json.exact(gap.subject), "state": gap.state},
    }
    related = [at for at in gap.evidence if at != gap.at]
    if related:
        result["relatedLocations"] = [{"id": number, **_location(at.path, at.line)} for number, at in enumerate(related[:20], start=1)]
    if known is not None:
        result["baselineState"] = "unchanged" if known else "new"
    if gap.state == "accepted":
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": to_console(gap.state_note)}]
    return result


def _location(path: str, line: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": to_uri(_json.exact(path)) or ".", "uriBaseId": "%SRCROOT%"}}
    if line > 0:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}


FORMAT = Format(name="sarif", command="check", render=_render)
