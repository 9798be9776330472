"""Write the pages of the manual that are made from the code: one for each rule, from its module's docstring, their index, and the map of the modules.

usage: make_manual.py [FOLDER] [--check]

FOLDER is the manual's folder (default: ``docs`` beside ``generator``). ``--check`` writes nothing and exits with 1 if a page differs from what
would be written, is missing, or belongs to no rule any more.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from importlib import import_module
from pathlib import Path

import module_map

from handover_generator.checks._run import rules
from handover_generator.model.findings import Check

_INTRODUCTION = """# The rules

A rule looks at the inventory and tells a *gap*: something the hand-over lacks. Each gap names a severity, the place, the evidence and one next
step. The severity in this table is the highest that a rule gives; the rule's page says when it gives less.

A rule can be left out of the gate with `policy: {ignore: [rule]}`, and a single gap can be accepted with a name and an end: see
[ownership files](../ownership.md#policy). `handover check` stays closed for the rest.

| Rule | In words | Severity, at most | May be put into a baseline |
| --- | --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """{path below the manual's folder: Markdown} of everything that is made from the code."""
    every = rules()
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {rule.title} | {rule.severity.word} | {'yes' if rule.baselinable else 'no'} |\n" for rule in every)
    return {"modules.md": module_map.text(), "checks/index.md": _INTRODUCTION + rows, **{f"checks/{rule.id}.md": _page(rule) for rule in every}}


def _page(rule: Check) -> str:
    module = import_module(f"handover_generator.checks.{rule.id.replace('-', '_')}")
    text = inspect.cleandoc(module.__doc__ or "")
    head = f"# {rule.title}\n\nRule `{rule.id}`, severity at most **{rule.severity.word}**"
    return f"{head}{'' if rule.baselinable else '; it cannot be put into a baseline'}.\n\n{text}\n"


def main() -> int:
    """Write or compare; exit code 1 if a comparison fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "docs")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    arguments = parser.parse_args()
    wanted = pages()
    stale = sorted(path for path in arguments.folder.glob("checks/*.md") if path.relative_to(arguments.folder).as_posix() not in wanted)
    wrong = [name for name, text in wanted.items()
             if not (path := arguments.folder / name).is_file() or path.read_text("utf-8") != text]
    if arguments.check:
        for name in (*wrong, *(str(path) for path in stale)):
            print(f"{name}: differs from the code; run generator/tools/make_manual.py", file=sys.stderr)
        return 1 if wrong or stale else 0
    for name in wrong:
        path = arguments.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[name], "utf-8")
        print(f"wrote   {name}")
    for path in stale:
        path.unlink()
        print(f"removed {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
