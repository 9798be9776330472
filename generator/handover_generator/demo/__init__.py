"""The replica of the story, written as a git repository.

Years of history by several people, some of them gone; every fact a reader must learn from it stands in the tests. The commits are made with
fixed dates and names, so the replica is the same everywhere.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from handover_generator import strict_yaml
from handover_generator.errors import OutputError

_MARK = "A replica written by handover demo. It may be replaced by running the command again.\n"


def write_replica(folder: Path) -> None:
    """Write the replica into ``folder``, which must be new, empty, or an earlier replica (that is replaced).

    Raises:
        OutputError: something else is there, or it cannot be written.
    """
    _make_room(folder)
    text = resources.files(__package__).joinpath("story.yml").read_text("utf-8")
    story = strict_yaml.parse(text, "story.yml").data
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
                   "LC_ALL": "C.UTF-8"}
    for arguments, given in ((("init", "-q", "-b", "main"), None), (("fast-import", "--quiet"), b"".join(_stream(story))),
                             (("reset", "-q", "--hard", "main"), None)):
        done = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, env=environment, check=False)
        if done.returncode:
            raise OutputError(f"{folder}: git could not write the replica: {done.stderr.decode('utf-8', 'replace').strip().splitlines()[-1:]}",
                              slug="demo-not-written")
    (folder / ".git" / "description").write_text(_MARK, "utf-8")


def _make_room(folder: Path) -> None:
    try:
        if folder.is_dir() and not folder.is_symlink() and any(folder.iterdir()):
            description = folder / ".git" / "description"
            if not description.is_file() or description.read_text("utf-8", "replace") != _MARK:
                raise OutputError(f"{folder} is not empty and is no earlier replica; name another folder", slug="folder-taken")
            import shutil

            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}; name another folder", slug="demo-not-written") from None


def _stream(story: dict[str, Any]) -> Iterator[bytes]:
    """The history in the format of ``git fast-import``."""
    for commit in story["commits"]:
        when = datetime.datetime.fromisoformat(commit["on"]).replace(tzinfo=datetime.UTC)
        who = f"{story['people'][commit['by']]} {int(when.timestamp())} +0000"
        message = commit["subject"] + ("\n\n" + commit["body"].strip() if "body" in commit else "") + "\n"
        yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode()
        yield _data(message)
        for path, text in commit["files"].items():
            mode = "100755" if text.startswith("#!") else "100644"
            yield f"M {mode} inline {path}\n".encode() + _data(text)
        yield b"\n"


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"
