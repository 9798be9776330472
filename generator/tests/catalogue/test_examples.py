"""Every row of the shipped API catalogue is tried on its example and on its near miss."""

from __future__ import annotations

import textwrap

from handover_generator.catalogue.load import data_texts, load_entries
from handover_generator.records import replace


def test_every_row_holds_for_its_example_and_not_for_its_near_miss(shipped, resolve):
    entries, problems = load_entries(data_texts("py_"))
    assert not problems
    wrong = []
    for entry in entries:
        setup = "\n".join(entry.given)
        before = setup.count("\n") + 1
        for row, placed, _ in entry.rows:
            if row.do == "neutral":
                continue
            line, _column = entry.document.place(placed.at)
            where = f"{entry.document.source}:{line}: {row.path}"
            if not row.examples or not row.near_misses:
                wrong.append(f"{where} lacks an example or a near miss")
            for snippets, wanted in ((row.examples, True), (row.near_misses, False)):
                for snippet in snippets:
                    code = setup + "\n" + textwrap.dedent(snippet)
                    try:
                        found = resolve(shipped, code)
                    except SyntaxError as error:
                        wrong.append(f"{where}: {error.msg} in {snippet!r}")
                        continue
                    # An entry with several services has the row once for each.
                    hit = any(at > before and replace(said, service=row.service) == row for at, said in found)
                    if hit != wanted:
                        others = sorted({f"{said.lib}:{said.path}" for at, said in found if at > before})
                        wrong.append(f"{where}: {snippet!r} {'does not give' if wanted else 'gives'} the row (it gives {others})")
    assert not wrong, "\n" + "\n".join(wrong)
