"""Members that are asked for by name: ``getattr(self, "save")``, ``getattr(self, word)()`` for a word that a person chose."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.loading import loads_own_package, offers_own_package
from handover_generator.languages._python.strings import may_be
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Func, Inst, Mod, UnknownValue, Value, Values, join
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members
    from handover_generator.languages._python.program import ClassInfo, ModuleInfo

_COMPUTED: Values = (UnknownValue("getattr with a computed name"),)
_MOST, _MOST_CHOSEN = 10, 40
"""So many functions a computed name stands for at most, and so many where a person chooses among those that are for others to call."""


def member_named(frame: Members, targets: Values, arguments: Arguments, node: ast.AST) -> Values:
    """What ``getattr`` gives: the member of that name, of each of several names, or all that a computed name may mean."""
    given = arguments.get(1) or ()
    name = literal(given)
    if name is not None:
        return frame.member(targets, name, node)
    texts = texts_of(given)
    known = [_of_those(join(*(frame.member((value,), text.literal, node) for value in targets
                              if not isinstance(value, (Inst, Cls)) or value.info.find(text.literal) is not None)), targets)
             for text in texts if text.literal is not None]
    computed = [text for text in texts if text.literal is None]
    if len(texts) == len(given) > 1 and len(computed) < 2:       # one of several words; {"list": "list_all"}.get(word, word)
        return join(*known, *(_any_member(frame, targets, text, node) for text in computed)) or UNKNOWN
    return _any_member(frame, targets, text_of(given), node)


def _of_those(found: Values, targets: Values) -> Values:
    """The members of that name of several modules: of those that have none nothing is said, where one has it."""
    kept = tuple(value for value in found if not isinstance(value, UnknownValue))
    return kept if kept and sum(isinstance(value, Mod) for value in targets) > 1 else found


def _any_member(frame: Members, targets: Values, wanted: Text, node: ast.AST) -> Values:
    """All methods of a repository class, or functions of a module, that a computed name may be, if they are few; else unknown."""
    chosen = any(isinstance(part, Hole) and part.kind in ("flag", "argument") for part in wanted.parts)
    out: list[Values] = []
    for value in targets:
        if isinstance(value, (Inst, Cls)):
            names = _methods(value.info, wanted)
            few = _few(names, chosen=chosen) or _marked(value.info, names)
            out += [frame.member((value,), name, node) for name in few]
            out += [] if few else _by_default(frame, value, wanted, names, node)
        elif isinstance(value, Api) and value.model is not None:         # a row of the model; what is none has no such methods
            names = _methods(value.model, wanted)
            found = [frame.member((value,), name, node) for name in _few(names, chosen=chosen)]
            found = found or _by_default(frame, value, wanted, names, node)
            out += found if any(isinstance(one, Func) for held in found for one in held) else []
        elif isinstance(value, Mod):
            frame.engine.ensure(value.info)
            defined = {name: held for name, held in value.info.cell.names.items() if not name.startswith("__") and may_be(wanted, name)
                       and any(isinstance(one, Func) and one.info.module is value.info for one in held)}
            out += [defined[name] for name in _few(defined, chosen=chosen)] or _modules_of(frame, value.info, wanted, node)
    return join(*out) if out else _COMPUTED


def _by_default(frame: Members, value: Value, wanted: Text, names: Iterable[str], node: ast.AST) -> list[Values]:
    """Of many methods the one that is meant where whoever starts the script chooses none, and that it may be another; nothing where no option
    has such a default.
    """
    hole = wanted.parts[0] if len(wanted.parts) == 1 else None
    if not isinstance(hole, Hole) or hole.default is None or hole.default not in names:
        return []
    return [frame.member((value,), hole.default, node), _COMPUTED]


def _methods(cls: ClassInfo, wanted: Text) -> dict[str, None]:
    """The methods of a class and those above it that a computed name may be."""
    return dict.fromkeys(name for one in cls.linear() for name, held in one.attributes.items()
                         if not name.startswith("__") and may_be(wanted, name) and any(isinstance(value, Func) for value in held))


def _modules_of(frame: Members, package: ModuleInfo, wanted: Text, node: ast.AST) -> list[Values]:
    """The modules in its folder that a package which loads or offers them all may mean by a computed name."""
    if not package.is_package or not (loads_own_package(package.tree) or offers_own_package(package.tree)):
        return []
    found = frame.engine.loaders.meant(Text.of(f"{package.name}.", *wanted.parts), package)
    return [frame.named(name, node) for name in found] if len(found) <= _MOST_CHOSEN else []


def _marked(cls: ClassInfo, names: Iterable[str]) -> list[str]:
    """Of many methods those that a decorator of the repository marks, which several have: ``@command`` over each that a person may ask for."""
    by_mark: dict[str, list[str]] = {}
    for name in names:
        found = cls.find(name)
        for function in found[1] if found is not None else ():
            for mark in _marks(function) if isinstance(function, Func) else ():
                by_mark.setdefault(mark, []).append(name)
    marked = list(dict.fromkeys(name for held in by_mark.values() if len(held) > 1 for name in held))
    return marked if len(marked) <= _MOST_CHOSEN else []


def _marks(function: Func) -> Iterator[str]:
    """The decorators over a method that are functions of the repository, by their names."""
    node, module = function.info.node, function.info.module
    for decorator in () if isinstance(node, ast.Lambda) else node.decorator_list:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(name, ast.Name) and any(isinstance(held, Func) for held in module.cell.names.get(name.id, ())):
            yield name.id


def _few(names: Iterable[str], *, chosen: bool) -> list[str]:
    """The names, where they are few enough to mean something."""
    found = list(names)
    if len(found) > _MOST and chosen:
        found = [name for name in found if not name.startswith("_")]
        return found if len(found) <= _MOST_CHOSEN else []
    return found if len(found) <= _MOST else []
