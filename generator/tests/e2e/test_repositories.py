"""Repositories in every shape: each ends in a result or in one sentence with the right exit code, and none is touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def paths(result: Any) -> list[str]:
    assert result.code == 0, result
    return [script["path"] for script in json.loads(result.out)["scripts"]]


@pytest.mark.parametrize(
    "command",
    [("scan",), ("check",), ("explain", "x.py"), ("build", "--output", "site"), ("review", "HEAD"), ("leave", "ana"), ("draft", "x.py"), ("init",)],
)
def test_no_repository(handover: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    handover(*command, "--repo", tmp_path, cwd=tmp_path).told(3, "git")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_does_not_exist(handover: Any, tmp_path: Path) -> None:
    handover("scan", "--repo", tmp_path / "nowhere").told(3, "nowhere")


def test_a_file_instead_of_a_folder(handover: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    handover("scan", "--repo", tmp_path / "file").told(2, "file")


def test_a_folder_inside_stands_for_the_whole(handover: Any, shop: Any) -> None:
    whole = handover("scan", "--format", "json", "--repo", shop.root)
    assert paths(handover("scan", "--format", "json", "--repo", shop.root / "scripts")) == paths(whole)
    inside = handover("explain", "reset.py", cwd=shop.root / "scripts")
    assert inside.code in (0, 1), inside
    assert "scripts/reset.py" in inside.out


@pytest.mark.parametrize("at", ["nosuch", "--output=x", "HEAD~99", "0" * 40, "main:scripts"])
def test_an_unknown_commit(handover: Any, shop: Any, at: str) -> None:
    handover("scan", "--repo", shop.root, f"--at={at}").told(3)


def test_an_earlier_commit_is_read_as_it_was(handover: Any, shop: Any) -> None:
    def losses(*at: str) -> list[bool]:
        inventory = json.loads(handover("scan", "--format", "json", "--repo", shop.root, *at).out)
        report = next(script for script in inventory["scripts"] if script["path"] == "scripts/report.py")
        return [effect["destructive"] for effect in report["effects"] if effect["destructive"]]

    assert losses("--at", "HEAD~1") == []
    assert losses() == [True]


def test_an_empty_repository(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("empty")
    result = handover("scan", "--repo", repo.root)
    result.told(3) if result.code else None
    assert result.code in (0, 3), result
    handover("scan", "--repo", repo.root, "--at", "HEAD").told(3)


def test_files_without_a_commit(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("uncommitted")
    repo.write({"scripts/a.py": 'import os\nif __name__ == "__main__":\n    os.remove("/srv/a")\n'})
    result = handover("scan", "--format", "json", "--repo", repo.root)
    assert paths(result) == ["scripts/a.py"]


def test_a_shallow_clone_says_what_it_cannot_know(handover: Any, shop: Any, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    shop.git("clone", "--quiet", "--depth", "1", f"file://{shop.root}", str(tmp_path / "shallow"))
    before = digest_of(tmp_path / "shallow")
    result = handover("scan", "--format", "json", "--repo", tmp_path / "shallow")
    found = json.loads(result.out)
    assert found["repository"]["shallow"] is True
    assert "shallow" in result.err
    assert all(script["ownership"]["state"] != "single" for script in found["scripts"])  # cut history proves no single author
    assert digest_of(tmp_path / "shallow") == before


def test_a_bare_repository(handover: Any, shop: Any, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    shop.git("clone", "--quiet", "--bare", str(shop.root), str(tmp_path / "bare.git"))
    before = digest_of(tmp_path / "bare.git")
    assert "scripts/reset.py" in paths(handover("scan", "--format", "json", "--repo", tmp_path / "bare.git"))
    handover("init", "--repo", tmp_path / "bare.git").told(2, "bare")
    assert digest_of(tmp_path / "bare.git") == before


def test_a_linked_work_tree(handover: Any, make_repo: Callable[..., Any], tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    repo = make_repo("main")
    repo.commit({"scripts/a.py": 'if __name__ == "__main__":\n    print(1)\n'})
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    (tmp_path / "linked" / "scripts" / "b.py").write_text('if __name__ == "__main__":\n    print(2)\n')
    before = digest_of(tmp_path / "linked"), digest_of(repo.root)
    assert paths(handover("scan", "--format", "json", "--repo", tmp_path / "linked")) == ["scripts/a.py", "scripts/b.py"]
    assert (digest_of(tmp_path / "linked"), digest_of(repo.root)) == before


def test_damaged_objects(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("damaged")
    repo.commit({"scripts/a.py": 'if __name__ == "__main__":\n    print(1)\n'})
    repo.git("repack", "-q", "-a", "-d")
    for pack in (repo.root / ".git" / "objects" / "pack").iterdir():
        pack.chmod(0o644)
        pack.write_bytes(pack.read_bytes()[:40])
    result = handover("scan", "--repo", repo.root)
    assert result.code in (0, 3), result
    assert "Traceback" not in result.err
    handover("scan", "--repo", repo.root, "--at", "HEAD").told(3)


def test_a_head_that_points_nowhere(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("lost")
    repo.commit({"scripts/a.py": 'if __name__ == "__main__":\n    print(1)\n'})
    shutil.rmtree(repo.root / ".git" / "refs" / "heads")
    result = handover("scan", "--repo", repo.root)
    assert result.code in (0, 3), result
    assert "Traceback" not in result.err


def test_hooks_filters_and_monitors_of_the_target_stay_silent(
    handover: Any, make_repo: Callable[..., Any], tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    repo, proof = make_repo("hostile"), tmp_path / "it-ran"
    repo.commit(
        {
            "scripts/a.py": 'if __name__ == "__main__":\n    print(1)\n',
            ".gitattributes": "* filter=evil diff=evil\n",
            "sitecustomize.py": f"open({str(proof)!r}, 'w')\n",
            "yaml.py": f"open({str(proof)!r}, 'w')\n",
            "mkdocs.py": f"open({str(proof)!r}, 'w')\n",
            "mkdocs.yml": "site_name: x\nhooks: [yaml.py]\n",
        }
    )
    repo.write({"evil": f"#!/bin/sh\necho ran > {proof}\ncat\n", "git": f"#!/bin/sh\necho ran > {proof}\n"}, executable=("evil", "git"))
    for key in (
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "gpg.program",
        "core.sshCommand",
        "core.pager",
    ):
        repo.git("config", key, str(repo.root / "evil"))
    repo.git("config", "log.showSignature", "true")
    before = digest_of(repo.root)
    for command in (("scan", "--format", "json"), ("build", "--output", str(tmp_path / "site")), ("review", "HEAD"), ("check",)):
        result = handover(*command, cwd=repo.root)
        assert result.code in (0, 1), result
    assert not proof.exists()
    assert digest_of(repo.root) == before


def test_init_drafts_once_and_says_so(handover: Any, small: Any) -> None:
    first = handover("init", "--repo", small.root)
    assert (first.code, "drafted   handover/scripts.yml" in first.out) == (0, True)
    drafted = (small.root / "handover" / "scripts.yml").read_text("utf-8")
    again = handover("init", "--repo", small.root)
    assert again.code == 0
    assert again.out.startswith("Nothing to draft")
    assert "drafted" not in again.out
    assert (small.root / "handover" / "scripts.yml").read_text("utf-8") == drafted
