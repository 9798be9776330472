"""Environment variables whose names a loop goes through (``{key: os.environ.get(key) for key in ("SHOP_HOST", "SHOP_TOKEN")}``)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.values import Str, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.row_kinds import RowKinds


def read_one_of(frame: RowKinds, names: Values, node: ast.AST) -> Values:
    """Note each variable whose name is among ``names``; the value of one that is not known."""
    for name in names:
        if isinstance(name, Str) and name.text.literal:
            frame.reads_variable(name.text.literal, None, node)
    return (Str(Text((Hole("env", ""),))),)
