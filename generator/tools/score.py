"""Score inventories of labelled repositories and print one table.

usage: score.py [--open FOLDER] [--truth FOLDER] [--misses]

``--open`` holds clones, one folder a repository, named as the repository (the part after the slash). ``--truth`` holds the hand labels
(``owner+name.yml``) and beside it the scorer ``score_effects.py``. Missing clones are told and skipped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

PLAIN = ("found", "recall", "precision", "recall_beyond_read", "precision_beyond_read", "placed", "trails", "destructive_recall",
         "destructive_precision", "guards", "callers")
DEPENDS = ("env", "binaries", "services", "packages", "files")


def main() -> int:
    """Print a Markdown table; exit 1 where nothing could be scored."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--open", type=Path, default=Path("../open"))
    parser.add_argument("--truth", type=Path, default=Path("../shared/truth"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    columns: dict[str, dict[str, float | None]] = {}
    for labels in sorted(options.truth.glob("*.yml")):
        name = labels.stem.partition("+")[2]
        clone = options.open / name
        if not clone.is_dir():
            print(f"no clone of {labels.stem} in {options.open}: skipped", file=sys.stderr)
            continue
        commit = yaml.safe_load(labels.read_text("utf-8"))["commit"]
        with tempfile.NamedTemporaryFile(suffix=".json") as inventory:
            subprocess.run([sys.executable, "-m", "handover_generator", "scan", "--quiet", "--repo", str(clone), "--at", commit, "--format", "json",
                            "--output", inventory.name], check=True)
            scorer = [sys.executable, str(options.truth.parent / "score_effects.py"), str(labels), inventory.name, "--json"]
            done = subprocess.run([*scorer, *(["--misses"] if options.misses else [])], check=True, capture_output=True, text=True)
        if options.misses:
            print(f"## {name}\n{done.stderr}", file=sys.stderr)
        figures = json.loads(done.stdout)
        columns[name] = {key: figures[key] for key in PLAIN}
        for key in DEPENDS:
            columns[name][f"{key} recall"], columns[name][f"{key} precision"] = figures["depends"][key]
    if not columns:
        return 1
    print("| figure | " + " | ".join(columns) + " | average |")
    print("| --- |" + " --- |" * (len(columns) + 1))
    for key in next(iter(columns.values())):
        values = [column[key] for column in columns.values()]
        known = [value for value in values if value is not None]
        cells = ["–" if value is None else f"{value:.2f}" for value in values]
        print(f"| {key} | " + " | ".join(cells) + f" | {sum(known) / len(known):.3f} |" if known else f"| {key} | " + " | ".join(cells) + " | – |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
