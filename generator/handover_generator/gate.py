"""The gate: findings, policy and baseline in, a decision and its reasons out.

A baseline lets a repository with old gaps start: only what is new closes the gate. Gaps of some rules cannot be put into a
baseline (``Check.baselinable``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from handover_generator.errors import ConfigurationError
from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.gate import Baseline, BaselineEntry, GateResult
from handover_generator.model.ownership import Policy

SCHEMA = "handover-baseline/1"
_ANEW = "write it anew with 'handover check --baseline FILE --update-baseline'"
NEVER = "never"
_MAX_BYTES = 20_000_000


def fingerprints(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """One fingerprint a gap, in the order given: 16 hex digits of SHA-256 over its content (no line numbers) and a counter among equals."""
    seen: Counter[str] = Counter()
    result = []
    for gap in gaps:
        digest = hashlib.sha256(gap.fingerprint_text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[digest] += 1
        result.append(f"{digest}-{seen[digest]}")
    return tuple(result)


def decide(findings: Findings, policy: Policy, baseline: Baseline | None = None) -> GateResult:
    """Whether the gate is closed.

    A gap closes it if it is not accepted, its rule is not ignored, it is as severe as ``policy.fail_on`` (or ``policy.strict`` is set and
    its rule says so: a wrong text, or a place nobody could look into), and it is not in the baseline. Passing a risk on (escalating) does not
    open the gate.

    Raises:
        ConfigurationError: ``policy.fail_on`` is no severity.
    """
    lowest = _lowest(policy.fail_on)
    known = {entry.fingerprint for entry in baseline.entries} if baseline else set()
    prints = fingerprints(findings.gaps)
    new: list[Gap] = []
    old: list[Gap] = []
    for gap, fingerprint in zip(findings.gaps, prints, strict=True):
        (old if fingerprint in known and gap.baselinable else new).append(gap)
    blocking = tuple(gap for gap in new if _closes(gap, policy, lowest))
    present = set(prints)
    fixed = tuple(sorted(entry for entry in baseline.entries if entry.fingerprint not in present)) if baseline else ()
    return GateResult(
        closed=bool(blocking), reasons=_reasons(blocking, policy), new=tuple(new), old=tuple(old), fixed=fixed, blocking=blocking
    )


def _lowest(word: str) -> Severity | None:
    if word == NEVER:
        return None
    try:
        return Severity[word.upper()]
    except KeyError:
        names = ", ".join(severity.word for severity in Severity)
        raise ConfigurationError([f"policy: fail_on is '{word}'; it must be one of {names} or {NEVER}"]) from None


def _closes(gap: Gap, policy: Policy, lowest: Severity | None) -> bool:
    if gap.state == "accepted" or gap.rule in policy.ignore:
        return False
    if policy.strict and gap.strict:
        return True
    return lowest is not None and gap.severity >= lowest


def _reasons(blocking: tuple[Gap, ...], policy: Policy) -> tuple[str, ...]:
    counted = Counter((gap.severity, gap.rule, gap.strict) for gap in blocking)
    return tuple(
        f"{count} x {rule} ({severity.word}{', strict' if policy.strict and strict else ''})"
        for (severity, rule, strict), count in sorted(counted.items(), key=lambda pair: (-pair[0][0], pair[0][1]))
    )


def baseline_of(findings: Findings) -> Baseline:
    """The baseline that lets everything pass that is open now and may be baselined."""
    pairs = zip(findings.gaps, fingerprints(findings.gaps), strict=True)
    return Baseline(
        entries=tuple(
            sorted(
                BaselineEntry(rule=gap.rule, subject=gap.subject, fingerprint=fingerprint)
                for gap, fingerprint in pairs
                if gap.baselinable
            )
        )
    )


def baseline_text(baseline: Baseline) -> str:
    """The file of a baseline: sorted, one gap a line, so that a change of one gap is a change of one line."""
    rows = [
        json.dumps({"rule": e.rule, "subject": e.subject, "fingerprint": e.fingerprint}, ensure_ascii=True)
        for e in sorted(baseline.entries)
    ]
    body = ",\n".join(f"  {row}" for row in rows)
    return f'{{"schema": "{SCHEMA}",\n "gaps": [\n{body}\n ]}}\n' if rows else f'{{"schema": "{SCHEMA}",\n "gaps": []}}\n'


def parse_baseline(text: str, source: str) -> Baseline:
    """Read a baseline file.

    Raises:
        ConfigurationError: no JSON, another schema, or entries of a wrong shape; all of them at once.
    """
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise ConfigurationError(
            [f"{source}:{line}:{column}: not valid JSON; {_ANEW}"], slug="invalid-baseline"
        ) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("gaps"), list):
        raise ConfigurationError(
            [f"{source}:1:1: not a baseline of this version (schema {SCHEMA}); {_ANEW}"],
            slug="invalid-baseline",
        )
    entries, problems = [], []
    for index, row in enumerate(data["gaps"]):
        values = (
            [value for key in ("rule", "subject", "fingerprint") if isinstance(value := row.get(key), str)] if isinstance(row, dict) else []
        )
        if len(values) == 3:
            entries.append(BaselineEntry(rule=values[0], subject=values[1], fingerprint=values[2]))
        else:
            problems.append(f"{source}:1:1: entry {index + 1} needs rule, subject and fingerprint as text")
    if problems:
        raise ConfigurationError(problems, slug="invalid-baseline")
    return Baseline(entries=tuple(sorted(entries)))


def load_baseline(path: Path) -> Baseline:
    """Read a baseline from a file.

    Raises:
        ConfigurationError: it cannot be read, is too large, or is not a baseline.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigurationError([f"{path}:1:1: larger than {_MAX_BYTES} bytes, so it is no baseline"], slug="invalid-baseline")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            [f"{path}:1:1: cannot be read ({error.strerror or error}); 'handover check --baseline FILE --update-baseline' writes a new one"],
            slug="invalid-baseline",
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError([f"{path}:1:1: not UTF-8, so it is no baseline"], slug="invalid-baseline") from None
    return parse_baseline(text, str(path))
