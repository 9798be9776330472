"""Assignments, and declarations of variables."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.languages._shell.arrays import unnumbered, with_element
from handover_generator.languages._shell.assigned import assigned, readable, renamed
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.judging import names_in
from handover_generator.languages._shell.listings import functions_written
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.traces import CHOICE
from handover_generator.languages._shell.values import MAX_ITEMS, Substituted, Var, bounded
from handover_generator.languages._shell.words import EXPANSIONS
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_OWN_NAME = regex(r"\$(?:0(?!\w)|\{0\b)")
_SAID = regex(r"echo (?:-\w+ )?\"?\$\{?(\w+)\}?\"?")


class Assigning(Base):
    """Part of the walker that gives values to variables."""

    def assign(self, node: tree_sitter.Node, *, local: bool = False) -> None:
        """``name=value`` in its forms."""
        name_node = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name_node is None:
            return
        self.here = self.at(node)
        name, _, index = text_of(name_node).partition("[")
        grows = any(not child.is_named and text_of(child) == "+=" for child in node.children)
        self.memo = {}
        held = self.flow.variables.get(name)
        if local:
            self.flow.local.add(name)
        if value is not None and value.type == "array":
            expander = self.expander()
            before = held if grows else None
            items: list[Text] = list(before.items if before.items is not None else filter(None, before.texts)) if before is not None else []
            for element in value.named_children:
                items += map(unnumbered, expander.words(element)) if element.type != "comment" else []
            placed = not any(item.maybe for item in items)
            items = items if len(items) <= MAX_ITEMS else [*items[: MAX_ITEMS - 1], Text.of(Hole("unknown", name))]
            ways = tuple((*way, *items[len(before.items or ()) :]) for way in before.ways) if before is not None else ()
            self.flow.variables[name] = Var((Text.join(" ", items),), tuple(items), certain=placed and (before is None or before.certain),
                                            tells=before.tells if before is not None else (), ways=ways)
            return
        if (held is None and self.function is None and not self.breaks and not self.session.dark and value is not None and name in names_in(value)
                and re.search(rf"\$(?:{name}\b|\{{{name}\}})", text_of(value)) is not None):
            self.missing(name, None, value, True)        # LIST="$LIST more", outside loops: the first part comes from outside
        new = self._value(value, name)
        if index:
            self.flow.variables[name] = with_element(held, index.rstrip("]"), new)
            return
        if grows and held is not None:
            texts = tuple(dict.fromkeys(Text.of(old, added) for old in held.texts for added in new.texts))
            new = Var(bounded(texts, name), held.items, certain=held.certain and new.certain, origin=held.origin, guard=held.guard)
        self.flow.variables[name] = replace(new, texts=tuple(readable(text, name) for text in new.texts),
                                            certain=new.certain and name not in self.session.changed)

    def _value(self, value: tree_sitter.Node | None, name: str) -> Var:
        if value is None:
            return Var((Text(),))
        expander = self.expander()
        texts: dict[Text, None] = {}
        noted = len(self.noted)
        while expander.pick < min(expander.widest, MOST_WORDS):
            texts[expander.text(value)] = None
            expander.pick += 1
        chosen = next((guard for guard in self.noted[noted:] if guard.detail == CHOICE), None)         # choice=$(dialog --menu ...)
        origin = None
        if value.type == "command_substitution" or (
            value.type == "string" and value.named_child_count == 1 and value.named_children[0].type == "command_substitution"
        ):
            inner = value if value.type == "command_substitution" else value.named_children[0]
            origin = self.memo.get((inner.start_byte, inner.end_byte), Substituted((Text(),))).origin
            said = _SAID.fullmatch(origin) if origin is not None and origin.startswith("echo") else None
            if said is not None and (held := self.flow.variables.get(said.group(1))) is not None:
                origin = held.origin                     # $(echo "$account" | tr -d ' ') still is the account
                chosen = chosen or held.guard            # and $(echo "$answer" | tr A-Z a-z) the answer
        elif len(expander.origins) == 1:
            origin = next(iter(expander.origins.values()))
        if origin is None and any(hole.kind == "argument" for text in texts for hole in text.holes):
            origin = "argument"
        named = tuple(renamed(text, name) for text in texts)
        guard = expander.guards[0].guard if expander.guards else chosen
        own_name = value.type != "raw_string" and _OWN_NAME.search(text_of(value)) is not None       # a link may call the script by another one
        certain = expander.widest == 1 and expander.certain and guard is None and not own_name
        return Var(named, certain=certain, origin=origin, guard=guard)

    def declare(self, node: tree_sitter.Node) -> None:
        """``local``, ``export``, ``declare``, ``readonly``."""
        word = text_of(node.children[0]) if node.children else ""
        local = word in ("local", "declare", "typeset")
        array = any(re.fullmatch(r"-[a-zA-Z]*a[a-zA-Z]*", text_of(child)) for child in node.named_children)
        named = any(re.fullmatch(r"-[a-zA-Z]*n[a-zA-Z]*", text_of(child)) for child in node.named_children)
        if word in ("export", "declare", "typeset") and any(text_of(child) in ("-f", "-fx", "-xf") for child in node.named_children):
            self.session.exported.update(text_of(child) for child in node.named_children if text_of(child) in self.session.functions)
            if self.gathers and self.flow.quiet and (source := functions_written(node, self.session.functions)) is not None:
                self.said.append(Text.of(source))            # for the shell that it is piped into
            return
        for child in node.named_children:
            if child.type in ("string", "concatenation", *EXPANSIONS):
                given, sign, rest = (self.expander().text(child).literal or "").partition("=")
                if sign and given.isidentifier():
                    self.flow.variables[given] = Var((Text.of(rest),))
                elif child.type != "concatenation" or not sign:
                    self.flow.unsettle()                 # export $(cat settings)
            if child.type == "variable_assignment":
                self.assign(child, local=local)
                if named:
                    self._named(child)
                if array:
                    self._listed(child)
                if word == "export" and (name := assigned(child)) is not None:
                    self.session.given.add(name)
            elif child.type == "variable_name" and word == "export" and text_of(child) in self.flow.variables:
                self.session.given.add(text_of(child))
            elif child.type == "variable_name" and local:
                name = text_of(child)
                inner = self.function is not None and not any(re.fullmatch(r"-[a-zA-Z]*g[a-zA-Z]*", text_of(each)) for each in node.named_children)
                if inner:
                    self.flow.local.add(name)
                if inner or name not in self.flow.variables:     # outside functions a variable keeps what it holds
                    self.flow.variables[name] = Var((Text(),), certain=False)

    def _named(self, node: tree_sitter.Node) -> None:
        """``local -n list=$1``: another name for the variable that is named there, as far as that is known."""
        name = node.child_by_field_name("name")
        held = self.flow.variables.get(text_of(name)) if name is not None else None
        other = held.texts[0].literal if held is not None and len(held.texts) == 1 else None
        if name is not None and held is not None:
            hole = Var((Text.of(Hole("unknown", text_of(name))),), certain=False)
            self.flow.variables[text_of(name)] = self.flow.variables.get(other, hole) if other else hole

    def _listed(self, node: tree_sitter.Node) -> None:
        """``declare -a given="($(cat options))"``: the text is read as a list, whose words a run may know."""
        name = node.child_by_field_name("name")
        held = self.flow.variables.get(text_of(name)) if name is not None else None
        if name is None or held is None or held.items is not None or len(held.texts) != 1:
            return
        parts = held.texts[0].parts
        if len(parts) > 1 and isinstance(parts[0], str) and isinstance(parts[-1], str) and parts[0].startswith("(") and parts[-1].endswith(")"):
            self.flow.variables[text_of(name)] = replace(held, texts=(Text.of(Hole("unknown", text_of(name))),), certain=False, among=False)
