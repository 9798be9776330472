"""Records behave as dataclasses with the same options do, whichever way they are made."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Any

import pytest

from handover_generator.records import field, field_names, record, replace, settle


def _made(kind: Any, **options: Any) -> Any:
    class Point:
        x: int
        y: int = 0

    return kind(frozen=True, slots=True, **options)(Point)


@record(frozen=True, slots=True)
class _Seen:
    name: str
    at: int = field(default=0, compare=False)


def test_equal_and_hashed_by_fields() -> None:
    plain, guarded = _made(record), _made(dataclasses.dataclass)
    assert plain(1, 2) == plain(1, 2) != plain(2, 1)
    assert hash(plain(1, 2)) == hash(plain(1, 2))
    assert len({plain(1), plain(1, 0), plain(2)}) == 2
    assert repr(plain(1)).rpartition(".")[2] == repr(guarded(1)).rpartition(".")[2]
    assert replace(plain(1), y=3) == plain(1, 3)
    assert field_names(plain) == ("x", "y")


def test_a_frozen_record_does_not_change() -> None:
    value = _made(record)(1)
    with pytest.raises(AttributeError):
        value.x = 2
    settle(value, "x", 3)
    assert value.x == 3


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


def test_a_field_that_is_not_compared() -> None:
    assert _Seen("a", at=1) == _Seen("a", at=2) != _Seen("b", at=1)
    assert hash(_Seen("a", at=1)) == hash(_Seen("a", at=2))
    assert replace(_Seen("a", at=1), name="b").at == 1
    assert field_names(_Seen) == ("name", "at")


def test_defaults_are_made_anew() -> None:
    @record(slots=True)
    class Heap:
        members: list[int] = field(default_factory=list)
        shown: str = field(default="yes", repr=False)

    one, other = Heap(), Heap()
    one.members.append(1)
    assert (other.members, other.shown) == ([], "yes")
    assert one != other
    with pytest.raises(TypeError):
        hash(one)


def test_room_for_what_is_worked_out_once() -> None:
    @record(frozen=True)
    class Sum:
        parts: tuple[int, ...]

        @cached_property
        def total(self) -> int:
            return sum(self.parts)

    value = Sum((1, 2))
    assert (value.total, value.total) == (3, 3)


def test_other_types_have_no_fields() -> None:
    assert field_names(str) == field_names(dict) == ()
