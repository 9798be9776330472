"""Records are compared and hashed as frozen dataclasses are."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any

import pytest

from handover_generator.records import record


def _made(kind: Any, **options: Any) -> Any:
    class Point:
        x: int
        y: int = 0

    return kind(frozen=True, slots=True, **options)(Point)


def test_equal_and_hashed_by_fields() -> None:
    plain, guarded = _made(record), _made(dataclass)
    assert plain(1, 2) == plain(1, 2) != plain(2, 1)
    assert hash(plain(1, 2)) == hash(guarded(1, 2)) == hash(plain(1, 2))
    assert len({plain(1), plain(1, 0), plain(2)}) == 2
    assert replace(plain(1), y=3) == plain(1, 3)
    assert [field.name for field in fields(plain)] == ["x", "y"]
    with pytest.raises(FrozenInstanceError):
        guarded(1).x = 2


def test_identity_counts_where_equality_is_not_asked_for() -> None:
    plain = _made(record, eq=False)
    assert plain(1) != plain(1)
    assert len({plain(1), plain(1)}) == 2


def test_a_hash_of_its_own_stays() -> None:
    @record(frozen=True, slots=True)
    class Named:
        name: str
        rest: tuple[int, ...] = ()

        def __hash__(self) -> int:
            return 7

    assert hash(Named("a")) == hash(Named("b")) == 7
    assert Named("a") != Named("b")


def test_order_and_key_words() -> None:
    ordered = _made(record, order=True, kw_only=True)
    assert sorted([ordered(x=2), ordered(x=1, y=5), ordered(x=1)]) == [ordered(x=1), ordered(x=1, y=5), ordered(x=2)]
    with pytest.raises(TypeError):
        ordered(1)
