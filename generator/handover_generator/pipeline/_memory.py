"""Results of single steps, kept from one run to the next under a digest of all that they depend on."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from handover_generator.analysis.secrets import holds_secret
from handover_generator.cache import Cache

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


class Memory:
    """Values in the user's cache, as JSON of their types. Without a cache nothing is known and nothing is kept."""

    def __init__(self, stored: Cache | None) -> None:
        self.cache = stored
        self.keeps = stored is not None

    def recall(self, table: str, key: str, kind: Any) -> Any:
        """The value of type ``kind`` kept under a key, or None."""
        data = self.cache.get(table, key) if self.cache is not None else None
        if data is None:
            return None
        try:
            return adapter(kind).validate_json(zlib.decompress(data))
        except (ValueError, zlib.error):
            return None

    def keep(self, table: str, key: str, kind: Any, value: object, *, redacted: bool = False) -> None:
        """Keep a value, unless it holds a secret (``redacted``: it was seen to that it does not) or what JSON cannot hold, such as half a
        surrogate pair in a string of the repository.
        """
        if self.cache is not None and (redacted or not holds_secret(value)):
            try:
                self.cache.put(table, key, zlib.compress(adapter(kind).dump_json(value), 1))
            except ValueError:
                return

    def known(self, table: str, key: str, kind: Any, make: Callable[[], T]) -> T:
        """The value kept under a key; made and kept where there is none."""
        found: T | None = self.recall(table, key, kind)
        if found is None:
            found = make()
            self.keep(table, key, kind, found)
        return found


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The reader and writer of a type."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def digest(*parts: object) -> str:
    """A digest of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
