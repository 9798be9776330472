"""Since when a gap is there, as far as history tells; else it is unknown, with the reason.

A gap that points at a line of its script is as old as that line. One about something absent (no owner, no documentation) points at no line;
it cannot be older than the script, or than the harm that should be documented, and no more is said. Gaps that follow from who is still
there, or from settings, get no day.
"""

from __future__ import annotations

from handover_generator.checks._tell import top
from handover_generator.model.findings import Basis, FirstSeen, Gap, Since
from handover_generator.model.inventory import Inventory, Script
from handover_generator.records import replace

_ASKED_ONCE = frozenset({"no-confirm"})


def dated(inventory: Inventory, gap: Gap) -> Gap:
    """The gap with ``first_seen``."""
    script = inventory.by_path.get(gap.subject) if gap.script else None
    return replace(gap, first_seen=_seen(gap, script) if script is not None else FirstSeen(why="It is not about one script."))


def _seen(gap: Gap, script: Script) -> FirstSeen:
    if gap.basis is not Basis.CODE:          # nothing in the script made them
        return FirstSeen(why="It follows from people and time, not from a line.")
    arrivals = {arrival.line: arrival for arrival in script.history.arrivals if arrival.date}
    absent = gap.at == top(script)
    lines = [at.line for at in (*(() if absent else (gap.at,)), *gap.evidence) if at.path == script.path]
    came = next((arrivals[line] for line in lines if line in arrivals), None)
    if absent and (came is not None or script.history.created is not None):
        return FirstSeen(since=Since.NOT_BEFORE, date=came.date if came is not None else script.history.created,
                         why="What it is about is not older." if came is not None else "The script is not older.")
    if came is None:
        elsewhere = gap.at.path != script.path
        return FirstSeen(why="Its line stands in another file, whose earlier versions were not read." if elsewhere
                         else "History does not show how the script began." if absent else "No version at hand shows when its line came.")
    removed = next((stone for stone in script.history.milestones if stone.kind == "guard removed"), None)
    if gap.rule in _ASKED_ONCE and removed is not None and removed.date > came.date:
        return FirstSeen(since=Since.ON, date=removed.date, commit=removed.commit, why="A question or dry run was taken away then.")
    if came.exact:
        return FirstSeen(since=Since.ON, date=came.date, commit=came.commit, why="Its line came into the file then.")
    return FirstSeen(since=Since.BY, date=came.date, commit=came.commit, why="Older versions of the file are not at hand.")
