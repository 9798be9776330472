"""Tasks of Airflow that are made in two steps, once for each thing of a list: ``BashOperator.partial(task_id="a").expand(bash_command=commands)``."""

from __future__ import annotations

from handover_generator.languages._python.flows import AIRFLOW
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Map, Partial, Seq, Values, join

_TASKS = ("Operator", "Sensor")
"""How all classes are called whose instances are tasks."""
PARTIAL = "partial"
EXPANDED = ("expand", "expand_kwargs")
"""The first step, and what the second may be called."""


def is_task(base: Api, member: str = "") -> bool:
    """Whether a path is a class of tasks of Airflow, or a member of one."""
    return base.path.startswith(AIRFLOW) and base.path.endswith(tuple(kind + member for kind in _TASKS))


def expansion(value: Partial, name: str) -> Values | None:
    """The second step of a task of Airflow's own class (``Operator.partial(...).expand``); None for anything else.

    Returns:
        A function that takes what the runs are given, and has what the first step gave as its first argument.
    """
    if name not in EXPANDED or not isinstance(value.target, Api) or not is_task(value.target):
        return None
    return (Partial(Api(frozenset(), f"{value.target.path}.{PARTIAL}().{name}", items=(name,)), positional=((value,),)),)


def first_step(arguments: Arguments) -> Partial | None:
    """What ``expansion`` has put first among the arguments."""
    return next((value for values in arguments.positional[:1] for value in values if isinstance(value, Partial)), None)


def of_each(name: str, arguments: Arguments) -> dict[str, Values]:
    """What one run is given, of the lists for all: one value for each keyword, or what one dictionary holds.

    Args:
        name: what the second step is called.
    """
    if name == "expand":
        return {keyword: _items(values) for keyword, values in arguments.keywords.items()}
    kinds = [value for values in arguments.positional[1:2] for value in _items(values) if isinstance(value, Map)]
    keywords = dict.fromkeys(keyword for kind in kinds for keyword, _ in kind.entries)
    return {keyword: join(*(kind.get(keyword) or () for kind in kinds)) for keyword in keywords}


def _items(values: Values) -> Values:
    """What may stand in the lists among values; in what could not be read anything."""
    return join(*(join(*value.items) if isinstance(value, Seq) and value.items else UNKNOWN for value in values))
