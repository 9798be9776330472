"""The built wheel, not the source folder: everything the program needs is in it, and the first command of a newcomer works from an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "generator" / "handover_generator"
BUILT = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left in the source folder."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "source" / "generator").mkdir(parents=True)
    shutil.copytree(SOURCE, folder / "source" / "generator" / "handover_generator", ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / "source" / name)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
            "--wheel-dir",
            str(folder / "dist"),
            str(folder / "source"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0 and any(word in done.stderr for word in ("hatchling", "Connection", "resolution")):
        pytest.skip("the build tool cannot be fetched here")
    assert done.returncode == 0, done.stderr
    (found,) = (folder / "dist").glob("*.whl")
    return found


@pytest.mark.slow
def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    kept = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(SOURCE).parts)
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == kept
    for name in (
        "catalogue/data/py_builtins.yml",
        "renderers/templates/script.md",
        "assets/handover.css",
        "data/inventory.schema.json",
        "data/handover.schema.json",
        "demo/story.yml",
        "catalogue/data/aws_operations.json",
    ):
        assert f"handover_generator/{name}" in packed
    assert not any("tests" in name.split("/") for name in packed)


@pytest.mark.slow
def test_a_newcomer_with_the_wheel_gets_a_site(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True, timeout=120)
    python = tmp_path / "venv" / "bin" / "python"
    site_packages = Path(
        subprocess.run(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    installed = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--disable-pip-version-check",
            str(wheel),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert installed.returncode == 0, installed.stderr
    # What it depends on comes from here; our own source folder does not, since only the finder file of the editable install names it.
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}
    handover = str(tmp_path / "venv" / "bin" / "handover")

    where = subprocess.run(
        [str(python), "-P", "-c", "import handover_generator; print(handover_generator.__file__)"],
        cwd=empty,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(tmp_path) in where
    demo = subprocess.run([handover, "demo", "here"], cwd=empty, env=env, capture_output=True, text=True, check=False, timeout=180)
    assert demo.returncode == 0, demo.stderr
    assert (empty / "here" / "site" / "index.html").is_file()
    # What it tells to type next works as it stands, although no terminal finds the program by its name.
    typed = subprocess.run(["sh", "-c", demo.stdout.splitlines()[-1]], cwd=empty, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (typed.returncode, typed.stdout.splitlines()[0][:10]) == (1, "DO NOT RUN"), typed
    told = subprocess.run(
        [handover, "explain", "scripts/reset_pilot.py", "--repo", "here/pilots", "--in", "production", "--format", "json"],
        cwd=empty,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 1, told.stderr
    assert json.loads(told.stdout)
    assert sorted(path.name for path in empty.iterdir()) == ["here"]
