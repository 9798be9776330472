"""Facts of syntax alone, and what containers of abstract values know of themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handover_generator
from handover_generator.languages._python.parse import parse
from handover_generator.languages._python.syntax import nodes_in, statements_in
from handover_generator.languages._python.values import LIMIT, MOST_INSIDE, Const, Func, Map, Partial, Seq, Value, acts, join, too_big

OWN = sorted((Path(handover_generator.__file__).parent / "languages" / "_python").glob("*.py"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_statement_is_found(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert {id(node) for node in statements_in(tree)} == {id(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)}


_SIGNS = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_node_is_found_in_the_order_of_the_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert nodes_in(tree) == [node for node in ast.walk(tree) if not isinstance(node, _SIGNS)]


def test_nodes_in_rare_places_are_found() -> None:
    tree = ast.parse("global a\nmatch x:\n    case {'k': [1, *_], **rest} | C(p=None):\n        pass\n{**a, b: f'{c!r:{d}}'}\n"
                     "def f(x: int, /, *y: str, z: int = 1, **w) -> None:\n    async with a as b, c:\n        del d[1:2]\n")
    assert nodes_in(tree) == [node for node in ast.walk(tree) if not isinstance(node, _SIGNS)]


def test_statements_in_handlers_and_cases_are_found() -> None:
    tree = ast.parse("try:\n    a\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d\nmatch x:\n    case 1:\n        e\n")
    assert {node.value.id for node in statements_in(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name)} == set("abcde")


@pytest.mark.parametrize("text", [
    "try:\n    pass\nexcept A, B.c:\n    pass\n",
    "try:\n    pass\nexcept A, B:\n    pass\ndef f[T](x: T) -> T:\n    return x\n",
    "type Pair = tuple[int, int]\n",
    "class A[\n    T,\n    M: str = str,    # a comment\n](\n    list\n):\n    pass\n",
    'x = f"{x!r:{w}} {", ".join(f"{k}={v["a"]}" for k, v in y)}"\n',
    'x = f"removed {\n    a  # of it\n}"\ny = f\'{a[\'b\']}\'\nz = rf"{d["a"]}\\d"\n',
    'x = f"{f"{f"{a}"}"}" "b"\ny = f"""{d["""a"""]}"""\nz = f"{\'\\n\'.join(a)}"\n',
    'x = t"{d["a"]} {b}"\ny = Rt"{b}"\n',
    "class A[\n    T\n]:\n    pass\nasync def f[\n    T: (int, str)\n](x: T) -> T:\n    return x\n",
])
def test_newer_syntax_is_read(text: str) -> None:
    parsed = parse(text)
    assert parsed.tree is not None
    assert parsed.tier in ("newer-syntax", "full")


@pytest.mark.parametrize(("code", "targets"), [
    ('remove(f"/srv/{kinds["x"]}/y")', ["/srv/${x}/y"]),
    ('remove(f"/srv/{\n    name\n}/z")', ["/srv/shop/z"]),
    ("remove(f'/srv/{'a'}{\"b\"}')", ["/srv/ab"]),
    ('remove(f"/srv/{name}" f"/{kinds["x"]}")', ["/srv/shop/${x}"]),
    ("print(f\"{f\"{f\"{f\"{1}\"}\"}\"}\")\nremove('/srv/other')", ["/srv/other"]),
])
def test_what_a_newer_string_says_is_read(trace, code: str, targets: list[str]) -> None:
    found = trace(f"from shutil import rmtree as remove\nfrom other import kinds\nname = 'shop'\n{code}\n").effects
    assert [(effect.target, effect.at.line) for effect in found] == [(target, 4 + code.startswith("print")) for target in targets]


def test_a_newer_string_keeps_its_lines() -> None:
    parsed = parse('x = f"{\n  f"{\n  f"{a}"}"}"\ny = 1\n')
    assert parsed.tree is not None
    assert [statement.lineno for statement in parsed.tree.body] == [1, 4]


def _counted(value: Value) -> int:
    """The values a container is made of, by walking it."""
    if isinstance(value, Seq):
        return 1 + sum(_counted(inner) for values in value.items for inner in values)
    if isinstance(value, Map):
        return 1 + sum(_counted(inner) for values in (*(v for _, v in value.entries), value.rest) for inner in values)
    if isinstance(value, Partial):
        return 1 + _counted_sets(*value.positional, *(v for _, v in value.keywords))
    return 1


def _counted_sets(*sets: tuple[Value, ...]) -> int:
    return sum(_counted(inner) for values in sets for inner in values)


def _containers(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    sets = st.lists(inner, max_size=3).map(tuple)
    named = st.lists(st.tuples(st.text(max_size=2), sets), max_size=3).map(tuple)
    return st.one_of(st.builds(Seq, st.lists(sets, max_size=4).map(tuple), st.booleans()), st.builds(Map, named, sets),
                     st.builds(Partial, inner, st.lists(sets, max_size=2).map(tuple), named))


VALUES: st.SearchStrategy[Value] = st.recursive(st.builds(Const, st.integers(0, 3)), _containers, max_leaves=30)


@given(VALUES)
def test_a_container_knows_its_size(value: Value) -> None:
    assert not isinstance(value, (Seq, Map, Partial, Func)) or value.size == _counted(value)
    assert too_big(value) == (_counted(value) > MOST_INSIDE)


def test_what_grows_without_end_is_too_big() -> None:
    value: Value = Const(1)
    for _ in range(8):
        value = Seq(((value,), (value,)))
    assert too_big(value)


@given(st.lists(st.lists(VALUES, max_size=3).map(tuple), max_size=3))
def test_a_union_holds_each_value_once_in_order(sets: list[tuple[Value, ...]]) -> None:
    joined, each = join(*sets), tuple(dict.fromkeys(value for values in sets for value in values))
    if any(one != sets[0] for one in sets) and (len(each) <= LIMIT or not any(map(acts, each))):
        assert joined[:7] == each[:len(joined[:7])]


@pytest.mark.parametrize(("text", "tier"), [
    ("import os; x = f('a;b'); print x['y']\n", "python2"), ("x = 'do: print it'; print x\n", "python2"),
    ("import sys\nprint >> sys.stderr, 'a'\n", "python2"), ("x = 'print >> y'\n", "full"), ("if x: print >>f\n", "python2"),
    ("x = 'do; print it'\ny = 1\n", "full"),
])
def test_a_print_of_python_2_may_stand_behind_texts(text: str, tier: str) -> None:
    assert parse(text).tier == tier


@pytest.mark.parametrize(("text", "read"), [
    ("raise type(e), type(e)(str(e) + 'a, b'), trace()[2]\n", "raise (type(e), type(e)(str(e) + 'a, b'), trace()[2])"),
    ("raise Wrong, 'a %s' % (\n    b,\n    c)\n", "raise Wrong('a %s' % (b, c))"),
    ("raise Wrong, 'a, b'\n", "raise Wrong('a, b')"),
    ("raise Wrong('a, b')\n", "raise Wrong('a, b')"),
    ("sorted(x, key=lambda (k, v): v)\n", "sorted(x, key=lambda k_v: v)"),
    ("def f(self, (a, b), c=(1, 2)): pass\n", "def f(self, a_b, c=(1, 2)):\n    pass"),
    ("def f(a=g(3), b=(1, 2)): pass\n", "def f(a=g(3), b=(1, 2)):\n    pass"),
    ("try: pass\nexcept OSError, (no, why): pass\n", "try:\n    pass\nexcept OSError as no:\n    pass"),
    ("try: pass\nexcept (OSError, ValueError), e: print e\n", "try:\n    pass\nexcept (OSError, ValueError) as e:\n    print(e)"),
    ("try: pass\nexcept (OSError, ValueError): pass\n", "try:\n    pass\nexcept (OSError, ValueError):\n    pass"),
    ("print \"\"\"a\n# b %s\n\"\"\" % x, c\n", "print('a\\n# b %s\\n' % x, c)"),
    ("print '#### a', b  # c\n", "print('#### a', b)"),
    ("print >>out[0], 'a' % (\n  b), c,\n", "print('a' % b, c, file=out[0])"),
    ("if x: print 'a;'; print\n", "if x:\n    print('a;')\n    print()"),
    ("print 'a' \\\n    'b', \\\n    c\n", "print('ab', c)"),
    ("x = [y for y in a, b if y]\n", "x = [y for y in (a, b) if y]"),
    ("x = '\\N' + ur'\\d' + `y`\n", "x = '\\\\N' + '\\\\d' + repr(y)"),
    ("exec code in names\n", "exec(code, names)"),
    ("from a.async import run as async\n", "from a.async import run as async"),
    ("f(async=True).await.b(x.async)\n", "f(async=True).await.b(x.async)"),
])
def test_statements_of_python_2_are_read(text: str, read: str) -> None:
    parsed = parse("print 1\n" + text + "print 2\n")
    assert parsed.tier == "python2"
    assert parsed.tree is not None
    assert ast.unparse(parsed.tree).replace("\n\n", "\n") == f"print(1)\n{read}\nprint(2)"
    assert parsed.tree.body[-1].lineno == 2 + text.count("\n")


@pytest.mark.parametrize(("text", "tier"), [
    ("{% if x %}\na = 1\n{% else %}\na = 2\n{% endif %}\n", "template"), ("for a in [{% for b in c %}'{{ b }}', {% endfor %}]:\n    print(a)\n", "template"),
    ("x = {{ 'a' if b }}\n{# said #}\n", "template"), ("x = '{% if y %}'\n", "full"), ("x = {% broken\n", "tokens"),
])
def test_the_tags_of_templates_are_taken_away(text: str, tier: str) -> None:
    parsed = parse(text)
    assert parsed.tier == tier
    assert parsed.tree is None or parsed.tree.body[-1].lineno <= text.count("\n")


def test_lines_stay_where_tags_go() -> None:
    tree = parse("{% for a in b %}\n{# one\ntwo #}\nprint('{{ a }}')\n{% endfor %}\n").tree
    assert tree is not None
    assert tree.body[0].lineno == 4


@pytest.mark.parametrize(("text", "bound"), [
    ("if not hasattr(__builtins__, 'True'): True, False = 1, 0\n", ["True", "False"]),
    ("True = 1\nFalse = 0\nprint 'a'\n", ["True", "False"]),
    ("def f(x, None=None, False = False):\n    return x == None or None == x\n", ["None", "False"]),
    ("f = lambda x, None=None: x is None\n", ["None"]),
])
def test_what_was_once_a_name_is_bound(text: str, bound: list[str]) -> None:
    parsed = parse(text)
    assert (parsed.tier, parsed.problem) == ("python2", None)
    names = [node.arg if isinstance(node, ast.arg) else node.id for node in ast.walk(parsed.tree)
             if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))]
    assert [name for name in names if name in ("True", "False", "None")] == bound


@pytest.mark.parametrize("line", ["y = True == x", "y = f(a=None, b=True)", "y = {None: 1}", "z = x = None", "y = f(True, a=1)[None]"])
def test_what_is_only_compared_or_given_stays_a_constant(line: str) -> None:
    parsed = parse(f"print 'a'\n{line}\n")
    assert parsed.tier == "python2"
    assert ast.dump(parsed.tree.body[1]) == ast.dump(ast.parse(line).body[0])
