"""Dry runs as they are where nobody gives an option: ``--commit`` that is on by default holds nobody back, and ``--dry-run`` that is, everybody.

``guards`` judges a switch by what it is called, as if it were off until it is given. Here is asked what it is.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.conditions import EDITED, NOT
from handover_generator.languages._python.env_defaults import env_switch
from handover_generator.languages._python.frame import Frame
from handover_generator.languages._python.guards import guard_of, is_doing, is_safe, names_in
from handover_generator.languages._python.kept_switches import kept_switch
from handover_generator.languages._python.opt_in import switch_of
from handover_generator.languages._python.syntax import nodes_in
from handover_generator.languages._python.values import Api, Const, Str, UnknownValue, Values
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.records import replace
from handover_generator.regexes import regex

_OF_ROWS = regex(r"\.(?:a?exists|a?count|a?aggregate)\(\)\Z")
"""What asks whether there are rows, or how many."""


def judged(frame: Frame, test: ast.expr, values: Values, at: Location) -> Guard | None:
    """The guard that a test is, a dry run as it stands where no option is given; None for any other test, and for a dry run that nobody can have."""
    return as_it_stands(frame, test, values, guard_of(test, values, at))


def as_it_stands(frame: Frame, test: ast.expr, values: Values, guard: Guard | None) -> Guard | None:
    """A dry run that was judged by names, with what its option is by default; any other guard as it is."""
    if guard is None or guard.kind is not GuardKind.DRY_RUN or guard.default_on is None or _is_edited(values):
        return guard
    if _rows_decide(frame, test):
        return None
    option = _option(values)
    name = option.removeprefix(NOT) if option is not None else next((one for one in names_in(test) if is_safe(one) or is_doing(one)), "")
    switch = switch_of(frame, name if option is not None else "--" + name) if name else None
    if switch is None and option is None:
        found = env_switch(test, frame.module.tree) or (kept_switch(frame, test) if not any(isinstance(value, Const) for value in values) else None)
        if found is not None and (is_safe(found[0]) or is_doing(found[0])):
            name, switch = found
    if switch is None:
        return guard
    on = switch.default
    default_on = _waits_for(test, option, guard) is not on
    turners = sorted((one for one, value in switch.names if value is not on), key=lambda one: (len(one), one))
    if not turners:
        return replace(guard, default_on=True) if default_on else None
    if default_on is guard.default_on:
        return guard
    told = turners[-1]
    if told.lstrip("-").replace("-", "_") == name.lstrip("-").replace("-", "_"):                     # the one option says both, by its value
        return replace(guard, default_on=default_on, detail=f"{told} decides whether it acts")
    return replace(guard, default_on=default_on, detail=f"{ACTS_ONLY}{told}" if default_on else f"{told} keeps it from acting")


def _rows_decide(frame: Frame, test: ast.expr) -> bool:
    """Whether what is called like a switch says that there are rows (``dont_send = Sent.objects.filter(to=to).exists()``): nobody asks for that."""
    named = (node for node in nodes_in(test) if isinstance(node, ast.Name) and is_safe(node.id))
    return any(isinstance(value, Api) and value.model is not None and _OF_ROWS.search(value.path) for node in named for value in frame.eval(node))


def said_at_rest(frame: Frame, values: Values, holds: bool, words: str) -> str:
    """The condition of a branch that one option decides, by the name that is typed: "if --no-dry-run is given" where ``--dry-run`` is on by default.

    Args:
        frame: where it stands.
        values: what the test may be.
        holds: whether the branch is taken where the test holds.
        words: the condition as it reads for an option that is off until it is given.

    Returns:
        Words; '' where the branch is taken whatever is given.
    """
    option = _option(values) if words.startswith("if --") else None
    plain = option.removeprefix(NOT) if option is not None else ""
    if option is None or words not in (f"if {plain} is given", f"if {plain} is not given"):
        return words
    switch = switch_of(frame, plain, valued=False)
    if switch is None:                                               # a value says it, which is given or not
        return f"if {plain} is {'on' if holds is (plain == option) else 'off'}" if switch_of(frame, plain) is not None else words
    wanted = holds is (plain == option)
    names = [name for name, value in switch.names if value is (wanted if switch.default is not wanted else not wanted)]
    if not names:
        return "" if switch.default is wanted else words
    told = plain if plain in names else max(names, key=len)
    return f"if {told} is {'not ' if switch.default is wanted else ''}given"


def _option(values: Values) -> str | None:
    """The one option that a test asks for, turned round or not."""
    holes = [hole for value in values if isinstance(value, Str) and len(value.text.parts) == 1 for hole in value.text.holes if hole.kind == "flag"]
    return holes[0].name if len(holes) == 1 else None


def _is_edited(values: Values) -> bool:
    return any(isinstance(value, UnknownValue) and value.why.endswith(EDITED) for value in values)


def _waits_for(test: ast.expr, option: str | None, guard: Guard) -> bool:
    """Whether a program acts where the option is on: by what the option is called, else by what the test calls its value, else as it was judged."""
    if option is None:
        return guard.default_on is True
    plain = option.removeprefix(NOT).lstrip("-")
    if is_safe(plain) or is_doing(plain):
        return is_doing(plain)
    odd = False
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, odd = test.operand, not odd
    called = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    if not (is_safe(called) or is_doing(called)):
        return guard.default_on is True
    return is_doing(called) is (option.startswith(NOT) is odd)          # dry_run = not args.delete
