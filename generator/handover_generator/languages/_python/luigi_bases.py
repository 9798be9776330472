"""Tasks of Luigi whose base class says what it does with what they fill in: a statement, a command line, a table."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.command_lines import command_lines
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import text_of, texts_of
from handover_generator.languages._python.values import UNKNOWN, Api, Func, Inst, Seq, Values, join
from handover_generator.model.behaviour import Act, Action
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frameworks import Frameworks

_STATEMENTS = {"HiveQueryTask": ("query", "hive"), "PostgresQuery": ("query", "postgres"), "RedshiftQuery": ("query", "postgres"),
               "Query": ("query", None), "BigQueryRunQueryTask": ("query", "bigquery"), "PrestoTask": ("query", "presto")}
"""Which member holds the statement that a base class runs, and the dialect."""
_PROGRAMS = frozenset({"ExternalProgramTask", "ExternalPythonProgramTask"})
_LOADS = {"CopyToTable": ("database", "table"), "S3CopyToTable": ("database", "table"), "S3CopyJSONToTable": ("database", "table"),
          "BigQueryLoadTask": ("database", "output"), "BigQueryLoadAvro": ("database", "output"), "CopyToIndex": ("search", "index")}
"""Bases that load what the task gives into a table or an index, and the member that names it."""
_ON_CLUSTER = {"JobTask": ("init_local", "init_hadoop", "init_mapper", "mapper", "final_mapper", "init_combiner", "combiner", "final_combiner",
                           "init_reducer", "reducer", "final_reducer"),
               "PySparkTask": ("setup", "setup_remote", "main")}
"""What bases call of a task on the machines of a cluster."""


def runs_by_base(frame: Frameworks, task: Inst, base: Api, node: ast.AST) -> bool:
    """Follow what a base class of Luigi runs. Returns whether all that it does is told by that."""
    name = base.path.rpartition(".")[2]
    if (statement := _STATEMENTS.get(name)) is not None:
        for text in texts_of(_given(frame, task, statement[0], node)) or [Text((Hole("unknown", "statement"),))]:
            frame.emit(*frame.tools.sql(frame.plain(text), at=frame.at(node), dialect=statement[1], guards=tuple(frame.guards),
                                        condition=frame.condition))
        return True
    if name in _PROGRAMS:
        told = False
        for value in _given(frame, task, "program_args", node):
            for argv in command_lines(value) if isinstance(value, Seq) and value.items else ():
                frame.run_command([Text.of("python"), *argv] if name.startswith("ExternalPython") else argv, node)
                told = True
        return told
    if (load := _LOADS.get(name)) is not None:
        named = _given(frame, task, load[1], node)
        what = "loads rows into a table" if load[0] == "database" else "writes documents"
        frame.emit(Act(resource=load[0], action=Action.WRITE, what=what, at=frame.at(node), condition=frame.condition,
                       target=frame.shown(text_of(named)) if texts_of(named) else None))
        return True
    for member in _ON_CLUSTER.get(name, ()):
        found = task.info.find(member)
        for function in frame.bound(member, found[1], task, self_node=None) if found is not None else ():
            if isinstance(function, Func):
                frame.call_value(function, Arguments(rest=UNKNOWN), node, spawn=True)
    return False


def _given(frame: Frameworks, task: Inst, name: str, node: ast.AST) -> Values:
    """What a task gives for a member of its base: an attribute, a property, or what a method returns."""
    if task.info.find(name) is None:
        return ()
    values = frame.member((task,), name, node)
    called = [frame.call_value(value, Arguments(), node) for value in values if isinstance(value, Func)]
    return join(*called, tuple(value for value in values if not isinstance(value, Func)))
