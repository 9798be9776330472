"""Functions outside of the repository whose result is worked out here, rather than looked up in the catalogue.

Each module is a subject and exposes ``RESULTS``: by the path that is called, or by a name behind a dot whatever stands before it (``.urljoin``), what
works the result out. It gives None where nothing is known after all. A new one is a function and its entry; a new subject is a new file.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.values import Api, Values

    Result: TypeAlias = Callable[[Library, Api, Arguments, ast.AST], Values | None]
