"""What is compiled of the catalogue and kept: the same catalogue comes back, and a broken one is compiled again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import msgpack

from handover_generator.catalogue import _beside, _kept
from handover_generator.catalogue.load import Catalogue, load_catalogue

OWN = {"handover/effects.yml": """\
- lib: mine
  effects:
    - {at: mine.wipe(), do: delete, resource: database}
- cmd: wipe-all
  do: delete
  on: database
"""}


@pytest.fixture(scope="module", autouse=True)
def nothing_beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No bytecode folder of the program is read or written: there is none, and it cannot be made."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "file").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_beside, "place", lambda: folder / "file" / "catalogue.msgpack")
        yield folder


@pytest.fixture
def beside(nothing_beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file beside the bytecode, in a folder of the test's."""
    monkeypatch.setattr(_beside, "place", lambda: tmp_path / "__pycache__" / "catalogue.msgpack")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "__pycache__" / "catalogue.msgpack"


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    load_catalogue(cache_get=found.get, cache_put=found.__setitem__)
    return found


def the_same(one: Catalogue, other: Catalogue) -> bool:
    return all(a == b for a, b in ((one.digest, other.digest), (one.commands, other.commands), (one.apis.all_rows, other.apis.all_rows),
                                   (one.apis.packages, other.apis.packages)))


def test_the_same_data_gives_the_same_bytes(kept: dict[str, bytes]) -> None:
    again: dict[str, bytes] = {}
    load_catalogue(cache_put=again.__setitem__)
    assert again == kept


def test_what_was_kept_is_the_same_catalogue(kept: dict[str, bytes]) -> None:
    compiled, read = load_catalogue(), load_catalogue(cache_get=kept.get)
    assert the_same(compiled, read)
    for path in (("shutil", "rmtree", "()"), ("boto3", "client", "()", "delete_bucket", "()"), ("os", "path", "join", "()")):
        assert read.apis.walk(*path) == compiled.apis.walk(*path)
        assert read.apis.rows(read.apis.walk(*path)) == compiled.apis.rows(compiled.apis.walk(*path))


def test_nothing_is_compiled_where_something_is_kept(kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handover_generator.catalogue.load.load_entries", None)
    assert load_catalogue(cache_get=kept.get).apis.package_known("shutil")


def test_rows_of_a_repository_are_kept_apart(kept: dict[str, bytes]) -> None:
    both = dict(kept)
    load_catalogue(OWN, cache_get=both.get, cache_put=both.__setitem__)
    assert len(both) == 2
    assert load_catalogue(OWN, cache_get=both.get).commands.get("wipe-all") is not None
    assert load_catalogue(cache_get=both.get).commands.get("wipe-all") is None


def broken(whole: bytes) -> list[bytes]:
    fields = msgpack.decode(whole, strict=False)
    other_kind = msgpack.encode({**fields, "commands": [{"names": 3}]})
    without = msgpack.encode({"commands": fields["commands"]})
    return [b"", b"\xc0", b"{}", b"\xff", b"\x91" * 100_000, whole[: len(whole) // 2], whole + b"\0", other_kind, without]


def test_a_broken_one_is_compiled_again(kept: dict[str, bytes]) -> None:
    ((digest, whole),) = kept.items()
    for junk in broken(whole):
        assert _kept.read(junk) is None
    put: dict[str, bytes] = {}
    again = load_catalogue(cache_get=lambda _: b"\x80", cache_put=put.__setitem__)
    assert the_same(again, load_catalogue())
    assert put == {digest: whole}


def test_ours_lies_beside_the_bytecode(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put: dict[str, bytes] = {}
    compiled = load_catalogue(cache_put=put.__setitem__)
    assert list(beside.parent.iterdir()) == [beside]
    assert not put
    monkeypatch.setattr("handover_generator.catalogue.load.load_entries", None)
    assert the_same(load_catalogue(), compiled)


def test_rows_of_a_repository_never_lie_beside_the_bytecode(beside: Path) -> None:
    put: dict[str, bytes] = {}
    load_catalogue(OWN, cache_put=put.__setitem__)
    assert len(put) == 1
    assert not beside.exists()


def test_another_state_of_the_program_is_no_answer(beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _beside.write("one", b"data")
    assert (_beside.read("one"), _beside.read("two")) == (b"data", None)
    (tmp_path / "strict_yaml.py").write_text("other code")
    monkeypatch.setattr(_beside, "_OTHERS", (tmp_path / "strict_yaml.py",))
    assert _beside.read("one") is None


def test_a_broken_one_beside_the_bytecode_is_compiled_again(beside: Path) -> None:
    compiled = load_catalogue()
    whole = beside.read_bytes()
    for junk in (b"", whole[:20], whole[:32], whole[:-9], whole + b"x"):
        beside.write_bytes(junk)
        assert the_same(load_catalogue(), compiled)
        assert beside.read_bytes() == whole


def test_it_is_written_where_bytecode_is(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not _beside.write("one", b"data")
    assert not beside.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    beside.parent.write_text("a file where the folder should be")
    assert not _beside.write("one", b"data")
    assert _beside.read("one") is None
