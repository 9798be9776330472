"""A tiny resolver: just enough of Python to try the examples of catalogue rows without the engine."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from handover_generator.catalogue.apis import ApiCatalogue
from handover_generator.catalogue.load import data_texts, load_apis
from handover_generator.model.rows import ApiRow

EMPTY: frozenset[int] = frozenset()


class Resolver(ast.NodeVisitor):
    """Follows imports, attributes, calls, items, assignments, ``with``, ``for``, ``await``, annotations and base classes in one snippet.

    ``found``: for each expression of interest, line to the row that stands first there.
    """

    def __init__(self, apis: ApiCatalogue) -> None:
        self.apis = apis
        self.names: dict[str, frozenset[int]] = {}
        self.found: list[tuple[int, ApiRow]] = []

    def value(self, node: ast.expr | None) -> frozenset[int]:
        if isinstance(node, ast.Name):
            state = self.names.get(node.id)
            return self.note(node, self.apis.walk("builtins", node.id) if state is None else state)
        if isinstance(node, ast.Attribute):
            return self.note(node, self.apis.step(self.value(node.value), node.attr))
        if isinstance(node, ast.Subscript):
            self.value(node.slice)
            return self.note(node, self.apis.step(self.value(node.value), "[]"))
        if isinstance(node, ast.Call):
            callee = self.value(node.func)
            for argument in [*node.args, *(k.value for k in node.keywords)]:
                self.value(argument)
            return self.note(node, self.apis.step(callee, "()"))
        if isinstance(node, ast.Await):
            return self.note(node, self.apis.step(self.value(node.value), "@await"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return EMPTY
        if isinstance(node, ast.BinOp):
            left, right = self.value(node.left), self.value(node.right)
            return left if isinstance(node.op, ast.Div) else left | right
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            for generator in node.generators:
                self.bind(generator.target, self.apis.step(self.value(generator.iter), "@iter"))
            self.value(node.elt)
            return EMPTY
        if isinstance(node, ast.BoolOp):
            return EMPTY.union(*(self.value(item) for item in node.values))
        if isinstance(node, ast.expr):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.value(child)
        return EMPTY

    def note(self, node: ast.expr, state: frozenset[int]) -> frozenset[int]:
        rows = self.apis.rows(state)
        if rows:
            self.found.append((node.lineno, rows[0]))
        return state

    def bind(self, target: ast.expr, state: frozenset[int]) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = state
        elif isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                self.bind(item, self.apis.step(state, "[]"))
        elif isinstance(target, ast.Subscript):
            self.item_method(target, "__setitem__")
        elif isinstance(target, ast.Attribute):
            self.note(target, self.apis.step(self.apis.step(self.value(target.value), "__setattr__"), "()"))

    def item_method(self, target: ast.Subscript, name: str) -> None:
        self.note(target, self.apis.step(self.apis.step(self.value(target.value), name), "()"))

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                self.item_method(target, "__delitem__")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            parts = alias.name.split(".")
            self.names[alias.asname or parts[0]] = self.apis.walk(*(parts if alias.asname else parts[:1]))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.names[alias.asname or alias.name] = self.apis.walk(*(node.module or "").split("."), alias.name)

    def visit_Assign(self, node: ast.Assign) -> None:
        state = self.value(node.value)
        for target in node.targets:
            self.bind(target, state)

    def visit_Expr(self, node: ast.Expr) -> None:
        self.value(node.value)

    def visit_Return(self, node: ast.Return) -> None:
        self.value(node.value)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            state = self.apis.step(self.value(item.context_expr), "@enter")
            if any(row.path.endswith("@enter") for row in self.apis.rows(state)):
                self.note(item.context_expr, state)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, state)
        for statement in node.body:
            self.visit(statement)

    visit_AsyncWith = visit_With

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.bind(node.target, self.apis.step(self.value(node.iter), "@iter"))
        for statement in node.body:
            self.visit(statement)

    visit_AsyncFor = visit_For

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: frozenset[int] | None = None) -> None:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        for number, argument in enumerate(arguments):
            if owner is not None and number == 0:
                self.names[argument.arg] = owner
            elif argument.annotation is not None:
                self.names[argument.arg] = self.apis.step(self.value(argument.annotation), "@inst")
            else:
                self.names[argument.arg] = EMPTY
        for statement in node.body:
            self.visit(statement)
        state = EMPTY
        for decorator in node.decorator_list:
            state |= self.apis.step(self.value(decorator), "()")
        self.names[node.name] = state

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        state = EMPTY.union(*(self.apis.step(self.value(base), "@sub") for base in node.bases)) if node.bases else EMPTY
        self.names[node.name] = state
        for statement in node.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.visit_FunctionDef(statement, owner=self.apis.step(state, "@inst"))
            else:
                self.visit(statement)


@pytest.fixture(scope="session")
def shipped() -> ApiCatalogue:
    """The API catalogue that is part of the package."""
    return load_apis(data_texts("py_"))


@pytest.fixture(scope="session")
def resolve() -> Callable[[ApiCatalogue, str], list[tuple[int, ApiRow]]]:
    """Code to the rows that stand first at its expressions, with their lines."""
    def run(apis: ApiCatalogue, code: str) -> list[tuple[int, ApiRow]]:
        resolver = Resolver(apis)
        resolver.visit(ast.parse(code))
        return resolver.found
    return run
