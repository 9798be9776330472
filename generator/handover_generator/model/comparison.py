"""What a change does to what scripts do: the difference between two inventories, as ``handover review`` tells it."""

from __future__ import annotations

from handover_generator.model.behaviour import GuardKind, Unknown
from handover_generator.model.findings import Findings, Gap, Verdict
from handover_generator.model.inventory import Effect, MixedPlace, ProductionDefault, Starter
from handover_generator.model.location import Location
from handover_generator.model.source import Unread
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class GuardChange:
    """A guard that stands before an effect on one side only. ``effect`` is None where it is about the script as a whole.

    ``gained``: it is there after and not before. ``at``: its line on the side that has it.
    """

    kind: GuardKind
    gained: bool
    at: Location
    effect: Effect | None = None
    detail: str = ""


@record(frozen=True, slots=True, kw_only=True)
class EffectChange:
    """The same effect under other circumstances: ``sentence`` tells what differs ("no longer only if --force is given"). ``otherwise``: it is done
    in another way that must be looked at (``chmod 777``, ``DROP TABLE`` for ``DELETE``).
    """

    before: Effect
    after: Effect
    sentence: str
    worse: bool
    otherwise: bool = False


@record(frozen=True, slots=True, kw_only=True)
class ScriptChange:
    """What a change did to one script. ``kind``: added, removed, renamed, changed. Effects come destructive first.

    ``dependencies_gained``/``_lost``: pairs (kind, name). ``reaches_*``: environment ids. ``places_told``: sentences on stated places.
    ``starters_broken``: what still starts it under its old name, which is gone. ``runs_itself``: what starts it at certain times, and did not.
    ``stale``: why the text may no longer hold, or None. ``knowledge``: states before and after, None where equal or unknown.
    ``knowers``: names of those who know it, before and after, None where the change took nobody from them. ``shared``: accounts that worked on
    it in this change and are nobody who can be asked.
    """

    path: str
    kind: str
    old_path: str | None = None
    language: str = ""
    effects_gained: tuple[Effect, ...] = ()
    effects_lost: tuple[Effect, ...] = ()
    effects_changed: tuple[EffectChange, ...] = ()
    guards: tuple[GuardChange, ...] = ()
    reaches_gained: tuple[str, ...] = ()
    reaches_lost: tuple[str, ...] = ()
    places_told: tuple[str, ...] = ()
    defaults_gained: tuple[ProductionDefault, ...] = ()
    defaults_lost: tuple[ProductionDefault, ...] = ()
    dependencies_gained: tuple[tuple[str, str], ...] = ()
    dependencies_lost: tuple[tuple[str, str], ...] = ()
    unknowns_gained: tuple[Unknown, ...] = ()
    unknowns_lost: tuple[Unknown, ...] = ()
    starters_gained: tuple[str, ...] = ()
    starters_lost: tuple[str, ...] = ()
    starters_broken: tuple[Starter, ...] = ()
    runs_itself: tuple[Starter, ...] = ()
    stale: str | None = None
    knowledge: tuple[str, str] | None = None
    knowers: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    shared: tuple[str, ...] = ()
    verdict_before: Verdict | None = None
    verdict_after: Verdict | None = None

    @property
    def behaviour_changed(self) -> bool:
        """Whether effects, guards, places or defaults differ: what a reviewer must look at."""
        return bool(
            self.effects_gained
            or self.effects_lost
            or self.effects_changed
            or self.guards
            or self.reaches_gained
            or self.reaches_lost
            or self.places_told
            or self.defaults_gained
            or self.defaults_lost
        )

    @property
    def judged_anew(self) -> bool:
        """Whether the script is on another list, or its risk is another one."""
        before, after = self.verdict_before, self.verdict_after
        return before is not None and after is not None and (before.list, before.risk) != (after.list, after.risk)

    @property
    def says_something(self) -> bool:
        """Whether anything at all is worth a line."""
        return (
            self.behaviour_changed
            or self.kind != "changed"
            or self.judged_anew
            or bool(
                self.dependencies_gained
                or self.dependencies_lost
                or self.unknowns_gained
                or self.unknowns_lost
                or self.starters_gained
                or self.starters_lost
                or self.starters_broken
                or self.stale
                or self.knowledge
                or self.knowers
                or self.shared
            )
        )

    @property
    def knowledge_only(self) -> bool:
        """Whether nothing but who knows it differs. Each commit moves that a little; alone it is no reason to speak up."""
        return (
            (self.knowledge is not None or self.knowers is not None or bool(self.shared))
            and self.kind == "changed"
            and not (
                self.behaviour_changed
                or self.dependencies_gained
                or self.dependencies_lost
                or self.unknowns_gained
                or self.unknowns_lost
                or self.starters_gained
                or self.starters_lost
                or self.starters_broken
                or self.stale
            )
        )


@record(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two inventories side by side. Tuples are sorted: worst first where that means something.

    ``gaps_gone``: those of scripts that are no longer there: nobody repaired them.
    ``documented_*``: pairs (scripts with a text that names their harm, all scripts). ``truck_factor``: before and after, or None where
    equal or unknown.
    ``gate``: the decision on the new gaps in words, '' where none was made (the pipeline may set it).
    """

    before: Findings
    after: Findings
    scripts: tuple[ScriptChange, ...] = ()
    gaps_new: tuple[Gap, ...] = ()
    gaps_fixed: tuple[Gap, ...] = ()
    gaps_gone: tuple[Gap, ...] = ()
    mixed_new: tuple[MixedPlace, ...] = ()
    mixed_fixed: tuple[MixedPlace, ...] = ()
    unread_new: tuple[Unread, ...] = ()
    documented_before: tuple[int, int] = (0, 0)
    documented_after: tuple[int, int] = (0, 0)
    truck_factor: tuple[int, int] | None = None
    gate: str = ""

    @property
    def says_something(self) -> bool:
        """False: there is nothing to comment on, and silence is the right answer."""
        return bool(
            self.gaps_new
            or self.gaps_fixed
            or self.gaps_gone
            or self.mixed_new
            or self.mixed_fixed
            or self.unread_new
            or any(change.says_something and not change.knowledge_only for change in self.scripts)
        )
