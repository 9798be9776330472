"""What ``handover explain SCRIPT [--in PLACE]`` tells."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap, Verdict
from handover_generator.model.inventory import Script
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One script, explained for one place or in general.

    ``place``: the environment asked about; ``allowed``: whether it may run there (None: nothing is stated), with ``reasons``.
    ``targets``: pairs (target as written, target with that place's values). ``trails``: tell all trails and unknowns, not only the worst.
    """

    findings: Findings
    script: Script
    place: str | None = None
    allowed: bool | None = None
    reasons: tuple[str, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    trails: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict on the script."""
        return self.findings.verdicts[self.script.path]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Its gaps, worst first."""
        return self.findings.of(self.script)
