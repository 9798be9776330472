"""Compare our truck factor in ``avelino`` mode with the figures its authors published.

usage: truck_factors.py FOLDER

FOLDER holds clones with their whole history, in any depth, each in a folder whose path holds the name given below (``celery+celery``,
``celery/celery`` or ``celery``). The published figures are those of Avelino, Valente and Hora, "What is the Truck Factor of Popular GitHub
Applications? A First Assessment" (PeerJ Preprints 1233, 2015, table 2), for the state of 25 February 2015; the shares of four top authors
are theirs as well.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handover_generator.analysis import identities
from handover_generator.analysis.truck_factor import truck_factors
from handover_generator.model.ownership import Ownership
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine

DAY = "2015-02-25"
PUBLISHED: dict[str, tuple[int, int | None]] = {
    "celery/celery": (1, 98), "pallets/flask": (1, 90), "powerline/powerline": (1, 97), "gruntjs/grunt": (1, 96),
    "Leaflet/Leaflet": (1, None), "janl/mustache.js": (1, None), "kivy/kivy": (1, None), "thoughtbot/paperclip": (1, None),
    "beetbox/beets": (2, None), "thumbor/thumbor": (2, None), "bup/bup": (2, None), "jashkenas/backbone": (2, None),
    "haml/haml": (3, None), "django-cms/django-cms": (3, None), "boto/boto": (4, None),
}


def clones(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name, clone) of the published systems that are there."""
    for name in PUBLISHED:
        owner, project = name.split("/")
        for place in (f"{owner}+{project}/repo", f"{owner}+{project}", name, project):
            if (folder / place).is_dir():
                yield name, folder / place
                break


def measure(clone: Path) -> dict[str, Any] | None:
    """The avelino figures of the last commit before the day; None where there is none."""
    last = subprocess.run(["git", "-C", str(clone), "rev-list", "-1", f"--before={DAY}", "HEAD"], capture_output=True, text=True, check=True)
    commit = last.stdout.strip()
    if not commit:
        return None
    with open_repository(clone, commit) as repository:
        history = mine(repository, None)
        listing = repository.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    files = [name.decode("utf-8", "backslashreplace") for name in listing.split(b"\0") if name]
    found: dict[str, Any] = truck_factors(history, identities.resolve(history, Ownership()), files)["avelino"]
    return found


def main() -> int:
    """Print the comparison; exit 1 where a figure is off by more than one, or fewer than four fifths are equal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    equal = total = far = 0
    print("| system | published | ours | top author, published | ours | files |\n| --- | --- | --- | --- | --- | --- |")
    for name, clone in clones(parser.parse_args().folder):
        found = measure(clone)
        value, share = PUBLISHED[name]
        if found is None or found["value"] is None:
            print(f"| {name} | {value} | history does not reach that day | | | |")
            continue
        total += 1
        equal += found["value"] == value
        far += abs(found["value"] - value) > 1
        top = f"{found['shares'][0]:.1%}" if found["shares"] else "none"
        print(f"| {name} | {value} | {found['value']} | {f'{share} %' if share else ''} | {top} | {found['files']} |", flush=True)
    print(f"\n{equal} of {total} equal, {far} off by more than one")
    return 0 if total and not far and equal * 5 >= total * 4 else 1


if __name__ == "__main__":
    sys.exit(main())
