"""A page per place (environment): what is safe, forbidden and unknown there, and what is mixed with another place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handover_generator.model.findings import Findings
from handover_generator.model.inventory import ProductionDefault, Script
from handover_generator.model.location import Location
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page
from handover_generator.textgate import redact_value

ROWS = 60
NAMES = 12
SERVICE_KEY = "compose.service"  # the name of a service in a compose file, kept among the settings, is none


def _render(findings: Findings) -> Mapping[str, str]:
    inventory = findings.inventory
    declared = {env.id: env for env in inventory.ownership.environments}
    ranked = _script.by_danger(findings)
    pages: dict[str, str] = {}
    rows = []
    for name in inventory.environments:
        safe = [s.path for s in ranked if name in s.places.safe]
        never = [s.path for s in ranked if name in s.places.never]
        reaching = [s for s in ranked if name in s.places.reaches and name not in s.places.safe and name not in s.places.never]
        unknown = [s for s in ranked if name not in s.places.safe and name not in s.places.never and any(e.changes for e in s.live_effects)]
        settings = [s for s in inventory.settings if s.environment == name and s.key != SERVICE_KEY]
        mixed = [m for m in inventory.mixed_places if name in m.environments]
        rows.append((name, declared.get(name), len(safe), len(never), len(reaching), len(mixed)))
        pages[_paths.place_page(name)] = page(
            "place.md",
            _paths.place_page(name),
            name,
            findings,
            name=name,
            declared=declared.get(name),
            safe=safe,
            never=never,
            reaching=_by_reason(reaching, name),
            reaching_all=len(reaching),
            verdict_of=lambda path: _script.verdict_of(findings, path).list,
            unknown=[s.path for s in unknown if s not in reaching],
            mixed=mixed,
            places_page=_paths.PLACES,
            shown=ROWS,
            names_shown=NAMES,
            settings=[(s.key, redact_value(s.key, s.value), s.at) for s in settings],
            defaults=_by_default(ranked, name),
        )
    pages[_paths.PLACES] = page(
        "places.md", _paths.PLACES, "Places", findings, rows=rows, mixed=inventory.mixed_places, shown=ROWS, place_page=_paths.place_page
    )
    return pages


def _by_default(scripts: Sequence[Script], place: str) -> list[tuple[ProductionDefault, list[str]]]:
    """(default that leads to the place, the scripts that fall for it), in the order of the scripts: one missing variable is one warning."""
    found: dict[tuple[str, Location], tuple[ProductionDefault, list[str]]] = {}
    for script in scripts:
        for default in script.places.defaults:
            if default.place == place:
                found.setdefault((default.name, default.at), (default, []))[1].append(script.path)
    return list(found.values())


def _by_reason(scripts: Sequence[Script], place: str) -> list[tuple[str, Location | None, list[str]]]:
    """(why they reach the place, where that stands, the scripts), in the order of the scripts: one shared setting is one line."""
    found: dict[tuple[str, Location | None], list[str]] = {}
    for script in scripts:
        why = next(((sentence, at) for name, sentence, at in script.places.reach_evidence if name == place), ("", None))
        found.setdefault(why, []).append(script.path)
    return [(sentence, at, paths) for (sentence, at), paths in found.items()]


PAGE = Page(id="places", title="Places", hub=_paths.PLACES, order=50, render=_render)
