"""What history says of the scripts: worked out once for a commit, an ownership file and a set of scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from handover_generator.analysis import copies, identities, knowledge, truck_factor, turns
from handover_generator.analysis._lineage import Lineage, lineages
from handover_generator.model.history import History
from handover_generator.model.inventory import Script
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Copy, Milestone, ScriptHistory
from handover_generator.model.source import SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.sources import history as history_source
from handover_generator.sources.git import GitRepository


class Past:
    """History as the inventory asks it.

    Args:
        repository: the open repository.
        history: its mined history.
        ownership: what people state of themselves.
        today: ISO day.
        paths: the scripts, as they are called now.
        memory: where earlier answers lie.
    """

    def __init__(self, repository: GitRepository, history: History, ownership: Ownership, today: str, paths: Sequence[str], memory: Memory) -> None:
        self.history = history
        self.people = identities.resolve(history, ownership, today)
        self._repository = repository
        self._ownership = ownership
        self._paths = paths
        self._memory = memory
        # What is read of one commit can grow, when a shallow or partial clone is completed.
        self._key = digest(history.head, len(history.commits), history.shallow, history.notes, ownership.people, ownership.policy, today)

    @cached_property
    def _lives(self) -> dict[str, Lineage]:
        return lineages(self.history, self._paths)

    @cached_property
    def histories(self) -> dict[str, ScriptHistory]:
        """What history says of each script."""
        def make() -> dict[str, ScriptHistory]:
            days = self._ownership.policy.knowledge_half_life_days
            return knowledge.script_histories(self.history, self.people, self._paths, days, lives=self._lives)

        return self._memory.known("knowledge", digest(self._key, self._paths), dict[str, ScriptHistory], make)

    def with_turns(self, scripts: Sequence[Script]) -> list[Script]:
        """The scripts with the commits that brought and took away guards and harm."""
        keys = {script.path: digest(self._key, script.path, script.guards, script.effects, script.history.milestones) for script in scripts}
        known = {path: stones for path, key in keys.items()
                 if (stones := self._memory.recall("turns", key, tuple[Milestone, ...])) is not None}
        new = [script for script in scripts if script.path not in known]
        if new:
            versions = history_source.versions(self._repository, self.history, [script.path for script in new])
            for script in turns.with_turns(new, self.history, self.people, versions, self._lives):
                known[script.path] = script.history.milestones
                self._memory.keep("turns", keys[script.path], tuple[Milestone, ...], script.history.milestones)
        return [replace(script, history=replace(script.history, milestones=known[script.path])) for script in scripts]

    def copies(self, files: Mapping[str, SourceFile], scripts: Sequence[Script]) -> dict[str, tuple[Copy, ...]]:
        """The kin of each script."""
        def make() -> dict[str, tuple[Copy, ...]]:
            versions = history_source.versions(self._repository, self.history, self._paths)
            return copies.find_copies(files, scripts, self.history, self._lives, versions)

        state = [(script.path, files[script.path].blob, script.effects, script.guards) for script in scripts]
        return self._memory.known("copies", digest(self._key, state), dict[str, tuple[Copy, ...]], make)

    def truck_factors(self, files: Sequence[str]) -> dict[str, dict[str, object]]:
        """How few people hold half of the files."""
        return self._memory.known("truck", digest(self._key, files, self._paths), dict[str, dict[str, object]],
                                  lambda: truck_factor.truck_factors(self.history, self.people, files, self.histories))
