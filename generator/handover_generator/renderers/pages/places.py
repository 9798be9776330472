"""A page per place (environment): what is safe, forbidden and unknown there, and what is mixed with another place."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page
from handover_generator.textgate import redact_value

ROWS = 60
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
            reaching=reaching,
            unknown=[s.path for s in unknown if s not in reaching],
            mixed=mixed,
            places_page=_paths.PLACES,
            shown=ROWS,
            settings=[(s.key, redact_value(s.key, s.value), s.at) for s in settings],
            defaults=[(s.path, d) for s in ranked for d in s.places.defaults if d.place == name],
        )
    pages[_paths.PLACES] = page(
        "places.md", _paths.PLACES, "Places", findings, rows=rows, mixed=inventory.mixed_places, shown=ROWS, place_page=_paths.place_page
    )
    return pages


PAGE = Page(id="places", title="Places", hub=_paths.PLACES, order=50, render=_render)
