"""Listing and reading: every file ends as read, or unread with a reason, and nothing outside is touched."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.sources.git import open_repository
from handover_generator.sources.tree import Tree, read_tree


def _read(repo: Any, at: str | None = None) -> Tree:
    with open_repository(repo.root, at) as opened:
        return read_tree(opened)


def _reasons(tree: Tree) -> dict[str, str]:
    return {row.path: row.reason for row in tree.unread}


def test_a_clean_work_tree_and_its_commit_are_the_same(repo: Any) -> None:
    repo.commit("run.sh", "#!/bin/sh\necho\n", mode="100755")
    repo.commit("lib/a.py", "x = 'ü'\r\n", more={"data.bin": b"\0\1", "logo.png": b"\x89PNG", "lib/.gitignore": "*.log\n",
                                                 "Makefile": "all:\n"})
    repo.commit("link", "lib/a.py", mode="120000")
    repo.check_out()
    now, then = _read(repo), _read(repo, "HEAD")
    assert now == then
    assert list(now.files) == sorted(now.files)
    assert now.files["run.sh"].executable
    assert now.files["lib/a.py"].text == "x = 'ü'\r\n"
    assert now.files["logo.png"].text is None
    assert now.files["lib/a.py"].blob == repo.git("rev-parse", "HEAD:lib/a.py")
    assert now.links == (("link", "lib/a.py"),)
    assert "link" not in now.files
    assert (now.unread, now.changed, now.notes) == ((), (), ())


def test_a_site_of_ours_is_none_of_the_files(repo: Any) -> None:
    """It is built where one stands, and its scripts are not the repository's; what git tracks is never passed over."""
    repo.commit("a.py", "x = 1\n", more={"kept/.handover-site": "", "kept/b.py": "y = 1\n"})
    repo.check_out()
    for folder in ("handover-site", "kept"):
        (repo.root / folder / "search").mkdir(parents=True)
        (repo.root / folder / "search" / "index.js").write_text("run()\n")
        (repo.root / folder / ".handover-site").write_text("ours\n")
    tree = _read(repo)
    assert set(tree.files) == {"a.py", "kept/.handover-site", "kept/b.py", "kept/search/index.js"}
    assert tree.unread == ()


def test_new_and_changed_files_are_seen_and_ignored_ones_are_not(repo: Any) -> None:
    repo.commit(".gitignore", "*.log\n!keep.log\n/build/\nsecret/\n", more={"a.py": "x = 1\n", "kept/forced.log": "x\n",
                                                                            "sub/.gitignore": "!*.log\nb*\n"})
    repo.check_out()
    new = {"a.py": "x = 2\n", "new.py": "y = 1\n", "no.log": "", "keep.log": "", "build/out.py": "", "sub/build/out.py": "",
           "sub/yes.log": "",
           "sub/bad.py": "", "secret/deep/x.py": "", "node_modules/p/i.js": "", "lib/__pycache__/a.pyc": "", "env/pyvenv.cfg": "",
           "env/bin/x.py": ""}
    for name, text in new.items():
        (repo.root / name).parent.mkdir(parents=True, exist_ok=True)
        (repo.root / name).write_text(text)
    tree = _read(repo)
    assert set(tree.files) == {".gitignore", "a.py", "kept/forced.log", "keep.log", "new.py", "sub/.gitignore", "sub/yes.log"}
    expected = set(repo.git("ls-files", "--cached", "--others", "--exclude-standard").split()) - {"node_modules/p/i.js", "env/bin/x.py",
                                                                                                "env/pyvenv.cfg", "lib/__pycache__/a.pyc"}
    assert set(tree.files) == expected
    assert set(tree.changed) == {"a.py", "keep.log", "new.py", "sub/yes.log"}


def test_the_repositorys_own_exclude_file_counts(repo: Any) -> None:
    repo.commit("a.py", "")
    repo.check_out()
    (repo.root / ".git" / "info" / "exclude").write_text("mine.py\n[\n!\n")
    (repo.root / "mine.py").write_text("")
    assert list(_read(repo).files) == ["a.py"]


def test_committed_files_that_are_not_there_are_told(repo: Any) -> None:
    repo.commit("a.py", "", more={"b.py": ""})
    repo.check_out()
    (repo.root / "b.py").unlink()
    tree = _read(repo)
    assert list(tree.files) == ["a.py"]
    assert "'b.py'" in tree.notes[0]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_links_are_never_followed(repo: Any, tmp_path: Path, at: str | None) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text("stolen = 1\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.py").write_text("stolen = 2\n")
    for name, target in {"in": "a.py", "sub/up": "../a.py", "abs.py": str(outside), "rel.py": "../outside.py", "dir": "../folder",
                         "loop": "loop",
                         "sub/far": "../../../etc/passwd", "broken": "nothing"}.items():
        repo.commit(name, target, mode="120000")
    repo.commit("a.py", "x = 1\n")
    repo.check_out()
    tree = _read(repo, at)
    assert list(tree.files) == ["a.py"]
    assert tree.links == (("broken", "nothing"), ("in", "a.py"), ("loop", "loop"), ("sub/up", "a.py"))
    assert set(_reasons(tree)) == {"abs.py", "rel.py", "dir", "sub/far"}
    assert all("leaves the repository" in reason for reason in _reasons(tree).values())


def test_a_folder_swapped_for_a_link_is_not_entered(repo: Any, tmp_path: Path) -> None:
    repo.commit("lib/a.py", "x = 1\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.py").write_text("stolen = 1\n")
    (repo.root / "lib").symlink_to(tmp_path / "elsewhere")
    tree = _read(repo)
    assert tree.files == {}
    assert "leaves the repository" in _reasons(tree)["lib"]


def test_pipes_and_sockets_do_not_stop_us(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a.py", "")
    repo.check_out()
    os.mkfifo(repo.root / "pipe.py")
    os.mkfifo(repo.root / ".gitignore")
    monkeypatch.chdir(repo.root)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock")
        tree = _read(repo)
    assert list(tree.files) == ["a.py"]
    assert "named pipe" in _reasons(tree)["pipe.py"]
    assert "socket" in _reasons(tree)["sock"]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_what_cannot_be_read_has_a_reason_where_it_might_matter(repo: Any, at: str | None) -> None:
    content = {
        "dump.sql": "-- x\n" * 300_000, "notes.txt": "x\n" * 600_000, "bad.py": b"x = '\xff'\n",
        "latin.py": b"# -*- coding: latin-1 -*-\nx = '\xe4'\n",
        "lying.py": b"# coding: utf-8\nx = '\xe4'\n", "odd.py": b"# coding: punycode\nx = '\xe4'\n", "zip.py": b"# coding: zlib\n\xff\n",
        "mark.py": b"\xef\xbb\xbfx = 1\n", "wide.sql": "DROP TABLE a;".encode("utf-16"), "nul.sh": b"#!/bin/sh\n\0", "data": b"\0\1\2",
        "data.dat": b"\xff\xfe\xfd", "half.sql": b"\xff\xfex", "tool": b"#!/usr/bin/perl\n\xff",
    }
    repo.commit(more=content)
    repo.commit("program", b"\x7fELF\0", mode="100755")
    repo.check_out()
    tree = _read(repo, at)
    assert set(tree.files) == {*content, "program"}
    texts = {path: file.text for path, file in tree.files.items() if file.text is not None}
    assert texts == {"latin.py": "# -*- coding: latin-1 -*-\nx = 'ä'\n", "mark.py": "x = 1\n", "wide.sql": "DROP TABLE a;"}
    reasons = _reasons(tree)
    assert set(reasons) == {"dump.sql", "bad.py", "lying.py", "odd.py", "zip.py", "nul.sh", "half.sql", "tool", "program"}
    assert reasons["dump.sql"] == "larger than 1 MB (1,500,000 bytes)"
    assert reasons["bad.py"] == "not UTF-8 at byte 5"
    assert "'punycode' is not known" in reasons["odd.py"]
    assert reasons["nul.sh"] == "binary: a NUL at byte 10"


@pytest.mark.parametrize(("path", "read"), [
    ("a.sh", True), ("a.sql", True), ("Makefile", True), ("crontab", True), ("a.py", False), ("a.dat", False)])
def test_one_odd_letter_hides_no_script_whose_reader_takes_any_bytes(repo: Any, path: str, read: bool) -> None:
    repo.commit(path, b"# lib\xe9r\xe9\nrm x\n")
    repo.check_out()
    assert [file.text for file in _read(repo).files.values()] == ["# lib\xe9r\xe9\nrm x\n" if read else None]


def test_a_program_of_the_machine_is_no_text_in_latin_letters(repo: Any) -> None:
    repo.commit("a.sh", b"\x01\x02\xe9")
    repo.check_out()
    assert [file.text for file in _read(repo).files.values()] == [None]


def test_names_that_are_not_utf8(repo: Any) -> None:
    repo.commit(b"caf\xe9.py", "x = 1\n")
    repo.commit(b"caf\\xe9.py", "x = 2\n")
    repo.commit("line\nbreak\t'.py", "x = 3\n")
    repo.check_out()
    now, then = _read(repo), _read(repo, "HEAD")
    assert list(now.files) == list(then.files) == ["caf\\xe9.py", "line\nbreak\t'.py"]
    assert "looks the same" in _reasons(now)["caf\\xe9.py"]
    assert "looks the same" in _reasons(then)["caf\\xe9.py"]


def test_content_that_is_absent_from_the_clone(repo: Any) -> None:
    repo.commit("a.py", "gone = 1\n", more={"b.py": "x = 1\n"})
    repo.forget(repo.git("rev-parse", "HEAD:a.py"))
    tree = _read(repo, "HEAD")
    assert tree.files["a.py"].text is None
    assert tree.files["b.py"].text == "x = 1\n"
    assert _reasons(tree) == {"a.py": "its content is absent from this clone"}


def test_damaged_content_costs_one_file_only(repo: Any) -> None:
    repo.commit("a.py", "x = 1\n", more={"b.py": "x = 2\n", "c.py": "x = 3\n"})
    blob = repo.git("rev-parse", "HEAD:b.py")
    path = repo.root / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    raw = path.read_bytes()
    path.write_bytes(raw[:-4] + b"\0\0\0\0")
    tree = _read(repo, "HEAD")
    assert {name for name, file in tree.files.items() if file.text is not None} == {"a.py", "c.py"}
    assert "b.py" in _reasons(tree)


def test_an_absent_folder_is_told(repo: Any) -> None:
    repo.commit("a.py", "x = 1\n", more={"lib/b.py": "", "z.py": ""})
    repo.forget(repo.git("rev-parse", "HEAD:lib"))
    tree = _read(repo, "HEAD")
    assert "a.py" in tree.files
    assert "could not be read to its end" in tree.notes[0]


def test_submodules_and_repositories_inside_are_not_entered(repo: Any, make_repo: Callable[..., Any]) -> None:
    repo.commit("part", "1" * 40, mode="160000")
    repo.commit("a.py", "")
    repo.check_out()
    (repo.root / "part").mkdir(exist_ok=True)
    (repo.root / "part" / "x.py").write_text("")
    make_repo("shop/nested").commit("y.py", "")
    (repo.root / "nested" / "y.py").write_text("")
    tree = _read(repo)
    assert list(tree.files) == ["a.py"]
    assert "submodule" in _reasons(tree)["part"]
    assert "another repository" in _reasons(tree)["nested"]
    assert "submodule" in _reasons(_read(repo, "HEAD"))["part"]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_committed_packages_are_one_row(repo: Any, at: str | None) -> None:
    repo.commit(more={"a.py": "", "web/node_modules/p/i.js": "", "web/node_modules/q/i.js": "", "env/pyvenv.cfg": "", "env/bin/x.py": ""})
    repo.check_out()
    tree = _read(repo, at)
    assert list(tree.files) == ["a.py"]
    assert _reasons(tree) == {"web/node_modules": "installed packages, 2 files not looked at",
                              "env": "a virtual environment, 2 files not looked at"}


def test_depth_and_number_have_limits_that_are_told(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from handover_generator.sources import _tree_listing, _tree_walk

    for number in range(6):
        (repo.root / f"f{number}.py").write_text("x" * 100)
    deep = repo.root.joinpath(*(["d"] * 8))
    deep.mkdir(parents=True)
    (deep / "x.py").write_text("")
    monkeypatch.setattr(_tree_walk, "MAX_DEPTH", 5)
    monkeypatch.setattr(_tree_listing, "MAX_TEXT", 350)
    tree = _read(repo)
    assert _reasons(tree)["d/d/d/d/d/d"] == "nested deeper than 5 folders"
    assert sum(file.text is not None for file in tree.files.values()) == 3
    assert "were read before it" in _reasons(tree)["f5.py"]
    monkeypatch.setattr(_tree_walk, "MAX_FILES", 4)
    tree = _read(repo)
    assert len(tree.files) == 4
    assert "more than 4 files" in tree.notes[0]


def test_the_digest_follows_content_and_mode_only(repo: Any) -> None:
    repo.commit("a.py", "x = 1\n")
    repo.check_out()
    first = _read(repo).digest
    os.utime(repo.root / "a.py", (1, 1))
    assert _read(repo).digest == first
    (repo.root / "a.py").chmod(0o755)
    second = _read(repo).digest
    (repo.root / "a.py").chmod(0o644)
    (repo.root / "a.py").write_text("x = 2\n")
    assert len({first, second, _read(repo).digest}) == 3


_NAMES = st.binary(min_size=1, max_size=12).filter(lambda raw: b"/" not in raw and b"\0" not in raw and raw not in (b".", b"..")
                                                   and raw.lower() not in (b".git", b".gitignore"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(_NAMES, st.binary(max_size=60), min_size=1, max_size=6))
def test_any_names_and_bytes_end_read_or_unread(make_repo: Callable[..., Any], content: dict[bytes, bytes], tmp_path_factory: Any) -> None:
    repo = make_repo(str(tmp_path_factory.mktemp("any") / "shop"))
    for name, raw in content.items():
        Path(os.fsdecode(os.fsencode(repo.root) + b"/" + name)).write_bytes(raw)
    first, second = _read(repo), _read(repo)
    assert first == second
    shown = {name.decode("utf-8", "backslashreplace") for name in content}
    assert set(first.files) == shown
    assert all(row.reason for row in first.unread)
    for file in first.files.values():
        assert isinstance(file.path.encode(), bytes)


def test_where_a_link_leads_is_part_of_the_digest(repo: Any) -> None:
    repo.commit("a.py", "x = 1\n")
    repo.commit("b.py", "x = 2\n")
    repo.commit("in", "a.py", mode="120000")
    repo.check_out()
    before = _read(repo, "HEAD").digest
    repo.commit("in", "b.py", mode="120000")
    assert _read(repo, "HEAD").digest != before
