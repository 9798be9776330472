"""Files whose contents go on in a packed or an unpacked copy: ``gzip -c a.xml > b/a.xml.gz``, after which ``rm a.xml`` loses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.behaviour import Act, Action, Event
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

PACKERS = word_set("""
    gzip gunzip zcat pigz unpigz bzip2 bunzip2 bzcat pbzip2 xz unxz xzcat lzma unlzma lzcat zstd unzstd zstdcat zstdmt lz4 unlz4 lz4cat compress
    uncompress
""")
"""Programs that pack or unpack what they read, and print it."""
_LOOKS = regex(r"-[a-zA-Z]*[lt][a-zA-Z]*|--(?:list|test|help|version)")
"""Options with which they only tell something of it."""


def packed(command: str, events: Sequence[Event]) -> tuple[str, str] | None:
    """The one file that a command reads and the one that its output goes to; None where it packs nothing, or more than one.

    Args:
        command: as written, without its redirections.
        events: what it does, its redirections among them.
    """
    program, *options = command.split() or [""]
    if program.rpartition("/")[2] not in PACKERS or any(map(_LOOKS.fullmatch, options)):
        return None
    files = [event for event in events if isinstance(event, Act) and event.resource == "filesystem" and event.target is not None]
    read = {event.target for event in files if event.action is Action.READ}
    written = {event.target for event in files if event.action is Action.WRITE and event.what == f"writes {event.target}"}
    if len(read) != 1 or len(written) != 1 or read == written or len(files) != 2:
        return None
    return str(read.pop()), str(written.pop())
