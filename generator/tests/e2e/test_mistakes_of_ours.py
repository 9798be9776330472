"""A mistake of ours costs one script, not the run; what reads syntax is part of what an answer depends on; a full disk is one sentence."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from handover_generator import cache
from handover_generator.analysis.toolbox import Toolbox
from handover_generator.pipeline import Options, analyse
from handover_generator.writer import _folders


def test_a_script_that_cannot_be_followed_is_told_and_the_others_are(make_repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo()
    repo.commit({f"scripts/{name}.sh": "#!/bin/sh\nrm -r /srv/data\n" for name in "abc"})
    real = Toolbox.entries

    def entries(self: Toolbox, path: str) -> Any:
        if path == "scripts/b.sh":
            raise KeyError("forced")
        return real(self, path)

    monkeypatch.setattr(Toolbox, "entries", entries)
    findings = analyse(Options(root=repo.root, cache=False, today="2026-11-23"))
    told = {script.path: ([effect.target for effect in script.effects], [unknown.kind for unknown in script.unknowns])
            for script in findings.inventory.scripts}
    assert told == {"scripts/a.sh": (["/srv/data"], []), "scripts/b.sh": ([], ["internal"]), "scripts/c.sh": (["/srv/data"], [])}
    (unknown,) = findings.inventory.by_path["scripts/b.sh"].unknowns
    assert unknown.detail.startswith("reading this ended in KeyError at test_mistakes_of_ours.py:")
    assert findings.verdicts["scripts/b.sh"].list.value != "free-to-run"


def test_answers_of_another_python_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = cache._tool.__wrapped__()
    monkeypatch.setattr("sys.version", "3.99.0 (another)")
    assert cache._tool.__wrapped__() != mine


def test_answers_of_another_library_are_not_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine = cache._tool.__wrapped__()
    other = tmp_path / "other.py"
    other.write_text("")
    real = cache.find_spec
    monkeypatch.setattr(cache, "find_spec", lambda name: type("Spec", (), {"origin": str(other)}) if name == "sqlglot" else real(name))
    assert cache._tool.__wrapped__() != mine


def test_a_full_disk_across_file_systems_is_one_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object, **__: object) -> None:
        raise shutil.Error([("a", "b/one", "[Errno 28] No space left on device"), ("c", "d", "[Errno 28] No space left on device")])

    def elsewhere(self: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(shutil, "copytree", full)
    monkeypatch.setattr(Path, "rename", elsewhere)
    with pytest.raises(OSError, match="No space left") as told:
        _folders.bring(tmp_path / "from", tmp_path / "to")
    assert told.value.filename == "b/one"
