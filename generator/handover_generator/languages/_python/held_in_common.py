"""Dictionaries and lists that one module takes from another by name: ``from shop.search import held``. Both names hold the same thing, so what a
function of the one puts into it (``held["client"] = client``) is there for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Map, Seq, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ModuleInfo


def take(module: ModuleInfo, name: str, source: ModuleInfo, its_name: str, values: Values) -> None:
    """Note that the top level of a module has taken a name from another module, if that holds something which can be changed in place."""
    if not any(isinstance(value, (Map, Seq)) for value in values):
        return
    owner, owned = home(source, its_name, source.cell.names.get(its_name, ())) or (source, its_name)
    if owner is not module and owner.cell.names.get(owned) is values and module.cell.names.get(name) is values:
        module.taken[name] = (owner, owned, values)


def home(module: ModuleInfo, name: str, held: Values) -> tuple[ModuleInfo, str] | None:
    """The module, and the name there, that holds what a name of this module was when it was taken; None where it is the module's own by now.

    Args:
        held: what the name holds here.
    """
    owner, owned, taken = module.taken.get(name, (module, name, ()))
    return (owner, owned) if taken is held and owned in owner.cell.names else None


def as_it_is_now(module: ModuleInfo, name: str, held: Values) -> Values:
    """What a name holds that may have been taken from another module, with all that was put into it since."""
    found = home(module, name, held)
    return found[0].cell.names[found[1]] if found is not None else held
