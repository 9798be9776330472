"""What a deployment and a new database run, and names by which a script is known where its folder is mounted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
SH = "#!/bin/sh\nrm -rf /srv/data\n"
APPSPEC = """version: 0.0
files:
  - source: deploy/wipe-old.sh
    destination: /srv/app
hooks:
  # - location: deploy/never-run.sh
  AfterInstall:
    - location: deploy/move-data.sh
      timeout: 300
"""


@pytest.mark.parametrize(("script", "expected"), [
    ("deploy/move-data.sh", ["appspec.yml:8 config hook AfterInstall"]),
    ("deploy/wipe-old.sh", []),
])
def test_hooks_of_a_deployment(started: Started, script: str, expected: list[str]) -> None:
    assert started(script, {"deploy/move-data.sh!": SH, "deploy/wipe-old.sh!": SH, "appspec.yml": APPSPEC}) == expected


COMPOSE = "services:\n  db:\n    image: postgres\n    volumes:\n" \
          "      - ./docker/db:/docker-entrypoint-initdb.d:ro\n      # - ./old:/docker-entrypoint-initdb.d\n"


@pytest.mark.parametrize(("script", "expected"), [
    ("docker/db/10_users.sh", ["compose.yaml:5 compose runs when a new database is made"]),
    ("docker/db/utils/drop_all.sh", []),
    ("old/10_users.sh", []),
])
def test_a_new_database_runs_what_is_mounted_for_it(started: Started, script: str, expected: list[str]) -> None:
    texts = {path + "!": SH for path in ("docker/db/10_users.sh", "docker/db/utils/drop_all.sh", "old/10_users.sh")}
    assert started(script, texts | {"compose.yaml": COMPOSE}) == expected


def test_a_new_database_runs_what_its_image_was_given(started: Started) -> None:
    recipe = "FROM postgres\nCOPY init/ /docker-entrypoint-initdb.d/\nCOPY conf/ /etc/postgresql/\n"
    texts = {"db/Dockerfile": recipe, "db/init/tables.sql": "create table a (b int);\n", "db/conf/tune.sql": "select 1;\n"}
    assert started("db/init/tables.sql", texts) == ["db/Dockerfile:2 dockerfile runs when a new database is made"]
    assert started("db/conf/tune.sql", texts) == []


@pytest.mark.parametrize(("line", "found"), [
    ("docker-compose exec db bash -c \"./mounted.d/utils/drop_all.sh\"", True),
    ("docker-compose exec db bash -c \"./mounted.d/others/drop_all.sh\"", False),
])
def test_a_path_in_a_mounted_folder_ends_as_it_does_here(started: Started, line: str, found: bool) -> None:
    texts = {"docker/db/utils/drop_all.sh!": SH, "Makefile": f"drop:\n\t{line}\n"}
    assert started("docker/db/utils/drop_all.sh", texts) == (["Makefile:2 make target drop"] if found else [])
