"""Families of copies: which scripts share an origin or a text, and what each lost against its kin."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Script
from handover_generator.model.people import Copy
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page

FAMILIES = 12
MEMBERS = 12
PAIRS = 4
DIFFERENCES = 5


_SEEN = ("on", "part", "weak")


def families(findings: Findings) -> tuple[tuple[Script, ...], ...]:
    """Scripts joined by their copies (connected ones are one family); families that lost a guard come first, members by path."""
    scripts = findings.inventory.by_path
    head: dict[str, str] = {path: path for path in scripts}

    def find(path: str) -> str:
        while head[path] != path:
            head[path] = head[head[path]]
            path = head[path]
        return path

    for script in findings.inventory.scripts:
        for copy in script.copies:
            if copy.path in scripts:
                head[find(copy.path)] = find(script.path)
    groups: dict[str, list[Script]] = {}
    for path, script in scripts.items():
        groups.setdefault(find(path), []).append(script)
    found = [tuple(sorted(group, key=lambda s: (s.history.created or "9", s.path))) for group in groups.values() if len(group) > 1]
    found.sort(
        key=lambda family: (not any(copy.lost for s in family for copy in s.copies), not any(s.destroys for s in family), family[0].path)
    )
    return tuple(found)


def _pairs(family: tuple[Script, ...]) -> list[tuple[Script, Copy]]:
    """Each two kin of a family once, seen from the one that lacks more; those that differ in guards or fixes come first."""
    members = {script.path: script for script in family}
    found: dict[tuple[str, str], tuple[Script, Copy]] = {}
    for script in family:
        for copy in script.copies:
            if copy.path in members and copy.differences:
                key = (min(script.path, copy.path), max(script.path, copy.path))
                known = found.get(key)
                if known is None or len(copy.lost) > len(known[1].lost):
                    found[key] = (script, copy)
    return sorted(found.values(), key=lambda pair: (-len(pair[1].lost), -pair[1].similarity, pair[0].path, pair[1].path))


def _differences(script: Script, copy: Copy) -> list[str]:
    """The differences of a pair. Both paths stand above them, so that here the names of the files are enough, where they tell them apart."""
    names = {path: path.rsplit("/", 1)[-1] for path in (script.path, copy.path)}
    if len(set(names.values())) < len(names):
        return list(copy.differences)
    told = list(copy.differences)
    for path, name in sorted(names.items(), key=lambda item: -len(item[0])):
        told = [sentence.replace(path, name) for sentence in told]
    return told


def _render(findings: Findings) -> Mapping[str, str]:
    found = families(findings)
    rows = [
        [
            (
                script,
                _script.verdict_of(findings, script.path),
                sorted({word for copy in script.copies for word in copy.lost}),
                [f"{lamp.name.lower()}{'' if lamp.state == 'on' else f' ({lamp.word})'}" for lamp in _script.lamps(script) if lamp.state in _SEEN],
                [_script.effect_words(g.first) for g in _script.group(_script.sort_effects(script.destroys))[:3]],
            )
            for script in family[:MEMBERS]
        ]
        for family in found[:FAMILIES]
    ]
    return {
        _paths.COPIES: page(
            "copies.md",
            _paths.COPIES,
            "Families of copies",
            findings,
            families=found,
            rows=rows,
            pairs=[_pairs(family) for family in found[:FAMILIES]],
            pairs_shown=PAIRS,
            differences=_differences,
            differences_shown=DIFFERENCES,
            members=MEMBERS,
            shown=FAMILIES,
            wide=True,
        )
    }


PAGE = Page(id="copies", title="Families of copies", hub=_paths.COPIES, order=80, render=_render)
