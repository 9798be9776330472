"""What starts a script, as following the calls tells it: a name that only a change of folder makes clear is found by no search for names."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.inventory import Script, Starter
from handover_generator.records import replace


def with_followed_starts(scripts: Sequence[Script]) -> list[Script]:
    """The scripts, each with the others that were seen to run it while their calls were followed, where no search had named them. Where nothing
    names it at all, a module that is no script counts, too: a program takes in the commands of other files there.
    """
    found: dict[str, dict[str, Starter]] = {}
    far: dict[str, dict[str, Starter]] = {}
    paths = {script.path for script in scripts}
    for script in scripts:
        for need in script.dependencies.scripts:
            starters = found if need.at.path == script.path else far if need.at.path not in paths else None      # else that one tells so itself
            if starters is not None:
                starters.setdefault(need.name, {}).setdefault(need.at.path, Starter(path=need.at.path, line=need.at.line, kind="script"))
    told: list[Script] = []
    for script in scripts:
        named = {starter.path for starter in script.called_from}
        seen = found.get(script.path) or ({} if named else far.get(script.path, {}))
        new = [starter for path, starter in sorted(seen.items()) if path not in named]
        told.append(replace(script, called_from=(*script.called_from, *new)) if new else script)
    return told
