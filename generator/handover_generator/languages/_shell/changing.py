"""Variables that are changed otherwise than by ``name=value``: by counting, by what cannot be seen, under another name."""

from __future__ import annotations

from handover_generator.languages._shell.values import Flow, Var
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_COUNTED = regex(r"([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*(?:\+\+|--|(?:<<|>>|[-+*/%&|^])?=(?!=))|(?:\+\+|--)\s*([A-Za-z_]\w*)")


def counted(flow: Flow, arithmetic: str) -> None:
    """``((errors++))``, ``let n+=1``: numbers that only a run knows."""
    for match in _COUNTED.finditer(arithmetic):
        forget(flow, match.group(1) or match.group(2))


def forget(flow: Flow, name: str) -> None:
    """From here on a variable holds what only a run knows."""
    flow.variables[name] = Var((Text.of(Hole("unknown", name)),), certain=False)


def doubt(flow: Flow) -> None:
    """What cannot be seen (a file that is read in, a text that is run) may have set any of the variables."""
    for name, held in list(flow.variables.items()):
        if held.certain:
            flow.variables[name] = replace(held, certain=False)
