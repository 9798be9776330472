"""Stores and resources as seen from the effects: who reads, changes, deletes, runs or sends to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handover_generator.model.behaviour import Action
from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.model.ownership import Store
from handover_generator.records import field, record
from handover_generator.regexes import regex

# Files are many and mostly a script's own; they get a page only where scripts meet at them or something is destroyed.
_CROWDED = frozenset(("filesystem", "process", "package"))
MAX_PAGES = 400
# Holes other than environment variables: parameters, options and unknown pieces mean something else in each script.
_LOCAL_HOLE = regex(r"\$\{(?![A-Z][A-Z0-9_]*\})[^}]*\}(?:\[\]|\(\))*")
_NAME = regex(r"[^\W_]")


@record(slots=True, kw_only=True)
class StoreView:
    """One store (declared) or target (mined) with every script that touches it. A model and the table that it stands in are one; ``title`` is then
    the model, ``table`` the table.
    """

    key: str
    title: str
    resource: str
    table: str | None = None
    store: Store | None = None
    uses: dict[str, list[Effect]] = field(default_factory=dict)  # by script path
    along: dict[str, list[Effect]] = field(default_factory=dict)  # by script path: what deletes elsewhere, and rows of it with that

    @property
    def paths(self) -> tuple[str, ...]:
        """Every script that touches it, or deletes something with which rows of it go."""
        return tuple(dict.fromkeys((*self.uses, *self.along)))

    @property
    def destroyers(self) -> list[str]:
        """Scripts that destroy something in it."""
        return self._with(lambda effect: effect.destructive)

    def users(self, *actions: Action) -> list[str]:
        """Scripts that do one of the actions to it."""
        return self._with(lambda effect: effect.action in actions)

    def _with(self, fits: Callable[[Effect], bool]) -> list[str]:
        return sorted(path for path in self.paths if any(map(fits, (*self.uses.get(path, ()), *self.along.get(path, ())))))

    @property
    def words(self) -> tuple[tuple[str, list[str]], ...]:
        """(what is done, who does it) for the table of the page."""
        return (
            ("Destroy", self.destroyers),
            ("Delete from", self.users(Action.DELETE)),
            ("Change", self.users(Action.WRITE)),
            ("Send to", self.users(Action.SEND)),
            ("Run something unseen on", self.users(Action.EXECUTE)),
            ("Read", self.users(Action.READ)),
        )


def stores_of(findings: Findings) -> tuple[StoreView, ...]:
    """Declared stores first, then mined targets; what more scripts destroy comes first. At most ``MAX_PAGES``."""
    inventory = findings.inventory
    views = {
        f"store {store.id}": StoreView(key=f"store {store.id}", title=store.id, resource=store.kind, store=store)
        for store in inventory.ownership.stores
    }
    for script, effect in _effects(inventory):
        key = f"store {effect.store}" if effect.store else f"{effect.resource} {effect.table or effect.target}"
        if key not in views:
            if effect.target is None or not _named(effect.target):
                continue
            views[key] = StoreView(key=key, title=effect.target, resource=effect.resource)
        if effect.table and not effect.store and views[key].table is None:
            views[key].title, views[key].table = effect.target or effect.table, effect.table
        views[key].uses.setdefault(script.path, []).append(effect)
    for script, effect in _effects(inventory):
        for one in effect.takes_along:
            key = f"store {one.store}" if one.store else f"{effect.resource} {one.table or one.model}"
            view = views.setdefault(key, StoreView(key=key, title=one.model, resource=effect.resource, table=one.table))
            view.along.setdefault(script.path, []).append(effect)
    kept = [view for view in views.values() if _worth(view)]
    kept.sort(key=lambda v: (v.store is None, -len(v.destroyers), -len(v.paths), v.resource, v.title))
    return tuple(kept[:MAX_PAGES])


def _effects(inventory: Inventory) -> Iterator[tuple[Script, Effect]]:
    for script in inventory.scripts:
        for effect in script.live_effects:
            yield script, effect


def _named(target: str) -> bool:
    """Whether a target names one thing for all scripts: literal letters, or an environment variable. ``${?}/${path}`` does not."""
    return bool(_NAME.search(_LOCAL_HOLE.sub("", target)))


def _worth(view: StoreView) -> bool:
    if view.store is not None:
        return True
    if view.along:
        return True
    changed = any(e.changes for effects in view.uses.values() for e in effects)
    if view.resource in _CROWDED:
        return changed and (len(view.uses) > 1 or bool(view.destroyers))
    return changed or len(view.uses) > 1
