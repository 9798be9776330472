"""What history says of the scripts: worked out once for a commit, an ownership file and a set of scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from handover_generator.analysis import arrivals, copies, identities, knowledge, trail_turns, truck_factor, turns
from handover_generator.analysis._fingerprints import HASHING, Fingerprint
from handover_generator.analysis._lineage import Lineage, lineages
from handover_generator.model.history import History, Outline
from handover_generator.model.inventory import Script
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Arrival, Copy, Milestone, ScriptHistory
from handover_generator.model.source import SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.records import replace
from handover_generator.sources import history as history_source
from handover_generator.sources.git import GitRepository


class Past:
    """History as the inventory asks it.

    Args:
        repository: the open repository.
        mined: gives its history, which is read only where an answer is not kept.
        kept: the outline of that history, if it is known already.
        ownership: what people state of themselves.
        today: ISO day.
        paths: the scripts, as they are called now.
        memory: where earlier answers lie.
    """

    def __init__(self, repository: GitRepository, mined: Callable[[], History], kept: Outline | None, ownership: Ownership, today: str,
                 paths: Sequence[str], memory: Memory) -> None:
        self.outline = kept or mined().outline
        self._mined = mined
        self._repository = repository
        self._ownership = ownership
        self._paths = paths
        self._memory = memory
        self._texts: dict[str, str] = {}
        self._read: set[str] = set()
        self._key = digest(self.outline, ownership.people, ownership.policy, today)
        self.people = memory.known("people", self._key, identities.People, lambda: identities.resolve(mined(), ownership, today))

    @cached_property
    def _merged(self) -> History:
        """The history in which merges count for what their makers changed themselves; the published truck factor leaves them out."""
        return history_source.resolved(self._repository, self._mined(), self._paths, self._memory.cache)

    @cached_property
    def _merges(self) -> str:
        """A digest of what merges count for. Only so many are looked at, and which those are depends on which scripts there are."""
        return str(self._memory.known("made", digest(self._key, self._paths), str, lambda: digest(
            [(commit.id, commit.changes) for commit in self._merged.commits if len(commit.parents) > 1 and commit.changes])))

    @cached_property
    def _lives(self) -> dict[str, Lineage]:
        return lineages(self._merged, self._paths)

    def _versions(self, paths: Sequence[str]) -> dict[str, str]:
        """Text by blob id of earlier versions of some scripts, each read once; none of others, whatever was read for them."""
        touches = [touch.change for path in paths if path in self._lives for touch in self._lives[path].late]
        wanted = dict.fromkeys(blob for change in touches for blob in (change.old_blob, change.new_blob) if blob.strip("0"))
        new = [blob for blob in wanted if blob not in self._read]
        if new:
            self._read.update(new)
            self._texts |= history_source.versions(self._repository, new)
        return {blob: text for blob in wanted if (text := self._texts.get(blob)) is not None}

    @cached_property
    def histories(self) -> dict[str, ScriptHistory]:
        """What history says of each script."""
        def make() -> dict[str, ScriptHistory]:
            days = self._ownership.policy.knowledge_half_life_days
            return knowledge.script_histories(self._merged, self.people, self._paths, days, lives=self._lives)

        return self._memory.known("knowledge", digest(self._key, self._paths), dict[str, ScriptHistory], make)

    def with_turns(self, scripts: Sequence[Script]) -> list[Script]:
        """The scripts with the commits that brought and took away guards and harm, and the turns of the files through which they do harm."""
        def make(new: list[Script]) -> list[Script]:
            versions = self._versions([script.path for script in new])
            return trail_turns.with_trail_turns(turns.with_turns(new, self._lives, self.people, versions), self._merged, self.people)

        def key(script: Script) -> str:
            return digest(self._key, self._merges, script.path, script.guards, script.effects, script.history.milestones)

        return self._completed("turns", "milestones", tuple[Milestone, ...], scripts, key, make)

    def with_arrivals(self, scripts: Sequence[Script]) -> list[Script]:
        """The scripts with the commits in which the lines that facts point at came into their files."""
        def make(new: list[Script]) -> list[Script]:
            return arrivals.with_arrivals(new, self._lives, self._versions([script.path for script in new]))

        def key(script: Script) -> str:
            needs = script.dependencies
            return digest(self._key, self._merges, script.path, script.effects, script.guards, script.unknowns, script.places.defaults,
                          needs.undeclared, needs.secrets, [copy.fixes for copy in script.copies])

        return self._completed("arrivals", "arrivals", tuple[Arrival, ...], scripts, key, make)

    def _completed(self, table: str, field: str, kind: Any, scripts: Sequence[Script], key: Callable[[Script], str],
                   make: Callable[[list[Script]], list[Script]]) -> list[Script]:
        """The scripts with one field of their histories as it was kept, or made anew for those that changed."""
        keys = {script.path: key(script) for script in scripts}
        known = {path: found for path, id_ in keys.items() if (found := self._memory.recall(table, id_, kind)) is not None}
        new = [script for script in scripts if script.path not in known]
        for script in make(new) if new else ():
            known[script.path] = getattr(script.history, field)
            self._memory.keep(table, keys[script.path], known[script.path])
        return [replace(script, history=replace(script.history, **{field: known[script.path]})) for script in scripts]

    def copies(self, files: Mapping[str, SourceFile], scripts: Sequence[Script]) -> dict[str, tuple[Copy, ...]]:
        """The kin of each script."""
        def make() -> dict[str, tuple[Copy, ...]]:
            with self._memory.rows("fingerprints", HASHING, Fingerprint, files) as prints:
                return copies.find_copies(files, scripts, self._merged, self._lives, self._versions, prints)

        state = [(script.path, files[script.path].blob, script.effects, script.guards) for script in scripts]
        return self._memory.known("copies", digest(self._key, state), dict[str, tuple[Copy, ...]], make)

    def truck_factors(self, files: Sequence[str]) -> dict[str, dict[str, object]]:
        """How few people hold half of the files of the commit, and of the scripts."""
        counted = truck_factor.counted(files)
        answers = self._memory.known("truck", digest(self._key, counted), dict[str, dict[str, object]],
                                     lambda: truck_factor.truck_factors(self._mined(), self.people, counted))
        return {**answers, "scripts": truck_factor.of_scripts(self.histories, shallow=self.outline.shallow)}
