"""Parsed options as a dictionary: ``vars(args)``, ``args.__dict__``, also of an object that another function parsed."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.languages._python.values import Api, Options, Value, Values
from handover_generator.records import replace

GOES_THROUGH = frozenset({"items", "values", "keys"})
"""Methods of a dictionary that give all it holds."""
_OBJECTS = frozenset({"argparse.Namespace()", "optparse.Values()"})
"""Objects that hold options, of which is not seen what parsed them."""


def options_of_object(values: Iterable[Value]) -> Values:
    """What ``vars()`` makes of parsed options: the same as a dictionary; empty for anything else."""
    return tuple(replace(value, as_dict=True) if isinstance(value, Options) else Options(as_dict=True)
                 for value in values if isinstance(value, Options) or (isinstance(value, Api) and value.path in _OBJECTS))
