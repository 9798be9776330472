"""Two folders change places in one step where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from handover_generator.writer._folders import remove

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange(fresh: Path, place: Path, aside: Path) -> None:
    """Put ``fresh`` at ``place`` and remove what stood there.

    Linux (renameat2 with RENAME_EXCHANGE) and macOS (renamex_np with RENAME_SWAP) do it in one step. Elsewhere, or on a file system without
    it, the old folder is moved to ``aside`` first; should the second move fail, it comes back.

    Raises:
        OSError: neither way worked; ``place`` is as it was.
    """
    if _at_once(fresh, place):
        remove(fresh)
        return
    place.rename(aside)
    try:
        fresh.rename(place)
    except BaseException:
        aside.rename(place)
        raise
    remove(aside)


def _at_once(first: Path, second: Path) -> bool:
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform.startswith("linux"):
            answer = library.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            answer = library.renamex_np(os.fsencode(first), os.fsencode(second), _RENAME_SWAP)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    return bool(answer == 0)
