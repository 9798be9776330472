"""A file in parts: what is outside of its functions, and each of them; who looks into one is noted, whatever way was taken."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import walk
from handover_generator.languages._python.parts import parts_of, watch
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.model.location import CallStep, Location
from handover_generator.model.parts import Parts, moved
from handover_generator.pipeline._moved import on_their_new_lines

TEXT = textwrap.dedent('''\
    """What this is."""
    import os

    # of a kind
    LIMIT = int(os.environ.get(
        "LIMIT", 3))


    def first(path):
        # why
        return path


    class Store:
        """Holds."""
        name = "store"

        @property
        def size(self):
            return 0

        async def drop(
            self,
        ):
            """Drops."""
            def inner():
                return 1
            return inner()

        def short(self): return 2

        @staticmethod
        def made():
            @first
            def inside():
                pass
            return inside


    if os.environ.get("OLD"):
        def old():
            return 3
    ''')
FUNCTIONS = ("first", "size", "drop", "made")


def parts(text: str) -> Parts:
    found = parts_of(ast.parse(text), text)
    assert found is not None
    return found


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    return {node.name: node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_every_statement_is_in_one_piece_and_each_function_is_one() -> None:
    found = parts(TEXT)
    rows = TEXT.split("\n")
    covered = [row for piece in found.pieces for row in range(piece.start, piece.start + piece.lines)]
    assert covered == sorted(set(covered))
    assert {rows[number - 1].strip() for number in set(range(1, len(rows) + 1)) - set(covered)} == {"", "# of a kind", "# why"}
    inside = {piece.function: rows[piece.start - 1].strip() for piece in found.pieces if piece.function}
    assert inside == {1: "return path", 2: "return 0", 3: '"""Drops."""', 4: "@first"}


def test_who_looks_into_a_function_is_told_its_number() -> None:
    tree, told = ast.parse(TEXT), []
    watch(tree, TEXT, told.append)
    by_name = functions(tree)                            # goes through all
    assert sorted(told) == [1, 2, 3, 4]
    for number, name in enumerate(FUNCTIONS, 1):
        for look in (lambda node: node.body, ast.get_docstring, ast.unparse, nodes_in, lambda node: list(ast.iter_child_nodes(node))):
            told.clear()
            look(by_name[name])
            assert set(told) == {number}, (name, look)
    told.clear()
    for node in (by_name["short"], by_name["old"], by_name["inner"], by_name["inside"]):
        assert node.body
    assert (by_name["drop"].name, by_name["drop"].args.args[0].arg, by_name["drop"].lineno) == ("drop", "self", 22)
    assert told == []
    assert isinstance(by_name["first"], ast.FunctionDef)
    assert type(by_name["drop"]).__name__ == "AsyncFunctionDef"


def test_a_remembered_answer_tells_again_what_was_looked_into_for_it() -> None:
    @remembered
    def returns(node: ast.AST) -> int:
        return sum(isinstance(inner, ast.Return) for inner in nodes_in(node))

    @remembered
    def twice(node: ast.Module) -> int:
        return sum(2 * returns(inner) for inner in node.body)

    tree, told = ast.parse(TEXT), []
    watch(tree, TEXT, told.append)
    store = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    for _ in range(2):
        told.clear()
        assert returns(store) == 5
        assert set(told) == {2, 3, 4}
    for _ in range(2):
        told.clear()
        assert twice(tree) == 14
        assert set(told) == {1, 2, 3, 4}


def test_what_is_outside_and_what_was_read_inside_must_be_as_it_was() -> None:
    before = parts(TEXT)

    def lines(change: Callable[[str], str], *read: int) -> list[int | None] | None:
        line = moved(before, parts(change(TEXT)), read)
        return None if line is None else [line(number) for number in (0, 2, 4, 5, 11, 18, 33)]

    assert lines(lambda text: text, 1, 2, 3, 4) == [0, 2, None, 5, 11, 18, 33]
    assert lines(lambda text: text.replace("import os\n", "\n\n# why\nimport os\n\n"), 1, 2, 3, 4) == [0, 5, None, 9, 15, 22, 37]
    assert lines(lambda text: text.replace("return path", "x = path\n    return x")) == [0, 2, None, 5, None, 19, 34]
    assert lines(lambda text: text.replace("return path", "x = path\n    return x"), 2, 3, 4) is not None
    assert lines(lambda text: text.replace("return path", "x = path\n    return x"), 1) is None
    assert lines(lambda text: text.replace("LIMIT\", 3", "LIMIT\", 4")) is None
    assert lines(lambda text: text.replace("def first(path)", "def first(path, more=1)")) is None
    assert lines(lambda text: text.replace("return 2", "return 4")) is None
    assert lines(lambda text: text.replace("return 3", "return 4")) is None
    assert lines(lambda text: text.replace("    return path\n", "    return path\n\n\ndef other():\n    return 0\n")) is None
    assert lines(lambda text: text.replace("return path", "global LIMIT\n    LIMIT = path\n    return path")) is None      # a fact of the whole file
    assert lines(lambda text: text.replace("return 0", "pass"), 1, 3, 4) is not None


def test_lines_that_are_no_plain_lines_have_no_parts() -> None:
    assert parts_of(ast.parse("a = 1\r\nb = 2\r\n"), "a = 1\r\nb = 2\r\n") is None
    assert [(piece.start, piece.lines) for piece in parts("a = 1; b = 2\nc = 3\n").pieces] == [(1, 1), (2, 1)]
    assert parts("").pieces == ()


@given(st.lists(st.tuples(st.integers(0, len(TEXT.split("\n")) - 1), st.sampled_from(["", "# a remark", "    # another"])), max_size=6))
def test_empty_lines_and_remarks_between_statements_only_move_lines(added: list[tuple[int, str]]) -> None:
    rows: list[tuple[int, str]] = list(enumerate(TEXT.split("\n"), 1))
    for place, row in added:
        rows.insert(place, (0, row))
    text = "\n".join(row for _, row in rows)
    line = moved(parts(TEXT), parts(text), ())
    if line is not None:
        for number, (old, row) in enumerate(rows, 1):
            if old and row.strip() and not row.strip().startswith("#"):
                assert line(old) in (number, None)


def test_places_are_told_on_their_new_lines() -> None:
    moves = {"a.py": {1: 5, 2: 6}.get}
    here, there = Location("a.py", 1), Location("b.py", 1)
    assert on_their_new_lines((here, there, (CallStep("a.py", 2, "drop"), "a.pyc:3")), moves) == (
        Location("a.py", 5), there, (CallStep("a.py", 6, "drop"), "a.pyc:3"))
    assert on_their_new_lines((Location("a.py", 3),), moves) is None
    assert on_their_new_lines(("said in a.py:1",), moves) is None


FILES = {
    "lib/__init__.py": "",
    "lib/store.py": """
        import shutil

        def drop(path):
            shutil.rmtree(path)

        def unused(path):
            shutil.rmtree(path + "x")

        class Job:
            def run(self):
                drop("/srv")

            def stop(self):
                raise NotImplementedError
        """,
}


def test_a_walk_reads_the_insides_of_what_it_reaches(tools: Callable[..., Toolbox]) -> None:
    toolbox = tools("from lib.store import Job\nJob().run()\n", FILES)
    for script in ("run.py", "run.py"):
        toolbox.begin()
        assert [effect.at.line for effect in walk(toolbox.entries(script), toolbox.routine, script).effects] == [4]
        assert "lib/store.py" in toolbox.reads.outlines - toolbox.reads.files
        assert toolbox.reads.bodies == {("lib/store.py", 1), ("lib/store.py", 3)}
