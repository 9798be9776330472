"""A page per script: verdict first, evidence last."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.analysis.describing import only_if, said
from handover_generator.analysis.harm import losses
from handover_generator.analysis.reach import still_reachable
from handover_generator.analysis.trails import few
from handover_generator.analysis.unknowns import in_words as in_words_of
from handover_generator.analysis.unknowns import not_understood, word_of
from handover_generator.model.findings import Findings, Verdict
from handover_generator.model.inventory import Command, Script, Starter
from handover_generator.model.rendering import Page
from handover_generator.renderers._schedules import in_words
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._facts import documented, facts_of
from handover_generator.renderers.pages._render import page

TRAILS = 3
EFFECTS = 14
HOPS = 55
ROWS = 10
TARGETS = 6
UNKNOWNS = 12
COMMANDS = 40


def _render(findings: Findings) -> Mapping[str, str]:
    return {_paths.script_page(script.path): _page(script, findings) for script in findings.inventory.scripts}


def _page(script: Script, findings: Findings) -> str:
    inventory = findings.inventory
    facts = facts_of(script, findings)
    live = _script.sort_effects(script.live_effects)
    changes = _script.group(e for e in live if e.changes)
    rows = _script.bundles(changes)
    reads = _script.group(e for e in live if not e.changes)
    destroys = _script.group(_script.sort_effects(losses(script)))
    stores = {store.id: store for store in inventory.ownership.stores}
    touched = sorted({e.store for e in script.live_effects if e.store and e.changes and e.store in stores})
    entry = inventory.ownership.script(script.path)
    return page(
        "script.md",
        _paths.script_page(script.path),
        script.path,
        findings,
        script=script,
        verdict=_script.verdict_of(findings, script.path),
        gaps=findings.of(script),
        facts={fact.key: fact for fact in facts},
        known_facts=documented(facts),
        all_facts=len(facts),
        stated_facts=[fact.label.lower() for fact in facts if fact.text is not None],
        commands=_commands(script, findings),
        commands_shown=COMMANDS,
        lamps=_script.lamps(script),
        missing=_script.missing_words(script),
        destroys=destroys,
        trails_hidden=sum(1 + item.others for item in destroys[TRAILS:]),
        doubts=not_understood(script),
        changes=changes,
        rows=rows,
        hidden=len(changes) - sum(len(row.groups[:TARGETS]) for row in rows[: _fitting(rows)]),
        reads=reads,
        closed=[e for e in script.effects if e.closed],
        view=_script,
        stores=[stores[name] for name in touched],
        starters=_starters(script),
        in_words=in_words,
        entry=entry,
        knowers=[k for k in script.history.knowers if k.knows and k.present][:8],
        former=[k for k in script.history.knowers if not (k.knows and k.present)][:5],
        reachable_former=still_reachable(inventory, script)[:3],
        mixed=[m for m in inventory.mixed_places if m.id in script.places.mixed],
        store_page=_paths.store_page,
        store_key=_store_key,
        place_page=_paths.place_page,
        role_page=_paths.role_page,
        roles={role.id for role in inventory.ownership.roles},
        environments=set(inventory.environments),
        trails_shown=TRAILS,
        effects_shown=EFFECTS,
        changes_shown=_fitting(rows),
        rows_shown=ROWS,
        targets_shown=TARGETS,
        said=said,
        only_if=only_if,
        few=few,
        unknown_words=in_words_of(script.unknowns, limit=4),
        word_of=word_of,
        unknowns_shown=UNKNOWNS,
        method=_paths.METHOD,
    )


def _commands(script: Script, findings: Findings) -> list[tuple[Command, Verdict]]:
    """The commands of a file of several, worst list first."""
    return sorted(findings.commands_of(script), key=lambda pair: _script.ORDER[pair[1].list])


def _fitting(rows: tuple[_script.Bundle, ...]) -> int:
    """How many effects to show: long trails make a page heavy, so fewer of them fit. The worst stand first."""
    hops = 0
    for number, row in enumerate(rows[:EFFECTS]):
        hops += len(row.first.via) + len(row.groups[:TARGETS])
        if hops > HOPS and number >= 6:
            return number
    return EFFECTS


def _starters(script: Script) -> tuple[list[Starter], list[Starter]]:
    """(what runs it, what only mentions it)."""
    return [s for s in script.called_from if s.starts], [s for s in script.called_from if not s.starts]


def _store_key(store_id: str) -> str:
    return f"store {store_id}"


PAGE = Page(id="scripts", title="Scripts", hub=_paths.CATALOGUE, order=None, render=_render)
