"""What the formats of ``check`` have in common."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.gate import CheckReport


def as_report(result: CheckReport | Findings) -> CheckReport:
    """Formats of ``check`` take a report or bare findings."""
    return result if isinstance(result, CheckReport) else CheckReport(findings=result)


def told_gaps(report: CheckReport) -> tuple[Gap, ...]:
    """The gaps that a report tells: with a gate those that are new, else all; accepted ones never."""
    gaps = report.gate.new if report.gate is not None else report.findings.gaps
    return tuple(gap for gap in gaps if gap.state != "accepted")


def by_severity(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Most severe first, then most dangerous; otherwise the order given."""
    return tuple(sorted(gaps, key=lambda gap: (-int(gap.severity), -gap.danger)))


def numbered(gaps: Iterable[Gap]) -> tuple[tuple[Gap, str], ...]:
    """Each gap with its fingerprint: stable over time, counted among equals."""
    seen: Counter[str] = Counter()
    result = []
    for gap in gaps:
        digest = hashlib.sha256(gap.fingerprint_text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[digest] += 1
        result.append((gap, f"{digest}-{seen[digest]}"))
    return tuple(result)


def counts(gaps: Iterable[Gap]) -> str:
    """ "2 critical, 1 high", or "none"."""
    counted = Counter(gap.severity for gap in gaps)
    return ", ".join(f"{counted[severity]} {severity.word}" for severity in sorted(Severity, reverse=True) if counted[severity]) or "none"


def named(gap: Gap) -> str:
    """The message of a gap, with the script that it is about before it where the place lies in another file: a reader sees only that."""
    return f"{gap.subject}: {gap.message}" if gap.script and gap.at.path != gap.subject else gap.message
