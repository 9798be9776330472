"""Which of the comments and docstrings of a file say what it is for."""

from __future__ import annotations

import pytest

from handover_generator.languages import python, shell
from handover_generator.model.source import SourceFile


def purpose(text: str, path: str) -> str | None:
    language = python.LANGUAGE if path.endswith(".py") else shell.LANGUAGE
    file = SourceFile(path=path, blob="", size=len(text), text=text)
    assert language.header is not None
    read = language.read(file)
    found = language.header(file, read).purpose  # type: ignore[arg-type]
    return found.text if found is not None else None


@pytest.mark.parametrize(("text", "said"), [
    ("#!/bin/bash\n# Deploys the shop.\nset -e\ncd /srv\n", "Deploys the shop."),
    ("#/usr/bin/env bash\n\n# Waits for a port.\nsleep 1\n", "Waits for a port."),
    ("#/bin/sh -e\n# Waits for a port.\nsleep 1\n", "Waits for a port."),
    ("#!/bin/bash\n\n# Waits for a port.\nwhile :; do sleep 1; done\n", "Waits for a port."),
    ("#!/bin/bash\nset -e\n\n# Deploys the shop to the live servers.\n# Run it by hand.\n\ncd /srv\n", "Deploys the shop to the live servers."),
    ("#!/bin/bash\n# Deploys the shop.\n#\n# Fail fast and fail hard.\nset -e\n", "Deploys the shop."),
    ("#!/bin/bash\n\n# Fail fast and fail hard.\nset -eo pipefail\n\n# Migrate it.\nalembic upgrade head\n", None),
    ("#!/bin/bash\n\n# Tell bash to be strict and log everything\nset -eux\n\n# Migrate it.\nalembic upgrade head\n", None),
    ("#!/bin/bash\n# When 'pipefail' is enabled, a pipe fails with any of its parts.\nset -o pipefail\n", None),
    ("#!/bin/bash\n# Exit early if something goes wrong\nset -e\n", None),
    ("#!/bin/bash\nset -x\n\n# These should match the values in vars.json\nROOT=/var\n", None),
    ("#!/bin/bash\n# should we delete the env and recreate?\ncd /srv\n", None),
    ("#!/bin/bash\n# In applying this license, the institute does not\n# waive its privileges.\nls\n", None),
    ("#!/bin/bash\n# Renews the licences of the shop.\nls\n", "Renews the licences of the shop."),
    ("#!/bin/bash\n# This Source Code Form is subject to the terms of the Mozilla Public\n# License, v. 2.0. If a copy of the MPL was not\n"
     "# distributed with this file, you can obtain one.\nls\n", None),
    ("#!/bin/bash\n\n# This file is part of The Shop\n#\n# The Shop is the legal property of its developers, whose names\n"
     "# are too many to list here.\nls\n", None),
    ("#!/bin/bash\n# Lists the property of the owners of a shop.\nls\n", "Lists the property of the owners of a shop."),
    ("#!/bin/bash\n# This file is subject to the terms and\n# conditions of the GNU General Public\n# License.\nls\n", None),
    ("#!/bin/bash\n# Publishes the public terms of the shop.\nls\n", "Publishes the public terms of the shop."),
    ("#!/bin/bash\n# This program is distributed in the hope that it will be useful,\n# but WITHOUT ANY WARRANTY.\nls\n", None),
])
def test_of_shell(text: str, said: str | None) -> None:
    assert purpose(text, "ops/go.sh") == said


@pytest.mark.parametrize(("text", "said"), [
    ('# Standard Library\nimport os\n\n# Third Party\nimport requests\n\nos.remove("a")\n', None),
    ('# Standard Library\nimport os\n\nos.remove("a")\n', None),
    ('# Django\nfrom django.db import connection\n\n# shop\nfrom shop import models\n\nmodels.clear()\n', None),
    ('# Removes old carts.\n\n# Standard Library\nimport os\n\nos.remove("a")\n', "Removes old carts."),
    ('# Removes old carts\nimport os\n\nos.remove("a")\n', "Removes old carts"),
    ('import os\nfrom sys import argv\n\n"""Removes old carts."""\nos.remove(argv[1])\n', "Removes old carts."),
    ('"""\nHow to run this script:\n    * Test run: fab run:a\n    * Actual run: fab run:b\n\nMerges carts.\n"""\n', "Merges carts."),
    ('import os\nos.remove("a")\n"""Removes old carts."""\n', None),
    ('import click\n\n\n@click.command()\ndef main():\n    """Removes old carts."""\n', "Removes old carts."),
    ('import typer\napp = typer.Typer()\n\n\n@app.command("carts")\ndef main():\n    """Removes old carts."""\n', "Removes old carts."),
    ('import click\n\n\n@click.group()\ndef all():\n    """Things with carts."""\n\n\n@all.command()\ndef old():\n    """Removes old carts."""\n',
     "Removes old carts."),
    ('import click\n\n\n@click.command()\ndef a():\n    """Removes old carts."""\n\n\n@click.command()\ndef b():\n    """Adds new carts."""\n', None),
    ('# Cares for the carts.\nimport click\n\n\n@click.command()\ndef main():\n    """Removes old carts."""\n', "Cares for the carts."),
    ('"""\nmanage.py import_carts\n  -s S3, --s3 S3        S3 key to import e.g: foo/bar.zip\n  --srid {27700,4326}   SRID of the file\n\n'
     'This command imports carts.\n"""\n', "This command imports carts."),
    ('#\n#    This program is distributed in the hope that it will be useful,\n#    but WITHOUT ANY WARRANTY.\n#\nimport os\n', None),
])
def test_of_python(text: str, said: str | None) -> None:
    assert purpose(text, "ops/go.py") == said
