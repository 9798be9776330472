"""Arguments of a call to the parameters of a function, helped by annotations and defaults."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from handover_generator.languages._python.contexts import given
from handover_generator.languages._python.expressions import constant
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.option_objects import options_of_object
from handover_generator.languages._python.paths import PATH, is_path
from handover_generator.languages._python.program import FunctionInfo, ModuleInfo
from handover_generator.languages._python.settings import SETTINGS
from handover_generator.languages._python.strings import rewrap
from handover_generator.languages._python.switches import valued
from handover_generator.languages._python.syntax import parameters
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import (
    EACH,
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Cell,
    Cls,
    Const,
    Flag,
    Func,
    Inst,
    Map,
    Options,
    Partial,
    Seq,
    Str,
    Switch,
    UnknownValue,
    Value,
    Values,
    join,
    too_big,
)
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine


def bind(engine: Engine, function: Func, arguments: Arguments, *, forget: bool = False) -> dict[str, Values]:
    """What each parameter holds when the body of ``function`` begins.

    Args:
        engine: what reads annotations and defaults.
        function: what is called.
        arguments: what it is called with.
        forget: take nothing for certain, not even a default: this reading stands for all others.

    Returns:
        The values by the name of the parameter, those of ``*args`` and ``**kwargs`` too.
    """
    info = function.info
    spec = info.node.args
    names, defaults = parameters(spec)
    positional = list(arguments.positional)
    if function.owner is not None and not info.is_static:       # also a plain function that was bound: a task with itself
        positional.insert(0, (function.owner,))
    elif info.given:
        positional.insert(0, given(engine.layer, info.given))
    bound: dict[str, Values] = {}
    for index, parameter in enumerate([*names, *spec.kwonlyargs]):
        name = parameter.arg
        values: Values | None = None
        if index < len(positional) and index < len(names):
            values = positional[index]
        elif name in arguments.keywords:
            values = arguments.keywords[name]
            if arguments.outside and values and isinstance(values[0], Str):
                values = _made_of(engine, values, parameter, info.module)
        elif arguments.outside and name in defaults:
            values = _chosen(engine, _default(engine, defaults[name], info, function), arguments.outside, parameter, info)
        elif not forget and name in defaults and arguments.rest is None and arguments.keyword_rest is None:
            values = _default(engine, defaults[name], info, function)
        elif arguments.rest is not None and index < len(names) and not (
                _are_options(arguments.keyword_rest) and (spec.vararg is None or _declares(info.module, name))):
            values = arguments.rest
        elif arguments.keyword_rest is not None:
            values = join(*(value.item(name) if isinstance(value, Options) else (value,) for value in arguments.keyword_rest))
            if not forget and name in defaults and _may_do_something(defaults[name]):       # what is not given is what it mostly is
                values = join(tuple(v for v in _default(engine, defaults[name], info, function) if isinstance(v, (Func, Cls, Inst))), values)
        if values is None or vague(engine, values):
            promised = engine.annotation(parameter.annotation, info.module) if parameter.annotation is not None else UNKNOWN
            named = next((v for v in values or () if isinstance(v, UnknownValue) and v.why.isidentifier()), UnknownValue(name))
            if tells_more(engine, promised, values or ()):
                values = _typed(promised, Text((Hole("argument", name),))) if values is None and arguments.outside else promised
            elif values is None or all(isinstance(v, UnknownValue) for v in values):
                values = (Str(Text((Hole("argument", named.why),))),) if _is_text(parameter) else (named,)
        elif parameter.annotation is not None and any(isinstance(v, UnknownValue) for v in values):
            promised = engine.annotation(parameter.annotation, info.module)      # tells of those that are not known
            if any(isinstance(v, Inst) for v in promised):
                values = join(tuple(v for v in values if not isinstance(v, UnknownValue)), promised)
        bound[name] = widen(values)
    if spec.vararg is not None:
        bound[spec.vararg.arg] = (Seq(tuple(positional[len(names):]), arguments.rest is None),)
    if spec.kwarg is not None:
        known = {a.arg for a in (*names, *spec.kwonlyargs)}
        entries = tuple((k, v) for k, v in arguments.keywords.items() if k not in known)
        options = options_of_object(arguments.keyword_rest or ())
        bound[spec.kwarg.arg] = options or (Map(entries, arguments.keyword_rest or ()),)
    return bound


def vague(engine: Engine, values: Values) -> bool:
    """Whether an annotation tells more: not known, a setting that was not worked out, or something outside of which nothing is known but
    that it is harmless, or a list or dictionary of nothing else. The rows of a known model are more than any rows, a collection that is
    called by its name more than any collection.
    """
    return all(isinstance(v, UnknownValue) or (isinstance(v, Api) and _says_little(engine, v)) or _holds_unknown(engine, v) for v in values)


def _holds_unknown(engine: Engine, value: Value) -> bool:
    """Whether nothing is known of what a list or a dictionary holds, but that it holds something."""
    inside = value.items if isinstance(value, Seq) and not value.exact else (value.rest,) if isinstance(value, Map) and not value.entries else ()
    return any(inside) and all(vague(engine, values) for values in inside)


def tells_more(engine: Engine, promised: Values, values: Values) -> bool:
    """Whether an annotation is better than what is known: not where it names a base of which nothing is described (``-> BaseClient``), and
    that is one of its kinds which is.
    """
    return promised != UNKNOWN and (any(_is_described(engine, v) for v in promised) or not any(_is_described(engine, v) for v in values))


def _is_described(engine: Engine, value: Value) -> bool:
    if isinstance(value, Api):
        return bool(engine.kinds.precise(value.state))
    return not isinstance(value, UnknownValue) and not _holds_unknown(engine, value)


def _says_little(engine: Engine, value: Api) -> bool:
    if ("()" not in value.path and not _is_setting(value)) or is_path(value):
        return False
    if (value.model is not None or any(item not in ("", EACH) for item in value.items)) and engine.kinds.precise(value.state):
        return False                     # the rows of a model, the collection of a name
    return all(row.do == "neutral" for row in engine.tools.api_rows(value.state))


def _chosen(engine: Engine, default: Values, kind: Literal["flag", "argument"], parameter: ast.arg, info: FunctionInfo) -> Values:
    """What somebody outside may give in the place of a default."""
    declared = next((value for value in default if isinstance(value, Flag)), None)
    if declared is None and not all(isinstance(value, (Const, Str)) for value in default):
        return default
    if declared is not None and declared.asks is not None and isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "bool":
        return (Answer(declared.asks),)                    # typer asks for it
    hole = declared.hole if declared is not None else Hole(kind, "", text_of(default).literal)
    named = hole.name or ("--" + parameter.arg.replace("_", "-") if hole.kind == "flag" else parameter.arg)
    _on_or_off(engine, info, parameter.arg, named, declared.switch if declared is not None else valued(named, default) if kind == "flag" else None)
    return _made_of(engine, (Str(Text((replace(hole, name=named),))),), parameter, info.module)


def _on_or_off(engine: Engine, info: FunctionInfo, member: str, option: str, switch: Switch | None) -> None:
    """Note of a parameter whether it is on or off where its option is not given: by that, functions tell which keep it from acting."""
    if switch is None or member in info.switches:
        return
    names = switch.names or ((option, True), ("--no-" + option[2:], False))
    known = info.module.declared.valued.get(member, switch := replace(switch, names=names))
    engine.layer.put(info.module, info.module.declared.valued, member, switch if known == switch else None)


def _made_of(engine: Engine, given: Values, parameter: ast.arg, module: ModuleInfo) -> Values:
    """What a command line makes of the text that was typed, where an annotation says that it is a path or an object."""
    promised = engine.annotation(parameter.annotation, module) if parameter.annotation is not None else UNKNOWN
    made = tuple(v for v in _typed(promised, text_of(given)) if isinstance(v, (Inst, Seq)) or is_path(v))
    return join(made, NONE) if any(not isinstance(v, Seq) or any(is_path(one) for item in v.items for one in item) for v in made) else given


def _typed(promised: Values, text: Text) -> Values:
    """What an annotation promises, with the text that was typed in the paths."""
    return tuple(rewrap(v, text) if isinstance(v, Api) and v.path == PATH else
                 replace(v, items=tuple(_typed(item, text) for item in v.items)) if isinstance(v, Seq) else v for v in promised)


def _default(engine: Engine, node: ast.expr, info: FunctionInfo, function: Func) -> Values:
    if isinstance(node, ast.Constant):
        return constant(node)
    return engine.frame(engine, info.module, cell=Cell(outer=function.closure or info.module.cell), defining=info.owner).eval(node)


def widen(values: Values) -> Values:
    """Forget what would only multiply contexts: long strings, deep containers."""
    out: list[Value] = []
    for value in values:
        if isinstance(value, (Seq, Map, Partial, Func)) and too_big(value):
            out.append(Func(value.info, None, value.closure) if isinstance(value, Func) else UnknownValue("large value"))
        elif isinstance(value, Str) and sum(len(p) for p in value.text.parts if isinstance(p, str)) > 4000:
            out.append(value if len(values) == 1 else UnknownValue("long text"))
        elif isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool) and abs(value.value) > 64:
            out.append(UnknownValue("number"))
        else:
            out.append(value)
    return tuple(out)


def _may_do_something(default: ast.expr) -> bool:
    """Whether a default may be a function, a class or an object: one with a name."""
    return isinstance(default, (ast.Name, ast.Attribute, ast.Call))


def _is_setting(value: Api) -> bool:
    """Whether it is a setting of Django, or a part of one, of which nothing is known but its name."""
    return value.path.startswith(SETTINGS + ".") and value.made_with is None


def _are_options(values: Values | None) -> bool:
    """Whether what comes by keyword are the options of a command line: a parameter is called like the option that fills it."""
    return values is not None and any(isinstance(value, Options) for value in values)


def _declares(module: ModuleInfo, name: str) -> bool:
    """Whether a file declares an option that fills a parameter of that name."""
    declared = module.declared
    return name in declared.switches or name in declared.defaults or name in declared.made


def _is_text(parameter: ast.arg) -> bool:
    return isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "str"
