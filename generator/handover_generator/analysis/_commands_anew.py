"""Files that a command makes anew: what they held before is gone by then, so removing them later loses nothing more."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from handover_generator.model.behaviour import Act, Action, Event
from handover_generator.regexes import regex

_FILES = ("filesystem", "remote-host")
_WRITES = regex(r"writes (?:the (?:dump|archive|locked versions) (?:to )?)?")


def made_anew(events: Sequence[Event]) -> tuple[Act, ...]:
    """The writes among the ``events`` of one command by which a file comes to be. What has no suffix may be a folder with more in it, and what is
    read besides is changed.
    """
    read = {event.target for event in events if isinstance(event, Act) and event.action is Action.READ}
    writes = [event for event in events if isinstance(event, Act) and event.action is Action.WRITE and event.resource in _FILES]
    return tuple(event for event in writes
                 if event.target is not None and event.target not in read and "." in posixpath.basename(event.target).strip(".")
                 and (said := _WRITES.match(event.what)) is not None and event.what[said.end():] == event.target)
