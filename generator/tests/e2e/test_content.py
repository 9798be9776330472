"""Files in every shape: each listed one ends as read, partly read, unread with a reason, or no code. Mistakes in YAML get one sentence each."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MAIN = 'if __name__ == "__main__":\n    import shutil\n    shutil.rmtree("/srv/data")\n'


@pytest.fixture(scope="module")
def odd(session_folder: Path, handover: Any, request: pytest.FixtureRequest) -> Any:
    """A repository of everything that is hard to read, and its inventory."""
    repo_class = type(request.getfixturevalue("shop"))
    repo = repo_class(session_folder / "odd")
    deep_folder = "/".join(["d"] * 60)
    committed: dict[str | bytes, str | bytes] = {
        "scripts/good.py": MAIN,
        "scripts/py2.py": '#!/usr/bin/env python2\nimport shutil\nprint "going"\nshutil.rmtree("/srv/two")\n',
        "scripts/broken.py": "import os\ndef f(:\n    os.remove('/srv/x'\n",
        "scripts/broken.sh": "#!/bin/bash\nif then fi (((\nrm -rf /srv/b\ncat <<EOF\n",
        "scripts/brackets.py": "x = " + "(" * 5_000 + ")" * 5_000 + "\n",
        "scripts/unary.py": "x = " + "-" * 50_000 + "1\n",
        "scripts/chain.py": "x = a" + ".b" * 20_000 + "\n" + "y = " + "+".join(["1"] * 20_000) + "\n",
        "scripts/elifs.py": "if a == 0: pass\n" + "".join(f"elif a == {n}: pass\n" for n in range(3_000)),
        "scripts/digits.py": "x = " + "9" * 10_000 + "\n" + MAIN,
        "scripts/nested.sh": "#!/bin/sh\n" + "if true; then\n" * 800 + "rm -rf /srv/n\n" + "fi\n" * 800,
        "scripts/substituted.sh": "#!/bin/sh\necho " + "$(" * 2_000 + "ls" + ")" * 2_000 + "\n",
        "scripts/nested.sql": "SELECT " + "(" * 3_000 + "1" + ")" * 3_000 + ";\nDROP TABLE kept;\n",
        "scripts/runs_sql.sh": "#!/bin/sh\npsql -f scripts/nested.sql\n",
        "scripts/latin.py": b"# caf\xe9\n" + MAIN.encode(),
        "scripts/declared.py": b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + MAIN.encode(),
        "scripts/utf16.sh": "#!/bin/sh\nrm -rf /srv/u\n".encode("utf-16"),
        "scripts/nul.py": b"import os\0\n" + MAIN.encode(),
        "scripts/long_line.sh": "#!/bin/sh\nrm -rf " + "a" * 900_000 + "\n",
        "scripts/empty.py": "",
        "scripts/crlf.sh": "#!/bin/sh\r\nrm -rf /srv/crlf\r\n",
        "scripts/mac.sh": "#!/bin/sh\rrm -rf /srv/mac\r",
        "scripts/old.pl": "#!/usr/bin/perl\nunlink 'x';\n",
        "logo.png": b"\x89PNG\r\n\x1a\n\0\0",
        "notes.txt": "Notes.\n",
        "Makefile": "all:\n\tscripts/broken.sh\n",
        f"{deep_folder}/deep.py": MAIN,
        b"scripts/caf\xe9.py": MAIN,
        b"scripts/new\nline.py": MAIN,
        "-rf.py": MAIN,
        "scripts/--help.sh": "#!/bin/sh\nrm -rf /srv/h\n",
        "scripts/sp ace;$(touch x).sh": "#!/bin/sh\nrm -rf /srv/s\n",
        b"scripts/\x1b[31mred.py": MAIN,
        "docker-compose.yml": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
        ".github/workflows/ci.yml": "on: [push\njobs: {a: {steps: [{run: scripts/good.py}]}}\n",
        "pyproject.toml": "[project\nname = ",
        "setup.py": "from setuptools import setup\nsetup(**{'a': [})\n",
        "CODEOWNERS": b"\xff\xfe * @x\n[ ] ] @@\n",
        "catalog-info.yaml": "- &x [*x]\n",
        "crontab": "* * * nonsense\n99 99 * * * scripts/good.py\n@never x\n",
    }
    repo.commit(committed, executable=("scripts/old.pl",))
    with open(repo.root / "scripts" / "big.py", "wb") as stream:
        stream.truncate(50_000_000)
    os.mkfifo(repo.root / "scripts" / "pipe.py")
    outside = session_folder / "outside"
    outside.mkdir()
    (outside / "stolen.py").write_text('"""OUTSIDE-CONTENT"""\n' + MAIN)
    (repo.root / "scripts" / "link.py").symlink_to(outside / "stolen.py")
    (repo.root / "scripts" / "climbs.py").symlink_to("../../outside/stolen.py")
    (repo.root / "folder").symlink_to(outside)
    (repo.root / "loop").symlink_to("loop")
    (repo.root / "inside.py").symlink_to("scripts/good.py")
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.getcwd()
        os.chdir(repo.root)
        try:
            listener.bind("sock.sh")
        finally:
            os.chdir(before)
    repo.result = handover("scan", "--format", "json", "--repo", repo.root, timeout=180)
    assert repo.result.code == 0, repo.result
    repo.inventory = json.loads(repo.result.out)
    return repo


def test_every_listed_file_is_accounted_for(odd: Any) -> None:
    coverage = odd.inventory["coverage"]
    assert coverage["files"] == coverage["read"] + coverage["partial"] + coverage["unread"] + coverage["other"]
    assert coverage["files"] >= 40
    reasons = {row["path"]: row["reason"] for row in odd.inventory["unread"]}
    assert all(reasons.values())
    assert coverage["unread"] <= len(reasons)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("scripts/big.py", "larger"),
        ("scripts/pipe.py", "pipe"),
        ("sock.sh", "socket"),
        ("scripts/link.py", "leaves"),
        ("scripts/climbs.py", "leaves"),
        ("folder", "leaves"),
        ("scripts/latin.py", "UTF-8"),
        ("scripts/nul.py", "NUL"),
        ("scripts/old.pl", "Perl"),
    ],
)
def test_what_cannot_be_read_says_why(odd: Any, path: str, word: str) -> None:
    assert word in {row["path"]: row["reason"] for row in odd.inventory["unread"]}[path]


@pytest.mark.parametrize(
    "path",
    [
        "scripts/good.py",
        "scripts/py2.py",
        "scripts/declared.py",
        "scripts/utf16.sh",
        "scripts/caf\\xe9.py",
        "-rf.py",
        "scripts/--help.sh",
        "scripts/crlf.sh",
        "scripts/runs_sql.sh",
        "scripts/long_line.sh",
    ],
)
def test_what_can_be_read_is(odd: Any, path: str) -> None:
    script = next(script for script in odd.inventory["scripts"] if script["path"] == path)
    assert any(effect["destructive"] for effect in script["effects"]), script["effects"]


@pytest.mark.parametrize(
    "path",
    [
        "scripts/broken.py",
        "scripts/brackets.py",
        "scripts/broken.sh",
        "scripts/digits.py",
        "scripts/elifs.py",
        "scripts/nested.sh",
        "scripts/substituted.sh",
    ],
)
def test_what_is_half_read_is_never_free_to_run(odd: Any, path: str) -> None:
    """A file that could not be followed to its end is no green light."""
    script = next(script for script in odd.inventory["scripts"] if script["path"] == path)
    assert script["verdict"]["list"] != "free-to-run", script


def test_nothing_outside_is_read(odd: Any) -> None:
    assert "OUTSIDE-CONTENT" not in odd.result.out


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--format", "sarif"),
        ("check", "--format", "github"),
        ("check", "--format", "gitlab"),
        ("scan", "--format", "csv"),
        ("explain", "-rf.py"),
        ("explain", "--", "scripts/--help.sh"),
        ("check",),
    ],
)
def test_odd_names_in_every_output(odd: Any, handover: Any, command: tuple[str, ...]) -> None:
    first, *rest = command
    result = handover(first, "--repo", odd.root, *rest) if rest[:1] != ["-rf.py"] else handover(first, "--repo", odd.root, "--", *rest)
    assert result.code in (0, 1), result
    assert "\x1b" not in result.out + result.err
    assert "Traceback" not in result.err


def test_the_site_of_all_this_is_built(odd: Any, handover: Any, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    before = digest_of(odd.root)
    result = handover("build", "--repo", odd.root, "--output", tmp_path / "site")
    assert result.code == 0, result
    assert (tmp_path / "site" / "index.html").is_file()
    assert digest_of(odd.root) == before
    for page in (tmp_path / "site").rglob("*.html"):
        assert "OUTSIDE-CONTENT" not in page.read_text("utf-8")


BOMB = (
    "a: &a ["
    + "x," * 9
    + "x]\n"
    + "".join(f"{name}: &{name} [" + f"*{before}," * 9 + f"*{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("people:\n  ada: {name: Ada}\n  ada: {name: Ada}\n", (":3:", "ada")),
        ("peeple:\n  ada: {name: Ada}\n", (":1:", "peeple", "people")),
        ("people:\n  ada: {nmae: Ada}\n", (":2:", "nmae")),
        ("scripts:\n  scripts/a.py: {owner: nobody}\n", (":2:", "nobody")),
        (BOMB, ("alias",)),
        ("a: [" * 100 + "]" * 100, ("handover/x.yml",)),
        ("a: *missing\n", (":1:",)),
        ("&x a: *x\n", ("handover/x.yml",)),
        ("- just\n- a list\n", (":1:",)),
        ("people: {ada: {left: yesterday}}\n", (":1:", "yesterday")),
        ("a: !!python/object/apply:os.system ['touch /tmp/never']\n", ("handover/x.yml",)),
        (b"people: \xff\n", ("handover/x.yml",)),
        ("\t- x", ("handover/x.yml",)),
        ("x" * 2_000_000, ("handover/x.yml",)),
        ("a: 1\n---\nb: 2\n", ("handover/x.yml",)),
    ],
)
@pytest.mark.parametrize("command", ["scan"])
def test_mistakes_in_the_yaml(handover: Any, make_repo: Callable[..., Any], text: str | bytes, words: tuple[str, ...], command: str) -> None:
    repo = make_repo("yaml")
    repo.commit({"scripts/a.py": MAIN, "handover/x.yml": text})
    result = handover(command, "--repo", repo.root, timeout=30)
    result.told(2, "handover/x.yml", *words)
    assert result.out == ""


def test_all_mistakes_are_told_at_once(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("yaml")
    repo.commit({"scripts/a.py": MAIN, "handover/a.yml": "people:\n  ada: {nmae: x}\nrols: {}\n", "handover/b.yml": "environments: [1]\n"})
    result = handover("build", "--repo", repo.root, "--output", repo.root / "site")
    result.told(2, "a.yml:2:", "a.yml:3:", "b.yml:1:")
    assert not (repo.root / "site").exists()


def test_an_empty_ownership_file_is_none(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("yaml")
    repo.commit({"scripts/a.py": MAIN, "handover/x.yml": "", "handover/y.yml": "# nothing yet\n"})
    assert handover("scan", "--repo", repo.root).code == 0
