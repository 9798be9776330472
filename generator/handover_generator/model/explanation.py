"""What ``handover explain SCRIPT [--in PLACE]`` tells."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap, Verdict
from handover_generator.model.inventory import Command, Script
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One script, explained for one place or in general.

    ``place``: the environment asked about; ``allowed``: whether it may run there (None: nothing is stated), with ``reasons``.
    ``targets``: pairs (target as written, target with that place's values). ``trails``: tell all trails and unknowns, not only the worst.
    ``command``: the one command that is explained; ``script`` is then the script as if it did nothing else.
    """

    findings: Findings
    script: Script
    place: str | None = None
    allowed: bool | None = None
    reasons: tuple[str, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    trails: bool = False
    command: Command | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict on the script, or on its one command."""
        return next((verdict for command, verdict in self.commands if command == self.command), self.findings.verdicts[self.script.path])

    @property
    def commands(self) -> tuple[tuple[Command, Verdict], ...]:
        """The commands of the script with their verdicts."""
        return self.findings.commands_of(self.script)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps of the script, worst first; none where one command is explained, as they speak of all."""
        return self.findings.of(self.script) if self.command is None else ()
