"""Whole folders of ours: marked, brought beside their place, removed, and tidied up after a run that was killed in the middle of any of it.

What is removed later must show that it is ours, and a marker file inside says so. So the marker is the first file that comes and the last one
that goes: at every moment between, a folder that is left behind can be told from somebody else's.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from handover_generator.model.files import SITE_MARKER as MARKER

_MARKER_TEXT = "This folder was written by handover and is replaced as a whole by the next build.\n"


def mark(folder: Path) -> None:
    """Let the next run know that the folder is ours."""
    (folder / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")


def bring(folder: Path, place: Path) -> None:
    """Move ``folder`` to ``place``, which is free; across file systems it is copied.

    Raises:
        OSError: the disk does not take it.
    """
    try:
        folder.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        place.mkdir()
        mark(place)
        try:
            shutil.copytree(folder, place, symlinks=True, dirs_exist_ok=True)
        except shutil.Error as many:               # one failure for each file: the first says what is wrong
            _, target, reason = many.args[0][0]
            raise OSError(errno.EIO, str(reason), str(target)) from many


def remove(folder: Path) -> None:
    """Remove a folder of ours as far as the system lets us, its marker last."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name == MARKER:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with suppress(OSError):
                    os.unlink(entry.path)
        if os.listdir(folder) == [MARKER]:
            (folder / MARKER).unlink()
        folder.rmdir()


def fresh_beside(output: Path) -> Path:
    """Where this run puts a finished folder before it takes the place of ``output``."""
    return _beside(output, "new")


def old_beside(output: Path) -> Path:
    """Where this run puts what stood at ``output`` if two folders cannot change places in one step."""
    return _beside(output, "old")


def _beside(output: Path, kind: str) -> Path:
    return output.parent / f".{output.name}.handover-{kind}-{os.getpid()}"


def clear_leftovers(output: Path) -> None:
    """Finish or remove what killed runs left beside ``output``: an old folder that was moved aside comes back if its place is empty."""
    for kind in ("old", "new"):
        for left in sorted(output.parent.glob(f".{_escaped(output.name)}.handover-{kind}-*")):
            if left.is_symlink() or not left.is_dir() or _alive(left.name.rsplit("-", 1)[-1]):
                continue
            if not (left / MARKER).is_file():
                with suppress(OSError):
                    left.rmdir()  # goes where it is empty: killed before its first file came or after its last one went
            elif kind == "old" and not output.exists():
                left.rename(output)
            else:
                remove(left)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _alive(number: str) -> bool:
    """Whether a process with this id runs: another build may be at work right now."""
    if not number.isdigit() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
