"""The compiled catalogue beside the program's bytecode, and like it: whoever may write there may change the program itself, ``PYTHONPYCACHEPREFIX``
moves it, ``PYTHONDONTWRITEBYTECODE`` keeps it from being written, and it counts for nothing once a file that it was made from has changed.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from importlib.util import cache_from_source
from pathlib import Path

_NAME = "catalogue.msgpack"
_FOLDER = Path(__file__).parent
# What makes a catalogue of data: all modules here, and these.
_OTHERS = (_FOLDER.parent / "strict_yaml.py", _FOLDER.parent / "model" / "rows.py")


def read(digest: str) -> bytes | None:
    """What was written for data of this digest by the program as it is now, or None."""
    try:
        head = _head(digest)
        found = place().read_bytes()
    except (OSError, NotImplementedError):       # no such file; a Python without bytecode
        return None
    return found[len(head):] if found.startswith(head) else None


def write(digest: str, data: bytes) -> bool:
    """Write it, in one step. False where that cannot or should not be."""
    if sys.dont_write_bytecode:
        return False
    try:
        target = place()
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
            try:
                stream.write(_head(digest) + data)
                stream.close()
                os.chmod(stream.name, 0o644)
                os.replace(stream.name, target)
            except BaseException:
                os.unlink(stream.name)
                raise
    except (OSError, NotImplementedError):
        return False
    return True


def place() -> Path:
    """The file."""
    return Path(cache_from_source(__file__)).with_name(_NAME)


def _head(digest: str) -> bytes:
    """A digest of the data, and of the code that compiles them."""
    hashed = hashlib.sha256(digest.encode())
    for path in (*sorted(_FOLDER.glob("*.py")), *_OTHERS):
        hashed.update(path.read_bytes() + b"\0")
    return hashed.digest()
