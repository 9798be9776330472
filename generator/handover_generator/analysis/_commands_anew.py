"""Files that a command makes anew: what they held before is gone by then, so removing them later loses nothing more."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from handover_generator.model.behaviour import Act, Action, Event
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_NOTHING = ("if=/dev/zero", "if=/dev/urandom", "if=/dev/random")
_SIZE = regex(r"(?:-s|--size=|-l|--length=)?([1-9]\d*[a-zA-Z]*)")
"""A number of bytes, and not one that is told from the size that a file has, such as ``+1G``."""
_TAKES_OUT = frozenset({"-p", "--punch-hole", "-c", "--collapse-range", "-i", "--insert-range", "-d", "--dig-holes", "-z", "--zero-range"})
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


def room_made(program: str, words: Sequence[Text]) -> Text | None:
    """The file that is made to hold so and so many bytes of nothing (``dd if=/dev/zero of=a.img``, ``truncate -s 1G a.img``): whoever fills one did
    not have it before. None for anything else.
    """
    said = [word.render() for word in words]
    if program == "dd":
        from_nothing = any(word.startswith(_NOTHING) for word in said)
        kept = any(word.startswith(("seek=", "oseek=")) or "notrunc" in word for word in said)
        found = [_behind(word, "of=") for word, text in zip(words, said, strict=True) if text.startswith("of=") and not text.startswith("of=/dev/")]
        return found[0] if from_nothing and not kept and len(found) == 1 else None
    if program not in ("truncate", "fallocate", "mkfile"):
        return None
    sized = any(map(_SIZE.fullmatch, said[:-1])) and not any(word in _TAKES_OUT for word in said)
    return words[-1] if sized and not said[-1].startswith("-") else None


def _behind(word: Text, name: str) -> Text:
    head = word.parts[0]
    return Text.of(head.removeprefix(name) if isinstance(head, str) else head, *word.parts[1:])
