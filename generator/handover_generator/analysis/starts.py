"""What starts a script, as following the calls tells it: a name that only a change of folder makes clear is found by no search for names."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.inventory import Script, Starter
from handover_generator.records import replace


def with_followed_starts(scripts: Sequence[Script]) -> list[Script]:
    """The scripts, each with the others that were seen to run it while their calls were followed, where no search had named them."""
    found: dict[str, dict[str, Starter]] = {}
    for script in scripts:
        for need in script.dependencies.scripts:
            if need.at.path == script.path:
                found.setdefault(need.name, {}).setdefault(script.path, Starter(path=script.path, line=need.at.line, kind="script"))
    told: list[Script] = []
    for script in scripts:
        named = {starter.path for starter in script.called_from}
        new = [starter for path, starter in sorted(found.get(script.path, {}).items()) if path not in named]
        told.append(replace(script, called_from=(*script.called_from, *new)) if new else script)
    return told
