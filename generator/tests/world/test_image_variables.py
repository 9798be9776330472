"""Recipes of images that name folders by their own variables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
SH = "#!/bin/sh\nrm -rf /srv/data\n"


@pytest.mark.parametrize(("recipe", "line"), [
    ("FROM debian\nENV DIR=/opt/build\nCOPY image/ ${DIR}/\nRUN bash ${DIR}/prepare.sh\n", 4),
    ("FROM debian\nENV TOP=\"/etc/shop\" \\\n    # its version\n    V=1\nENV DIR=\"${TOP}/build\"\nCOPY image/ $DIR/\nRUN $DIR/prepare.sh\n", 7),
    ("FROM debian\nARG DIR=/opt\nCOPY image/ ${DIR}/build/\nRUN bash ${DIR}/build/prepare.sh\n", 4),
    ("FROM debian\nENV DIR /opt/build\nCOPY image/ ${DIR}\nRUN bash /opt/build/prepare.sh\n", 4),
    ("FROM debian\nCOPY image/ ${DIR:-/opt/build}/\nRUN bash /opt/build/prepare.sh\n", 3),
])
def test_a_script_in_a_folder_that_a_variable_names(recipe: str, line: int, started: Started) -> None:
    assert started("image/prepare.sh", {"image/prepare.sh!": SH, "Dockerfile": recipe}) == [f"Dockerfile:{line} dockerfile RUN"]


@pytest.mark.parametrize("recipe", [
    "FROM debian\nENV DIR=/opt/build\nCOPY image/ ${OTHER}/\nRUN bash ${DIR}/prepare.sh\n",
    "FROM debian\nCOPY image/ ${DIR}/\nRUN bash ${DIR}/prepare.sh\n",
    "FROM debian\nENV DIR=/opt/build\nCOPY image/ /srv/\nRUN bash ${DIR}/prepare.sh\n",
])
def test_a_folder_that_nothing_says_is_no_such(recipe: str, started: Started) -> None:
    assert started("image/prepare.sh", {"image/prepare.sh!": SH, "image/other.sh!": SH, "old/prepare.sh!": SH, "Dockerfile": recipe}) == []


def test_a_source_that_a_variable_names_is_copied_from_its_line(started: Started) -> None:
    recipe = "FROM debian\nARG WHERE=image\nCOPY ${WHERE}/prepare.sh /opt/run.sh\n"
    assert started("image/prepare.sh", {"image/prepare.sh!": SH, "Dockerfile": recipe}) == ["Dockerfile:3 dockerfile COPY"]
