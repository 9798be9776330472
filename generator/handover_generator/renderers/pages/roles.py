"""A page per role: duties, scripts by danger, credentials by name, whom to ask, what is not ours, the first week, the hand-over list."""

from __future__ import annotations

from collections.abc import Mapping

import pathspec

from handover_generator.model.findings import DayOne, Findings
from handover_generator.model.inventory import Script
from handover_generator.model.ownership import Role
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._facts import facts_of
from handover_generator.renderers.pages._render import page

SCRIPTS = 60


def _render(findings: Findings) -> Mapping[str, str]:
    roles = findings.inventory.ownership.roles
    ranked = _script.by_danger(findings)
    covered = {role.id: _covered(role, ranked) for role in roles}
    inherited = {role.id: _inherited(role, ranked, covered[role.id]) for role in roles}
    taken = {script.path for scripts in covered.values() for script in scripts}
    orphans = [script for script in ranked if script.path not in taken]
    pages = {
        _paths.ROLES: page(
            "roles.md",
            _paths.ROLES,
            "Roles",
            findings,
            roles=roles,
            covered=covered,
            orphans=orphans,
            shown=SCRIPTS,
            role_page=_paths.role_page,
            verdict_of=_script.verdict_of,
        )
    }
    for role in roles:
        pages[_paths.role_page(role.id)] = _one(role, covered[role.id], inherited[role.id], findings)
    return pages


def _covered(role: Role, ranked: tuple[Script, ...]) -> list[Script]:
    try:
        spec = pathspec.PathSpec.from_lines("gitignore", role.covers)
    except (ValueError, TypeError):
        # A pattern nobody can read covers nothing; the loader of the YAML has already told the person so.
        spec = pathspec.PathSpec([])
    return [script for script in ranked if script.ownership.owner == role.id or spec.match_file(script.path)]


def _inherited(role: Role, ranked: tuple[Script, ...], covered: list[Script]) -> list[Script]:
    """What the patterns leave out and yet comes with the role: scripts owned by who holds it or held it before."""
    people = {*role.predecessors, *((role.holder,) if role.holder else ())}
    known = {script.path for script in covered}
    return [script for script in ranked if script.path not in known and people & {script.ownership.owner, *script.ownership.people}]


def _one(role: Role, covered: list[Script], inherited: list[Script], findings: Findings) -> str:
    scripts = sorted((*covered, *inherited), key=_script.by_danger(findings).index)
    helpers: dict[str, list[str]] = {}
    for script in scripts:
        for person in _script.verdict_of(findings, script.path).ask[:2]:
            helpers.setdefault(person, []).append(script.path)
    credentials = sorted({(need.name, script.path) for script in scripts for need in script.dependencies.secrets})
    paths = {script.path for script in scripts}
    lists = {kind: [s for s in scripts if _script.verdict_of(findings, s.path).list is kind] for kind in DayOne}
    undocumented = [(s, [f for f in facts_of(s, findings) if f.text is None]) for s in scripts]
    return page(
        "role.md",
        _paths.role_page(role.id),
        role.id,
        findings,
        role=role,
        scripts=scripts,
        inherited={script.path for script in inherited},
        lists=lists,
        helpers=sorted(helpers.items()),
        credentials=credentials,
        reachable=[person for person in role.predecessors if _can_be_called(findings, person)],
        gaps=[g for g in findings.gaps if g.script and g.subject in paths],
        verdict_of=_script.verdict_of,
        undocumented=[(s, missing) for s, missing in undocumented if missing],
        shown=SCRIPTS,
        DayOne=DayOne,
        roles_page=_paths.ROLES,
        register_page=_paths.REGISTER,
    )


def _can_be_called(findings: Findings, person: str) -> bool:
    """Whether somebody who left can still be reached."""
    known = findings.inventory.people_by_id.get(person)
    return known is not None and not known.present and bool(known.reach)


PAGE = Page(id="roles", title="Roles", hub=_paths.ROLES, order=60, render=_render)
