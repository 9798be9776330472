"""Folders of this machine that a container is started with: what the command in it does to them, it does here."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis.paths import is_temporary, joined, shown
from handover_generator.model.behaviour import Act, Event
from handover_generator.model.text import Text
from handover_generator.records import replace


def mounts(parsed: Parsed, cwd: Text | None) -> list[tuple[str, str]]:
    """(folder in the container, folder here) of ``-v /srv/a:/b`` and ``--mount type=bind,source=/srv/a,target=/b``; no volumes that have a name."""
    found: list[tuple[str, str]] = []
    for text in (*parsed.texts("-v"), *parsed.texts("--volume")):
        here, colon, inside = text.render().partition(":")
        if colon and here.startswith(("/", ".", "~", "${")):
            found.append((inside.partition(":")[0].rstrip("/"), shown(joined(Text.of(here), cwd).render()).rstrip("/")))
    for text in parsed.texts("--mount"):
        given = dict(part.partition("=")[::2] for part in text.render().split(","))
        source, target = given.get("source") or given.get("src"), given.get("target") or given.get("dst") or given.get("destination")
        if given.get("type") == "bind" and source and target:
            found.append((target.rstrip("/"), shown(joined(Text.of(source), cwd).render()).rstrip("/")))
    return [pair for pair in found if pair[0].startswith("/")]


def told_here(events: Iterable[Event], folders: list[tuple[str, str]]) -> list[Event]:
    """The events with what is done to such a folder told of the folder here."""
    return [_here(event, folders) if isinstance(event, Act) and event.resource == "container" and event.target else event for event in events]


def _here(act: Act, folders: list[tuple[str, str]]) -> Act:
    target = act.target or ""
    for inside, here in sorted(folders, reverse=True):
        if target == inside or target.startswith(inside + "/"):
            path = (here + target[len(inside):]).removeprefix("./") or "/"
            return replace(act, resource="filesystem", target=path, what=act.what.replace(target, path), host=None,
                           destructive=act.destructive and not is_temporary(path))
    return act
