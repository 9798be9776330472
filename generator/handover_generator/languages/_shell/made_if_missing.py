"""What a script makes only where it is not there yet (``[ -d a ] || mkdir a``): it may have been there before, with much in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._shell.values import Flow
    from handover_generator.model.text import Text

_NAMED = regex(r"\$(?:\{(\w+)\}|(\w+))")


def made_for_certain(branch: Flow, before: Flow) -> frozenset[str]:
    """The paths that a branch made, without those that it made because they were not there. ``before``: what was known before its condition."""
    asked = [said for condition in branch.conditions if "exists" in condition and condition not in before.conditions
             for said in _with_values(condition, before)]
    if not asked:
        return branch.made
    return frozenset(made for made in branch.made if made in before.made or not any(made in condition for condition in asked))


def _with_values(condition: str, flow: Flow) -> list[str]:
    """A condition with what its variables hold, as paths are told: ``$data`` of "the folder $data exists"; once for each of their values."""
    held: dict[str, tuple[Text, ...]] = {}
    for braced, plain in _NAMED.findall(condition):
        name = braced or plain
        held[name] = flow.variables[name].texts if name in flow.variables else ()
    told = []
    for turn in range(max(map(len, held.values()), default=1) or 1):
        values = {name: texts[min(turn, len(texts) - 1)].render() if texts else f"${{{name}}}" for name, texts in held.items()}
        told.append(_NAMED.sub(lambda match, values=values: values[match.group(1) or match.group(2)], condition))  # type: ignore[misc]
    return told
