"""Names of scripts that count from another folder than that of the file: of an image, of what is run by default."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
_WORKER = "#!/bin/sh\nset -e\nrm -r /srv/queue\n"


@pytest.mark.parametrize("service", [
    "    build: worker\n    command: ./begin.sh\n",
    "    build:\n      context: ./worker\n      dockerfile: Dockerfile\n    entrypoint: [\"./begin.sh\", \"-v\"]\n",
    "    command:\n      - sh\n      - begin.sh\n    build: worker/\n",
    "    build: worker\n    healthcheck:\n      test: [CMD-SHELL, ./begin.sh || exit 1]\n",
    "    build: worker\n    command: sh -c 'sleep 5 && ./begin.sh'\n",
])
def test_a_name_that_counts_from_the_folder_of_an_image(started: Started, service: str) -> None:
    texts = {"worker/begin.sh": _WORKER, "other/begin.sh": _WORKER, "docker-compose.yml": f"services:\n  web:\n    image: nginx\n  queue:\n{service}"}
    assert [row.split(":")[0] for row in started("worker/begin.sh", texts)] == ["docker-compose.yml"]
    assert started("other/begin.sh", texts) == []


@pytest.mark.parametrize("text", [
    "services:\n  queue:\n    build: worker\n    environment:\n      START: ./begin.sh\n",
    "services:\n  web:\n    command: ./begin.sh\n  queue:\n    build: worker\n",           # another service is built of it
    "services:\n  queue:\n    build: worker\n    # command: ./begin.sh\n",
    "services:\n  queue:\n    build: worker\n    command: /opt/begin.sh\n",
])
def test_what_does_not_count_from_there(started: Started, text: str) -> None:
    assert started("worker/begin.sh", {"worker/begin.sh": _WORKER, "other/begin.sh": _WORKER, "docker-compose.yml": text}) == []


@pytest.mark.parametrize("word", ["${TOOL:-./begin.sh}", "${TOOL-./begin.sh}", "${TOOL:=./begin.sh}"])
def test_a_script_that_is_run_by_default(started: Started, word: str) -> None:
    texts = {"ops/begin.sh": _WORKER, "ops/run.sh": f"#!/bin/sh\n/opt/runner {word} now\n", "other/begin.sh": _WORKER}
    assert started("ops/begin.sh", texts) == ["ops/run.sh:2 script"]
