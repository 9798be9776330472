"""One folder at the terminal: who knows how much of its scripts, and each of them with whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handover_generator.analysis.of_folder import FolderScripts
from handover_generator.analysis.reach import still_reachable
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._words import LIST_ORDER, LIST_WORDS, ask_words, count
from handover_generator.textgate import to_console

_WIDEST = 60


def _render(told: FolderScripts) -> str:
    return "\n".join(_lines(told)) + "\n"


def _lines(told: FolderScripts) -> Iterator[str]:
    inventory, every = told.findings.inventory, len(told.scripts)
    lists = Counter(told.findings.verdicts[script.path].list for script in told.scripts)
    yield (f"{to_console(told.folder or inventory.repository.name)}/: {count(every, 'script')} "
           f"({', '.join(f'{lists[one]} {LIST_WORDS[one]}' for one in LIST_ORDER if lists[one])})")
    yield "\nWho knows them"
    for knower in told.knowers:
        alone = f", {knower.alone} of which nobody else knows" if knower.alone else ""
        yield f"  {to_console(ask_words(inventory, [knower.person]))}: {knower.knows} of {every}{alone}"
    if told.unknown:
        yield f"  nobody who is still there: {len(told.unknown)} of {every}"
    if told.untold:
        yield f"  cannot be told from this history: {len(told.untold)} of {every}"
    yield "\nIts scripts, most dangerous first"
    wide = min(max(len(to_console(script.path)) for script in told.scripts), _WIDEST)
    for script in told.scripts:
        verdict = told.findings.verdicts[script.path]
        who = to_console(ask_words(inventory, verdict.ask, limit=2))
        gone = to_console(ask_words(inventory, still_reachable(inventory, script), limit=1))
        ask = f"ask {who}" if who else f"ask {gone}, who left" if gone else "nobody known to ask"
        faded = " (nobody knows it any more)" if script.path in told.unknown else ""
        yield f"  {LIST_WORDS[verdict.list]:<11}  {to_console(script.path):<{wide}}  {ask}{faded}"
    yield "\n'handover explain SCRIPT' tells what one of them does"


FORMAT = Format(name="text", command="folder", render=_render)
