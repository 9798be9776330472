"""What a change does, at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.comparison import Comparison, ScriptChange
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._review import Line, behaviour, headline, knowing, lists_line, needs, told_once, warnings, worth_acting
from handover_generator.textgate import to_console


def _render(comparison: Comparison) -> str:
    if not comparison.says_something:
        return "Nothing changes in what the scripts do.\n"
    lines = [f"{headline(comparison)}{f'; {comparison.gate}' if comparison.gate else ''}"]
    lines += [f"{heading.upper()}: {to_console(path)} ({to_console(what)})" for heading, found in warnings(comparison) for path, what in found]
    lines.append("")
    for gap, others in worth_acting(comparison.gaps_new):
        lines += [
            f"NEW {gap.severity.word}: {to_console(gap.subject)}: {to_console(gap.message)} [{gap.rule}]",
            f"    at {to_console(str(gap.at))}; do: {to_console(gap.action)}",
            *_same_in(others),
        ]
    for change, others in told_once(comparison.scripts):
        lines += [*_script(change), *_same_in(others)]
    lines += [f"NOT READ {to_console(item.path)}: {to_console(item.reason)}" for item in comparison.unread_new]
    lines += [f"MIXED {place.kind} {to_console(place.name)}: {to_console(', '.join(place.environments))}" for place in comparison.mixed_new]
    lines += [f"FIXED {to_console(gap.subject)}: {to_console(gap.message)} [{gap.rule}]" for gap in comparison.gaps_fixed]
    lines += [f"GONE WITH {to_console(gap.subject)}: {to_console(gap.message)} [{gap.rule}]" for gap in comparison.gaps_gone]
    if comparison.truck_factor:
        lines.append(f"Truck factor now: {comparison.truck_factor[1]}, before: {comparison.truck_factor[0]}")
    return "\n".join(lines).rstrip() + "\n"


def _same_in(others: Sequence[str]) -> list[str]:
    return [f"    the same in {', '.join(map(to_console, others))}"] if others else []


def _script(change: ScriptChange) -> list[str]:
    name = to_console(change.path) + (f" (before: {to_console(change.old_path)})" if change.old_path else "")
    moved = lists_line(change)
    lines = [f"{change.kind.upper()} {name}{f': {moved}' if moved else ''}"]
    lines += [_line(line) for line in (*behaviour(change), *needs(change), *knowing(change))]
    if change.stale:
        lines.append(f"  ! text may be stale: {to_console(change.stale)}")
    return lines


def _line(line: Line) -> str:
    at = f" ({to_console(str(line.at))})" if line.at else ""
    trail = f" via {to_console(' > '.join(line.trail))}" if line.trail else ""
    return f"  {line.sign} {to_console(line.text)}{at}{trail}"


FORMAT = Format(name="text", command="review", render=_render)
