"""Query sets of the repository that narrow in a way of their own: their ``filter`` puts what it is given into a copy (``query.add_q``)."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Api, Cls, Func, Inst, Values
from handover_generator.records import replace
from handover_generator.regexes import regex

_OF_ROWS = regex(r"(?:Manager|QuerySet)(?:\.from_queryset\(\))?\Z")
_NARROWS = frozenset({"filter", "exclude", "complex_filter"})


def rows_given(info: ClassInfo, arguments: Arguments) -> ClassInfo | None:
    """The model that a query set or a manager of the repository is made for: ``Marking(self.model, using=self._db)``; None for anything else."""
    if not any(_OF_ROWS.search(base.path) for base in info.external_bases()):
        return None
    return next((value.info for value in arguments.get(0, "model") or () if isinstance(value, Cls)), None)


def narrowed_by_own(functions: Values, arguments: Arguments, returned: Values, node: ast.Call) -> Values:
    """What a call gives: fewer rows, where it is ``filter`` as a query set of the repository has it, and it was given something."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _NARROWS:
        return returned
    if not (arguments.positional or arguments.keywords or arguments.rest or arguments.keyword_rest):
        return returned
    if not any(isinstance(one, Func) and isinstance(one.owner, Inst) and any(_OF_ROWS.search(base.path) for base in one.owner.info.external_bases())
               for one in functions):
        return returned
    return tuple(replace(one, filtered=True) if isinstance(one, (Api, Inst)) else one for one in returned)
