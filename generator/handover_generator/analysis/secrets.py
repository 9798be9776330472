"""Takes out values that only their names give away: a default of ``DB_PASSWORD`` looks like any other word."""

from __future__ import annotations

from dataclasses import fields, replace

from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Dependencies, Inventory, ProductionDefault, Script
from handover_generator.textgate import redact_value


def without_secret_values(inventory: Inventory) -> Inventory:
    """The same inventory; settings and defaults whose name says "secret" hold the kind and length of their value only."""
    settings = tuple(replace(setting, value=redact_value(setting.key, setting.value)) for setting in inventory.settings)
    return replace(inventory, settings=settings, scripts=tuple(map(_script, inventory.scripts)))


def _script(script: Script) -> Script:
    needs = {field.name: tuple(map(_need, getattr(script.dependencies, field.name))) for field in fields(Dependencies)}
    defaults = tuple(map(_default, script.places.defaults))
    return replace(script, dependencies=Dependencies(**needs), places=replace(script.places, defaults=defaults))


def _need(need: Need) -> Need:
    return need if need.default is None else replace(need, default=redact_value(need.name, need.default))


def _default(default: ProductionDefault) -> ProductionDefault:
    return replace(default, value=redact_value(default.name, default.value))
