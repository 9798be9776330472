"""What may be meant by words that name no script: each with its list and what it destroys, so that nobody starts the first one blindly."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis.describing import describe
from handover_generator.analysis.meant import Meant
from handover_generator.renderers.formats._words import LIST_WORDS
from handover_generator.textgate import clip, to_console

_LOSSES = 2
_LONGEST = 120


def meant_lines(found: Sequence[Meant]) -> str:
    """One candidate a line, behind its list, and what it destroys below; fit for a terminal."""
    lines = []
    for one in found:
        lines.append(f"  {LIST_WORDS[one.verdict.list]}: {to_console(one.name)}")
        told = [f"says: {clip(' '.join(one.says.split()), _LONGEST)}"] if one.says else []
        told += [f"destroys: {_lost(one)}" if one.losses else f"{one.verdict.headline} (nothing that it destroys was found)"]
        told += [f"does not answer: {', '.join(one.silent)}"] if one.silent else []
        lines += [f"      {to_console(line)}" for line in told]
    return "\n".join(lines)


def _lost(one: Meant) -> str:
    said = list(dict.fromkeys(describe(effect) for effect in one.losses))
    return "; ".join(said[:_LOSSES]) + (f"; and {len(said) - _LOSSES} more" if len(said) > _LOSSES else "")
