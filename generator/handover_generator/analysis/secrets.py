"""Takes out values that only their names give away: a default of ``DB_PASSWORD`` looks like any other word. And says what may be kept."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Dependencies, Inventory, ProductionDefault, Script
from handover_generator.records import field_names, replace
from handover_generator.textgate import redact, redact_value


def without_secret_values(inventory: Inventory) -> Inventory:
    """The same inventory; settings and defaults whose name says "secret" hold the kind and length of their value only."""
    settings = tuple(replace(setting, value=redact_value(setting.key, setting.value)) for setting in inventory.settings)
    return replace(inventory, settings=settings, scripts=tuple(map(_script, inventory.scripts)))


def _script(script: Script) -> Script:
    needs = {name: tuple(map(_need, getattr(script.dependencies, name))) for name in field_names(Dependencies)}
    defaults = tuple(map(_default, script.places.defaults))
    return replace(script, dependencies=Dependencies(**needs), places=replace(script.places, defaults=defaults))


def _need(need: Need) -> Need:
    return need if need.default is None else replace(need, default=redact_value(need.name, need.default))


def _default(default: ProductionDefault) -> ProductionDefault:
    return replace(default, value=redact_value(default.name, default.value))


def holds_secret(value: object) -> bool:
    """Whether any string inside a value is a secret or holds one: such a value must not lie in a cache, which outlives the repository's rules."""
    if isinstance(value, str):
        return redact(value) != value
    if value is None or isinstance(value, (int, float)):
        return False
    if isinstance(value, (tuple, list, set, frozenset)):
        return any(map(holds_secret, value))
    if isinstance(value, Mapping):
        return any(holds_secret(key) or holds_secret(inner) for key, inner in value.items())
    if isinstance(value, Need) and value.default is not None and redact_value(value.name, value.default) != value.default:
        return True
    return any(holds_secret(getattr(value, name)) for name in field_names(type(value)))
