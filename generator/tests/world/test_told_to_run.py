"""Texts for people: those that tell to run a script, and those that only name it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis import discover
from handover_generator.sources.packages import read_packaging
from handover_generator.sources.starters import StarterSearch

SH = "#!/bin/sh\nrm -rf /srv/x\n"
PY = "from django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n    def handle(self, *args, **options):\n        pass\n"
_COMMAND = "shop/management/commands/tidy.py"


@pytest.fixture
def told(files: Callable[[dict[str, str]], object]) -> Callable[[str, str], list[tuple[int, bool]]]:
    def run(script: str, text: str) -> list[tuple[int, bool]]:
        listed = files({"scripts/reset.sh!": SH, _COMMAND: PY, "README.md": text})
        packaging = read_packaging(listed)
        rows = StarterSearch(listed, discover.candidates(listed), packaging.console_scripts, packaging.source_roots).starters().get(script, ())
        return [(row.line, row.told) for row in rows if row.kind == "docs"]

    return run


@pytest.mark.parametrize("text", [
    "$ scripts/reset.sh north", "    ./scripts/reset.sh", "```sh\nscripts/reset.sh --all\n```", "```\nSHOP=north sudo scripts/reset.sh\n```",
    "Then sudo bash scripts/reset.sh", "Run `scripts/reset.sh` first.", "To begin anew, use `./scripts/reset.sh`.", "1. `bash scripts/reset.sh`",
    "To start again run scripts/reset.sh", "```\ncd /srv && ./scripts/reset.sh\n```",
])
def test_a_text_tells_people_to_run_a_script(told: Callable[[str, str], list[tuple[int, bool]]], text: str) -> None:
    assert [one for _, one in told("scripts/reset.sh", text)] == [True]


@pytest.mark.parametrize("text", [
    "See scripts/reset.sh for how.", "- `scripts/reset.sh`: empties a shop", "scripts/reset.sh is old.", "| scripts/reset.sh | old |",
    "```sh\nx\n```\nscripts/reset.sh is old.", "The file `scripts/reset.sh` is old.",
])
def test_a_text_only_names_a_script(told: Callable[[str, str], list[tuple[int, bool]]], text: str) -> None:
    assert [one for _, one in told("scripts/reset.sh", text)] == [False]


def test_the_line_that_tells_stands_before_one_that_names(told: Callable[[str, str], list[tuple[int, bool]]]) -> None:
    assert told("scripts/reset.sh", "About `scripts/reset.sh`.\n\n    $ scripts/reset.sh\n\n    $ scripts/reset.sh --all\n") == [(3, True)]
    assert told(_COMMAND, "The command `tidy` is old.\n\n    docker compose run --rm web python manage.py tidy\n") == [(3, True)]
