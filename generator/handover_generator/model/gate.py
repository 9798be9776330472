"""What a gate decides, and what it compares with."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True, order=True)
class BaselineEntry:
    """A gap that was there when the baseline was taken. ``fingerprint``: 16 hex digits and the occurrence number."""

    rule: str
    subject: str
    fingerprint: str


@record(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The gaps that a team has decided to live with for now, sorted."""

    entries: tuple[BaselineEntry, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class GateResult:
    """The gate's decision. ``reasons``: why it is closed, in sentences. ``new``/``old``: gaps outside and inside the baseline.

    ``fixed``: entries of the baseline whose gap is gone. ``blocking``: the gaps that close it.
    """

    closed: bool
    reasons: tuple[str, ...]
    new: tuple[Gap, ...]
    old: tuple[Gap, ...] = ()
    fixed: tuple[BaselineEntry, ...] = ()
    blocking: tuple[Gap, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What ``handover check`` produces: the findings and the gate's decision on them. Check formats take this, or bare findings."""

    findings: Findings
    gate: GateResult | None = None
