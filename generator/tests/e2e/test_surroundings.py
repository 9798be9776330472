"""Terminals, languages, pipes and environments in every state: the same answer, never a traceback."""

from __future__ import annotations

import json
import os
import pty
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from handover_generator.cli import run

ENVIRONMENTS: dict[str, dict[str, str | None]] = {
    "no home": {"HOME": None, "XDG_CACHE_HOME": None},
    "home that does not exist": {"HOME": "/nonexistent/home", "XDG_CACHE_HOME": None},
    "plain C": {"LC_ALL": None, "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin": {"PYTHONIOENCODING": "latin-1"},
    "narrow": {"COLUMNS": "20"},
    "no colour": {"NO_COLOR": "1", "TERM": "dumb"},
    "odd git variables": {
        "GIT_DIR": "/nonexistent",
        "GIT_WORK_TREE": "/",
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_CONFIG_PARAMETERS": "'x.y=z'",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.pager",
        "GIT_CONFIG_VALUE_0": "false",
        "GIT_TRACE": "1",
        "GIT_PAGER": "false",
        "GIT_EXTERNAL_DIFF": "false",
    },
    "cache is a file": {"XDG_CACHE_HOME": __file__},
    "relative cache": {"XDG_CACHE_HOME": "cache"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_any_environment_gives_the_same_answer(handover: Any, shop: Any, name: str) -> None:
    usual = handover("explain", "scripts/report.py", "--repo", shop.root, "--format", "json")
    result = handover("explain", "scripts/report.py", "--repo", shop.root, "--format", "json", env=ENVIRONMENTS[name])
    assert "Traceback" not in result.err, result
    assert result.code == usual.code, result
    assert json.loads(result.out) == json.loads(usual.out)
    for command in (("scan",), ("check",), ("explain", "scripts/reset.py")):
        assert handover(*command, "--repo", shop.root, env=ENVIRONMENTS[name]).code in (0, 1)


@pytest.mark.parametrize(
    "command", ["scan --format json", "scan", "check", "check --format sarif", "explain scripts/reset.py --trails", "leave ana@example.org", "--help"]
)
def test_a_reader_who_has_seen_enough(handover: Any, shop: Any, command: str) -> None:
    here = [] if command == "--help" else ["--repo", str(shop.root)]
    process = subprocess.Popen(
        handover.command(*command.split(), *here),
        env=handover.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) in (0, 1), err
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_not_allowed_stays_not_allowed_when_the_reader_stops(handover: Any, alone: Any, small: Any) -> None:
    """``handover explain ... | head -1`` under ``pipefail``: the answer must not turn into a yes."""
    small.write({"handover/places.yml": "environments:\n  production: {hosts: [db1]}\n"})
    command = handover.command("explain", "scripts/reset.py", "--in", "production", "--repo", small.root)
    process = subprocess.Popen(command, env=handover.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1, said
    assert said == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(handover: Any, shop: Any, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *handover.command("scan", "--repo", shop.root)],
        env=handover.environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done
    assert b"Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("columns", ["20", "80", "400"])
def test_on_a_terminal(handover: Any, shop: Any, columns: str) -> None:
    ours, theirs = pty.openpty()
    env = handover.environment({"COLUMNS": columns, "TERM": "xterm"})
    with subprocess.Popen(handover.command("scan", "--repo", shop.root), env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:  # how Linux tells that the other side has closed
            pass
    os.close(ours)
    assert process.returncode == 0, shown
    assert b"Traceback" not in shown
    assert b"scripts" in shown
    if columns == "80":
        rows = [line for line in shown.decode().splitlines() if "do not run" in line and "scripts/reset.py" in line]
        assert rows, shown                             # the list and the script on one line, as the eye expects it
        assert "/srv/pilot" in rows[0]


def test_help_imports_nothing_heavy(handover: Any) -> None:
    program = (
        "import sys; sys.argv = ['handover', '--help']\n"
        "from handover_generator.cli import run\nrun(['--help'])\n"
        "heavy = {'pydantic', 'sqlglot', 'yaml', 'rich', 'git', 'jinja2', 'mkdocs', 'tree_sitter', 'griffe', 'nh3', 'sqlite3'} & set(sys.modules)\n"
        "sys.exit(f'imports {sorted(heavy)}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=handover.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("scna",), "scna"),
        (("scan", "--format", "xml"), "json"),
        (("explain",), "SCRIPT"),
        (("explain", "no/such.py"), "no/such.py"),
        (("explain", "scripts/rest.py"), "scripts/reset.py"),
        (("explain", "the reset script"), "scripts/reset.py"),
        (("draft", "report script"), "scripts/report.py"),
        (("explain", "zzz"), "in shop"),
        (("explain", "scripts/reset.py", "--in", "nowhere"), "nowhere"),
        (("serve", "--port", "99999"), "99999"),
        (("serve", "--port", "0"), "0"),
        (("build", "--output", "scripts"), "scripts"),
        (("leave", "nobody"), "nobody"),
        (("check", "--baseline", "missing.json"), "missing.json"),
        (("scan", "--config", "missing.yml"), "missing.yml"),
        (("check", "--update-baseline"), "--baseline"),
        (("scan", "--output", "/dev/null/x", "--format", "json"), "/dev/null/x"),
        (("check", "--fail-on", "everything"), "everything"),
    ],
)
def test_wrong_usage_gets_a_sentence(handover: Any, shop: Any, arguments: tuple[str, ...], word: str) -> None:
    result = handover(*arguments, cwd=shop.root)
    result.told(2, word)
    assert result.out == ""


@pytest.mark.parametrize(("options", "escaped"), [((), False), (("--format", "markdown"), True)])
def test_the_leaving_pack_on_a_terminal_is_text(handover: Any, shop: Any, options: tuple[str, ...], escaped: bool) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(handover.command("leave", "ana@example.org", "--repo", shop.root, "--quiet", *options), env=handover.environment(),
                               stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    told = b""
    with suppress(OSError):              # Linux says so when the other end is closed
        while part := os.read(ours, 65_536):
            told += part
    os.close(ours)
    assert process.wait() == 0
    assert b"ana@example.org" in told or b"Ana" in told
    assert told.startswith(b"# ") is escaped


def test_the_folder_may_be_deleted_while_we_stand_in_it(handover: Any, shop: Any, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = handover.command("scan", "--repo", shop.root)
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh", *command],
        cwd=gone,
        env=handover.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done
    assert done.returncode in (0, 2, 3), done


def test_runs_side_by_side_share_a_cache(alone: Any, shop: Any) -> None:
    running = [
        subprocess.Popen(
            alone.command("scan", "--format", "json", "--repo", shop.root), env=alone.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    ended = [process.communicate(timeout=120) for process in running]
    assert {process.returncode for process in running} == {0}, ended
    assert len({out for out, _ in ended}) == 1


def test_a_damaged_cache_is_no_cache(alone: Any, shop: Any) -> None:
    first = alone("scan", "--format", "json", "--repo", shop.root)
    files = [path for path in alone.home.rglob("*.sqlite3") if path.is_file()]
    assert files
    for harm in (
        lambda raw: raw[:100],
        lambda raw: b"",
        lambda raw: bytes(255 - byte for byte in raw),
        lambda raw: raw[:5000] + b"\0" * 3000 + raw[8000:],
    ):
        for path in files:
            path.write_bytes(harm(path.read_bytes()))
        again = alone("scan", "--format", "json", "--repo", shop.root)
        assert (again.code, again.out) == (0, first.out), again.err


def test_our_own_yaml_module_is_never_the_repositorys(handover: Any, small: Any) -> None:
    """Started by module name inside the repository, as some editors do, Python would look there first."""
    small.write(
        {
            f"{name}.py": "raise SystemExit('the repository was executed')\n"
            for name in ("yaml", "click", "git", "json", "handover_effects", "pydantic", "rich", "sitecustomize", "usercustomize")
        }
    )
    for command in (("scan",), ("check",), ("explain", "reset.py")):
        result = handover(*command, cwd=small.root)
        assert result.code in (0, 1), result
        assert "executed" not in result.out + result.err


@pytest.fixture
def traced(tmp_path: Path) -> Callable[..., list[str]]:
    """Runs a command under strace; gives the programs that were started."""

    def run(handover: Any, *args: str | Path) -> list[str]:
        log = tmp_path / "trace"
        probe = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False) if _has_strace() else None
        if probe is None or probe.returncode != 0:
            pytest.skip("strace is not here or may not trace")
        done = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=execve,connect", "-o", str(log), *handover.command(*args)],
            env=handover.environment(),
            capture_output=True,
            check=False,
            timeout=240,
        )
        assert done.returncode in (0, 1), done.stderr
        return log.read_text("utf-8", "replace").splitlines()

    return run


def _has_strace() -> bool:
    return any(os.access(os.path.join(folder, "strace"), os.X_OK) for folder in os.environ["PATH"].split(os.pathsep))


def test_no_program_runs_but_git_and_our_own_python(handover: Any, small: Any, traced: Callable[..., list[str]], tmp_path: Path) -> None:
    small.write({"scripts/new.sh": "#!/bin/sh\necho x\n"}, executable=("scripts/new.sh",))
    started = []
    for row in traced(handover, "build", "--repo", small.root, "--output", tmp_path / "site"):
        if "execve(" in row and "= -1" not in row:
            started.append(row.split('execve("')[1].split('"')[0])
        if "connect(" in row:
            assert "AF_INET" not in row, row  # and nobody is called
    names = {os.path.basename(os.path.realpath(program)).rstrip("0123456789.") for program in started}
    assert names <= {"python", "git", "env"}, started  # env clears what git would inherit
    assert {"python", "git"} <= names


def test_a_device_or_a_pipe_is_written_to_and_stays_what_it_is(handover: Any, shop: Any, tmp_path: Path) -> None:
    """A file in the place of ``/dev/null`` would break every other program of the machine."""
    device, pipe = tmp_path / "null", tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert handover("scan", "--repo", shop.root, "--format", "json", "-o", pipe).code == 0
        assert reader.stdout is not None
        assert json.loads(reader.stdout.read())["schema"].startswith("handover-inventory/")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        device = Path(os.devnull)                      # without the right to make one we have none to replace it either
    assert handover("scan", "--repo", shop.root, "-o", device).code == 0
    assert stat.S_ISCHR(device.stat().st_mode)


def test_a_stray_argument_is_told_how_a_repository_is_named(handover: Any, shop: Any) -> None:
    result = handover("scan", shop.root)
    assert result.code == 2
    assert "--repo DIRECTORY" in result.err


@pytest.mark.parametrize(("command", "told"), [
    (("scan", "-o", "{}/none.txt/x.json"), "is no folder"), (("check", "-o", "{}"), "Is a directory|is a directory|it is a folder"),
    (("check", "--baseline", "{}/gone.json"), "gone.json"), (("review", "HEAD", "-o", "{}/none.txt/x"), "is no folder")])
def test_what_cannot_be_written_or_is_not_there_is_told_before_the_long_work(
    small: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], told: str,
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("the long work began")

    monkeypatch.setattr("handover_generator.pipeline.analyse", work)
    (tmp_path / "none.txt").write_text("")
    assert run([*(word.format(tmp_path) for word in command), "--repo", str(small.root)]) == 2
    assert re.search(told, capsys.readouterr().err)


def test_a_draft_does_not_follow_a_link_out_of_the_repository(handover: Any, small: Any, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (small.root / "handover").symlink_to(outside)
    handover("init", cwd=small.root).told(2, "a link on the way leads out of")
    assert list(outside.iterdir()) == []


def test_a_site_that_git_tracks_is_left_alone_in_a_linked_work_tree_too(handover: Any, small: Any, tmp_path: Path) -> None:
    assert handover("build", "-q", "--markdown", "-o", small.root / "site", cwd=small.root).code == 0
    small.git("add", "--all", "--force")
    small.git("commit", "--quiet", "-m", "The site.")
    small.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    for root in (small.root, tmp_path / "linked"):
        handover("build", "-q", "--markdown", "-o", root / "site", cwd=root).told(2, "is tracked by git")
