"""What is remembered depends on all that it was made from: names and rights of files, what lays them into containers, the file of --config."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

UNITS = {
    "units/a.service": "[Service]\nExecStart=/srv/scripts/a.sh\n", "units/b.service": "[Service]\nExecStart=/srv/scripts/b.sh\n",
    "units/a.timer": "[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n",
    "scripts/a.sh": "#!/bin/sh\nrm -r /srv/a\n", "scripts/b.sh": "#!/bin/sh\nrm -r /srv/b\n",
}
MOUNTED = {
    "docker-compose.yml": "services:\n  web:\n    image: x\n    volumes:\n      - ./scripts:/app\n", "etc/crontab": "0 3 * * * root /app/purge.sh\n",
    "scripts/purge.sh": "#!/bin/sh\nrm -r /srv/a\n", "other/purge.sh": "#!/bin/sh\nrm -r /srv/b\n",
}


@pytest.fixture
def same(handover: Any) -> Any:
    """Scans twice, and what the cache gives must be what a fresh run says."""

    def scan(root: Path, *options: str) -> Any:
        remembered, fresh = (handover("scan", "-q", "--format", "json", *options, *more, cwd=root) for more in ((), ("--no-cache",)))
        assert (remembered.code, remembered.out) == (fresh.code, fresh.out)
        return json.loads(fresh.out) if fresh.code == 0 else fresh.err

    return scan


def test_a_timer_is_known_by_its_name(make_repo: Any, same: Any) -> None:
    repo = make_repo("timed")
    repo.commit(UNITS)
    same(repo.root)
    (repo.root / "units/a.timer").rename(repo.root / "units/b.timer")
    told = same(repo.root)
    schedules = {script["path"]: {row["schedule"] for row in script["called_from"]} for script in told["scripts"]}
    assert schedules["scripts/a.sh"] == {None}
    assert schedules["scripts/b.sh"] != {None}


def test_what_lays_a_folder_into_a_container_decides_what_a_crontab_starts(make_repo: Any, same: Any) -> None:
    repo = make_repo("mounted")
    repo.commit(MOUNTED)
    assert [script["path"] for script in same(repo.root)["scripts"] if script["called_from"]] == ["scripts/purge.sh"]
    repo.write({"docker-compose.yml": MOUNTED["docker-compose.yml"].replace("./scripts", "./other")})
    assert [script["path"] for script in same(repo.root)["scripts"] if script["called_from"]] == ["other/purge.sh"]


def test_a_link_that_came_is_told(make_repo: Any, same: Any, tmp_path: Path) -> None:
    repo = make_repo("rights")
    repo.commit({"scripts/a.sh": "#!/bin/sh\nrm -r /srv/a\n"})
    same(repo.root)
    (repo.root / "scripts" / "b.sh").symlink_to(tmp_path / "outside.sh")
    assert any(row["path"] == "scripts/b.sh" for row in same(repo.root)["unread"])


def test_a_further_file_stands_beside_those_of_its_name(make_repo: Any, same: Any, tmp_path: Path) -> None:
    repo = make_repo("stated")
    repo.commit({"scripts/a.sh": "#!/bin/sh\nrm -r /srv/a\n", "scripts/b.sh": "#!/bin/sh\nrm -r /srv/b\n",
                 "handover/scripts.yml": "scripts:\n  scripts/a.sh: {purpose: Clears a.}\n"})
    further = tmp_path / "scripts.yml"
    further.write_text("scripts:\n  scripts/b.sh: {purpose: Clears b.}\n")
    purposes = {script["path"]: script["purpose"] for script in same(repo.root, "--config", str(further))["scripts"]}
    assert {path: purpose["text"] for path, purpose in purposes.items()} == {"scripts/a.sh": "Clears a.", "scripts/b.sh": "Clears b."}
    further.rename(tmp_path / "stated.txt")
    assert same(repo.root, "--config", str(tmp_path / "stated.txt"))["scripts"][1]["purpose"]["text"] == "Clears b."
    (tmp_path / "stated.txt").write_text("scripts: [\n")
    assert same(repo.root, "--config", str(tmp_path / "stated.txt")).startswith(f"handover: {tmp_path}/stated.txt:")


_BEFORE = {
    "etc/crontab": "0 3 * * * root nightly.sh\n0 5 * * * root python -m shop.jobs\n",
    "ops/later.sh": "#!/bin/sh\nshop-tidy --all\n. ./part.sh\n",
    "docker-compose.yml": "services:\n  db:\n    image: postgres\n    volumes:\n      - ./first:/docker-entrypoint-initdb.d\n",
    "Vagrantfile": "Vagrant.configure('2') do |config|\n  config.vm.provision :shell, path: \"boxes/#{kind}.sh\"\nend\n",
    "Dockerfile": "FROM debian\nCOPY tools/odd.sh /opt/tool/entry.sh\n",
    "web/Dockerfile": "FROM shop-base\nCMD [\"/opt/tool/entry.sh\"]\n",
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\n[project.scripts]\nshop-tidy = 'shop.orders:main'\n",
    "shop/__init__.py": "", "shop/use.py": "from . import settle\n", "ops/nightly.sh": "#!/bin/sh\nrm -r /srv/a\n",
}
_RUNS = "#!/bin/sh\nrm -r /srv/b\n"


@pytest.mark.parametrize(("path", "text", "starters"), [
    pytest.param("ops/part.sh", _RUNS, {"ops/later.sh"}, id="a name that a text had"),
    pytest.param("shop/jobs/__main__.py", "import shutil\nshutil.rmtree('/srv/b')\n", {"etc/crontab"}, id="a package that is run"),
    pytest.param("shop/orders.py", "def main():\n    import shutil\n    shutil.rmtree('/srv/b')\n", {"ops/later.sh", "pyproject.toml"},
                 id="what an installed command starts"),
    pytest.param("first/1-tables.sh", _RUNS, {"docker-compose.yml"}, id="a file of a folder that a database runs"),
    pytest.param("boxes/web.sh", _RUNS, {"Vagrantfile"}, id="one that a pattern fits"),
    pytest.param("tools/odd.sh", _RUNS, {"Dockerfile", "web/Dockerfile"}, id="another name in an image"),
])
def test_who_starts_a_script_that_comes_and_goes(make_repo: Any, same: Any, path: str, text: str, starters: set[str]) -> None:
    repo = make_repo("coming")
    repo.commit(_BEFORE)
    same(repo.root)
    repo.write({path: text})
    came = {script["path"]: {row["path"] for row in script["called_from"]} for script in same(repo.root)["scripts"]}
    assert came[path] >= starters
    (repo.root / path).unlink()
    assert path not in {script["path"] for script in same(repo.root)["scripts"]}


def test_a_name_that_two_files_have_is_no_longer_clear(make_repo: Any, same: Any) -> None:
    repo = make_repo("two")
    repo.commit(_BEFORE)
    started = {script["path"]: script["called_from"] for script in same(repo.root)["scripts"]}
    assert [row["path"] for row in started["ops/nightly.sh"]] == ["etc/crontab"]
    repo.write({"old/nightly.sh": "remind people of the night\n"})
    started = {script["path"]: script["called_from"] for script in same(repo.root)["scripts"]}
    assert started["ops/nightly.sh"] == []
