"""The classes that ``cls.__subclasses__()`` gives: those of the modules that the program has imported, however late they are read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis.folders import is_test
from handover_generator.languages._python.announce import HEIR
from handover_generator.languages._python.values import LIMIT

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo


def direct_heirs(engine: Engine, cls: ClassInfo) -> list[ClassInfo]:
    """The classes made from ``cls`` itself. Where the program imports none, those of the whole repository, which something unseen (a loader of
    plug-ins) brings in; of many such, none.
    """
    paths = {path for path in engine.tools.announcers(HEIR + cls.name) if not is_test(path)}
    if paths and engine.layer.main is not None:
        for module in engine.program.importers(engine.layer.main, cls.module):
            if module.path in paths:
                engine.ensure(module)
    if not cls.subclasses and not cls.module.main and len(paths) <= LIMIT:
        for path in sorted(paths):
            if (loaded := engine.program.load(path)) is not None:
                engine.ensure(loaded)
        engine.layer.unseen.update(cls.subclasses)
    return cls.subclasses
