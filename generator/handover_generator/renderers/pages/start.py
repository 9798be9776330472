"""Start here: what must not be run, what to ask about, what is free; the worst gaps; whom to talk to this week."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping
from functools import partial

from handover_generator.analysis.folders import is_like_test
from handover_generator.model.findings import DayOne, Findings, Gap, Verdict
from handover_generator.model.inventory import Script
from handover_generator.model.people import KnowledgeState
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page
from handover_generator.renderers.pages._words import count

LIST = 10
GAPS = 10
TALKS = 6


def _render(findings: Findings) -> Mapping[str, str]:
    inventory = findings.inventory
    ranked = _script.by_danger(findings)
    lists = {
        kind: [(s, _script.verdict_of(findings, s.path)) for s in ranked if _script.verdict_of(findings, s.path).list is kind]
        for kind in DayOne
    }
    return {
        _paths.START: page(
            "start.md",
            _paths.START,
            "Start here",
            findings,
            lists=lists,
            told={kind: _told(rows) for kind, rows in lists.items()},
            DayOne=DayOne,
            gaps=_worst(findings)[:GAPS],
            all_gaps=len(findings.gaps),
            talks=_talks(findings),
            lost=[s for s in ranked if s.history.state is KnowledgeState.LOST],
            in_five_lines=_in_five_lines(findings),
            unread=len(inventory.unread),
            shown=LIST,
            paths=_paths,
            view=_script,
            which_commands=partial(_script.which_commands, findings),
            solo=sum(len(scripts) for scripts in _script.alone(findings).values()),
        )
    }


Row = tuple[Script, Verdict]


def _told(rows: list[Row]) -> tuple[list[tuple[Script, Verdict, int]], list[tuple[str, list[Script]]]]:
    """(the first rows of a list, each with how many others of its folder say the same, which take no place; the rest by folder, worst first): three
    hundred importers copied from each other must not hide the one script that drops the database, nor must tests, which few people run by hand on a
    server.
    """
    kinds: dict[tuple[str, str], list[Row]] = {}
    for script, verdict in sorted(rows, key=lambda row: is_like_test(row[0].path)):
        kinds.setdefault((posixpath.dirname(script.path), verdict.headline), []).append((script, verdict))
    first = [(*alike[0], len(alike) - 1) for alike in list(kinds.values())[:LIST]]
    shown = {script.path for script, _, _ in first}
    rest: dict[str, list[Script]] = {}
    for script, _ in rows:
        if script.path not in shown:
            rest.setdefault(posixpath.dirname(script.path), []).append(script)
    return first, list(rest.items())


def _worst(findings: Findings) -> list[tuple[Gap, int]]:
    """(the worst gap of a subject, how many more it has), the most dangerous subject first: ten gaps of one script are one row."""
    first: dict[tuple[bool, str], Gap] = {}
    more: Counter[tuple[bool, str]] = Counter()
    for gap in findings.gaps:
        if first.setdefault((gap.script, gap.subject), gap) is not gap:
            more[gap.script, gap.subject] += 1
    return [(gap, more[key]) for key, gap in first.items()]


def _in_five_lines(findings: Findings) -> list[tuple[str, int, int]]:
    """(resource, scripts that change it, scripts that destroy something in it), the five most dangerous first."""
    changing: Counter[str] = Counter()
    destroying: Counter[str] = Counter()
    for script in findings.inventory.scripts:
        changing.update({effect.resource for effect in script.live_effects if effect.changes})
        destroying.update({effect.resource for effect in script.destroys})
    return [(name, changing[name], destroying[name]) for name in sorted(changing, key=lambda n: (-destroying[n], -changing[n], n))[:5]]


def _talks(findings: Findings) -> list[tuple[str, str, list[str]]]:
    """(person, why this week, scripts): who leaves soon or has left but can be reached, then who alone knows something dangerous."""
    inventory = findings.inventory
    ranked = _script.by_danger(findings)
    talks: list[tuple[str, str, list[str]]] = []
    for person in inventory.people:
        if not person.left:
            continue
        mine = [s.path for s in ranked if any(k.person == person.id for k in s.history.knowers)]
        if person.left > inventory.today:
            talks.append((person.id, f"leaves on {person.left}", mine))
        elif person.reach:
            talks.append((person.id, f"left on {person.left}, but can still be reached: {person.reach}", mine))
    talks.sort(key=lambda talk: (not talk[1].startswith("leaves"), talk[1], talk[0]))
    for person_id, scripts in _script.alone(findings).items():
        dangerous = [s.path for s in scripts if _script.verdict_of(findings, s.path).list is not DayOne.FREE_TO_RUN]
        if dangerous:
            talks.append((person_id, f"the only one here who knows {count(len(dangerous), 'script')} that can do harm", dangerous))
    return talks[:TALKS]


PAGE = Page(id="start", title="Start here", hub=_paths.START, order=10, render=_render)
