"""Results of single steps, kept from one run to the next under a digest of all that they depend on."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from handover_generator.analysis.secrets import holds_secret
from handover_generator.cache import Cache
from handover_generator.model.source import SourceFile

if TYPE_CHECKING:
    from msgspec.msgpack import Decoder

T = TypeVar("T")


class Memory:
    """Values in the user's cache, as MessagePack of their types. Without a cache nothing is known and nothing is kept.

    A type is made of records, named tuples, enumerations and plain containers. What is stored has no class names, so reading it
    makes only what the type speaks of, and a union may hold one record at most.
    """

    def __init__(self, stored: Cache | None) -> None:
        self.cache = stored
        self.keeps = stored is not None

    def recall(self, table: str, key: str, kind: Any) -> Any:
        """The value of type ``kind`` kept under a key, or None."""
        data = self.cache.get(table, key) if self.cache is not None else None
        if data is None:
            return None
        try:
            return _reader(kind).decode(zlib.decompress(data))
        except (ValueError, RecursionError, zlib.error):      # of an older shape, or damaged
            return None

    def keep(self, table: str, key: str, value: object, *, redacted: bool = False) -> None:
        """Keep a value, unless it holds a secret (``redacted``: it was seen to that it does not) or cannot be stored, such as half a
        surrogate pair in a string of the repository.
        """
        if self.cache is not None and (redacted or not holds_secret(value)):
            from msgspec import msgpack

            try:
                self.cache.put(table, key, zlib.compress(msgpack.encode(value), 1))
            except (ValueError, OverflowError, RecursionError):
                return

    def keep_rows(self, table: str, key: str, rows: Mapping[str, tuple[str, object]], known: Mapping[str, tuple[str, object]]) -> None:
        """Keep one row for each path, with the state of what it was made from, but for rows that hold a secret; where nothing is new,
        nothing is written.

        Args:
            table: as for ``keep``.
            key: likewise.
            rows: path to (state, value), all that is to be found next time.
            known: what ``recall`` gave; a row in it was looked through before.
        """
        if self.keeps and rows != known:
            clean = {path: row for path, row in rows.items() if known.get(path) == row or not holds_secret(row[1])}
            if clean != known:
                self.keep(table, key, clean, redacted=True)

    @contextmanager
    def rows(self, table: str, key: str, kind: Any, files: Mapping[str, SourceFile]) -> Iterator[Callable[[str, Callable[[], T]], T]]:
        """Gives, for a path and what makes its row, the row: remembered where the file did not change, else made. All rows asked for are kept.

        Args:
            table: as for ``keep``.
            key: all that rows depend on beside the text and the path of their file.
            kind: the type of a row.
            files: all files by path.
        """
        known: dict[str, tuple[str, Any]] = self.recall(table, key, dict[str, tuple[str, kind]]) or {}
        now: dict[str, tuple[str, Any]] = {}

        def of(path: str, make: Callable[[], T]) -> T:
            blob, row = files[path].blob, known.get(path)
            found: T = row[1] if row is not None and row[0] == blob else make()
            now[path] = blob, found
            return found

        yield of
        self.keep_rows(table, key, now, known)

    def known(self, table: str, key: str, kind: Any, make: Callable[[], T]) -> T:
        """The value kept under a key; made and kept where there is none."""
        found: T | None = self.recall(table, key, kind)
        if found is None:
            found = make()
            self.keep(table, key, found)
        return found


@cache
def _reader(kind: Any) -> Decoder[Any]:
    """The reader of a type, which checks all that it reads."""
    from msgspec.msgpack import Decoder

    return Decoder(kind)


def digest(*parts: object) -> str:
    """A digest of values: plain ones, records, enumerations and containers in a fixed order."""
    from msgspec import msgpack

    try:
        written = msgpack.encode(parts)
    except (ValueError, OverflowError, RecursionError):      # half a surrogate pair, a number of more than 64 bits
        written = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()
