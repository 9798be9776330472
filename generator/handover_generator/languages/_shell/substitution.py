"""Command substitutions: they run, and their text is known where it can be."""

from __future__ import annotations

import posixpath
import re

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF
from handover_generator.analysis._commands_words import REPOSITORY, joined, shown
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.parse import text_of
from handover_generator.model.text import Hole, Text

_FETCHERS = ("curl", "wget")



class Substitution(Base):
    """Part of the walker that runs ``$(...)``."""

    def substitute(self, node: tree_sitter.Node) -> tuple[Text, str | None]:
        """``$(...)``: its commands run; its text where it can be known, else a hole named after the command."""
        key = (node.start_byte, node.end_byte)
        if key in self.memo:
            return self.memo[key]
        memo = self.memo
        if self.depth > 40:
            return Text.of(Hole("unknown", "")), None
        outer, said = self.flow, self.said
        self.flow = outer.copy()
        self.flow.quiet = True
        self.said = []
        self.depth += 1
        try:
            inner = [child for child in node.named_children if child.type != "comment"]
            self.memo = {}
            for child in inner:
                if self.flow.ended is None:
                    self.statement(child)
            text, origin = self._result(inner)
        finally:
            outer.made |= self.flow.made
            self.flow, self.said, self.memo = outer, said, memo
            self.depth -= 1
        self.memo[key] = (text, origin)
        return text, origin

    def _result(self, inner: list[tree_sitter.Node]) -> tuple[Text, str | None]:
        if not inner:
            return Text(), None
        last = inner[-1]
        first = last
        while first.type in ("pipeline", "list", "redirected_statement", "negated_command") and first.named_children:
            first = first.named_children[0]
        origin = re.sub(r"\s+", " ", text_of(first))[:80] if first.type == "command" else None
        if last.type == "file_redirect" or first.type == "file_redirect":
            return Text.of(Hole("unknown", "contents of a file")), None
        node = last
        folder = None
        if last.type == "list":                          # cd somewhere && pwd
            folder = self.flow.cwd
            node = last.named_children[-1]
        if node.type == "redirected_statement":
            node = node.child_by_field_name("body") or node
        if node.type != "command":
            name = self.command_word(first) if first.type == "command" else ""
            return Text.of(Hole("unknown", OUTPUT_OF + (name or "commands"))), origin
        name = self.command_word(node)
        words: list[Text] = []
        expander = self.expander(silent=True)
        for index, child in enumerate(node.children):
            if node.field_name_for_child(index) == "argument":
                words += expander.words(child)
        known = self._known(name, words, folder)
        if known is not None:
            return known, origin
        what = (
            Text.join(" ", [Text.of(name), *[word for word in words if "://" in word.render()][:1]]).render() if name in _FETCHERS else name
        )
        return Text.of(Hole("unknown", OUTPUT_OF + (what or "a command"))), origin

    def _known(self, name: str, words: list[Text], folder: Text | None) -> Text | None:
        operands = [word for word in words if not word.render().startswith("-")]
        if name == "pwd":
            return self.flow.cwd
        if name in ("dirname", "basename") and operands:
            return _part(operands[0], name, operands[1].literal if len(operands) > 1 else None)
        if name in ("readlink", "realpath", "greadlink") and operands:
            return (
                operands[-1]
                if operands[-1].parts and isinstance(operands[-1].parts[0], str) and operands[-1].parts[0].startswith((REPOSITORY, "/"))
                else None
            )
        if name == "mktemp":
            return Text.of("/tmp/", Hole("unknown", "temporary"))
        if name == "git" and any(word.literal == "--show-toplevel" for word in words):
            return Text.of(REPOSITORY)
        if name == "cat" and len(operands) == 1:
            located = shown(joined(operands[0], self.flow.cwd).render())
            return Text.of(Hole("unknown", f"contents of {posixpath.basename(located)}"))
        if self.said and name in ("echo", "printf", "print"):
            return self.said[-1] if name != "printf" or len(words) == 1 else None
        if name in self.session.functions and len(set(self.said)) == 1:
            return self.said[0]
        return None


def _part(path: Text, which: str, suffix: str | None) -> Text | None:
    """dirname or basename of a text."""
    literal = path.literal
    if literal is not None:
        if literal.startswith(REPOSITORY):
            inner = literal[len(REPOSITORY) :]
            return Text.of(REPOSITORY + posixpath.dirname(inner)) if which == "dirname" else Text.of(posixpath.basename(inner))
        if which == "dirname":
            return Text.of(posixpath.dirname(literal) or ".")
        name = posixpath.basename(literal.rstrip("/"))
        return Text.of(name.removesuffix(suffix) if suffix else name)
    last = path.parts[-1]
    if which == "dirname":
        if isinstance(last, str) and "/" in last:
            return Text.of(*path.parts[:-1], last.rpartition("/")[0])
        if isinstance(last, Hole) and len(path.parts) > 1 and isinstance(path.parts[-2], str) and "/" in path.parts[-2]:
            return Text.of(*path.parts[:-2], path.parts[-2].rpartition("/")[0])
        return None
    for index in range(len(path.parts) - 1, -1, -1):
        part = path.parts[index]
        if isinstance(part, str) and "/" in part:
            return Text.of(part.rpartition("/")[2], *path.parts[index + 1 :])
    return None
