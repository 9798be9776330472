"""Loops: their bodies run once in the walk, and what they assign is uncertain."""

from __future__ import annotations

import tree_sitter

from handover_generator.analysis._commands_found import is_found
from handover_generator.languages._shell.conditions import Conditions
from handover_generator.languages._shell.judging import Probe
from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.languages._shell.traces import CHOICE
from handover_generator.languages._shell.values import REST, Var, after_rounds, join
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.text import MORE, MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_OF_ARGUMENTS = regex(r"\$(?:#|\{#\}|1|\{1\b)")
_COUNTED = regex(r"(?:\[\[?|test|\(\()\s*[\"']?\$(?:#|\{#\})[\"']?\s*"
                 r"(?:(-gt|-ge|-ne|-eq|-lt|-le|!=|==?|>=?|<=?)\s*[\"']?(\d+)[\"']?)?\s*(?:\]\]?|\)\))?")
_FIRST = regex(r"(?:\[\[?|test)\s+[\"']?\$(?:1|\{1(?::?-)?\})[\"']?(?:\s*\]\]?)?")
_SIGNS = {"!=": "-ne", "=": "-eq", "==": "-eq", ">": "-gt", ">=": "-ge", "<": "-lt", "<=": "-le"}
_MOST_ROUNDS = 24


class Loops(Conditions):
    """Part of the walker that runs loops."""

    def _while(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        conditions = [
            child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "condition" and child.is_named
        ]
        body = node.child_by_field_name("body")
        self.unsettle(node)
        endless = [text_of(child) for child in conditions] in (["true"], [":"], ["[ 1 ]"]) and not self.unread(conditions[0])
        until = text_of(node).startswith("until")
        of_arguments = len(conditions) == 1 and (endless or _OF_ARGUMENTS.search(text_of(conditions[0])) is not None)
        if body is not None and stdin is None and of_arguments and "shift" in text_of(body):
            guards, (outer, self.of_round) = self.flow.guards, (self.of_round, set())
            done = self._rounds(None if endless else conditions[0], body, until=until)
            self.flow.guards = tuple(guard for guard in self.flow.guards if guard not in self.of_round or guard in guards)
            self.of_round = outer
            if done:
                return
        before, self.ambient = self.ambient, stdin if stdin is not None else self.ambient
        drained, self.drained = self.drained, self.drained or any("read" in text_of(child) for child in conditions)
        self.in_loop_condition = True
        try:
            probe = self.condition(conditions)
        finally:
            self.in_loop_condition = False
        try:
            self._loop([body] if body is not None else [], probe, endless=endless)
        finally:
            self.ambient, self.drained = before, drained

    def _rounds(self, condition: tree_sitter.Node | None, body: tree_sitter.Node, *, until: bool) -> bool:
        """A loop that shifts through arguments which are known, round by round; False where a run decides how it goes on."""
        for _ in range(_MOST_ROUNDS):
            given = self.flow.arguments
            if given is None or any(word.literal is None for word in given[:1]) or any(word.maybe for word in given):
                return False
            holds = self._holds(condition, given) if condition is not None else True
            if holds is None:
                return False
            if holds is until:
                return True
            self.breaks.append([])
            self.block([body])
            ways = self.breaks.pop() or [self.flow]
            if self.flow.ended in ("exit", "return"):
                return True
            over = [self.flow.ended == "break" and not way.again for way in ways]
            unsure = len(set(over)) > 1 or (self.flow.ended is None and ways != [self.flow])
            self.flow.ended, self.flow.again = None, False
            if unsure:
                return False
            if all(over):
                return True
            if self.flow.arguments is None or len(self.flow.arguments) >= len(given):
                return False
        return False

    def _holds(self, condition: tree_sitter.Node, given: tuple[Text, ...]) -> bool | None:
        """Whether a condition on arguments holds; None where a run decides."""
        counted = _COUNTED.fullmatch(text_of(condition))
        if counted is None:
            asked = _FIRST.fullmatch(text_of(condition))
            return self.condition([condition]).decided if asked is None else bool(given and given[0])
        if any(word in (REST, MORE) for word in given):
            return None
        sign, number = counted.group(1) or "-ne", int(counted.group(2) or 0)
        return {"-gt": len(given) > number, "-ge": len(given) >= number, "-ne": len(given) != number, "-eq": len(given) == number,
                "-lt": len(given) < number, "-le": len(given) <= number}[_SIGNS.get(sign, sign)]

    def _for(self, node: tree_sitter.Node) -> None:
        variable = node.child_by_field_name("variable")
        name = text_of(variable) if variable is not None else "_"
        body = node.child_by_field_name("body")
        values = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "value"]
        expander = self.expander()
        words = expander.adjoined(values)
        while expander.pick + 1 < min(expander.widest, MOST_WORDS):        # of a variable with several values, the words of each
            expander.pick += 1
            words = list(dict.fromkeys((*words, *expander.adjoined(values))))
        has_in = any(not child.is_named and text_of(child) == "in" for child in node.children)
        if not has_in and not values:
            words = list(self.flow.arguments) if self.flow.arguments is not None else [REST]
        self.unsettle(node)
        select = bool(node.children) and text_of(node.children[0]) == "select"
        literal = [word for word in words if word.literal is not None and not any(mark in (word.literal or "") for mark in "*?[")]
        patterns = len(words) > 1 and all(word.literal is not None for word in words)        # lib/* and cmd/*: each of them by itself
        if select:
            guard = Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=CHOICE)
            for answer in (name, "REPLY"):               # the words of the choice, and its number
                self.flow.variables[answer] = Var((Text.of(Hole("unknown", answer)),), certain=False, guard=guard)
        elif words and (patterns or len(literal) == len(words)) and len(words) <= MOST_WORDS:
            among = len(literal) == len(words) and body is not None and not self._is_set(name, node)
            self.flow.variables[name] = Var(tuple(words), certain=len(words) == 1, among=among)
        elif not words and self.flow.arguments is not None and has_in:
            return
        elif literal and all(word.literal in self.session.functions for word in literal):      # a list of what is to be called, however long
            others = () if len(literal) == len(words) else (self._element(words, name),)
            self.flow.variables[name] = Var((*dict.fromkeys(literal), *others), certain=False)
        else:
            self.flow.variables[name] = Var((self._element(words, name),), certain=False, origin=self._origin(words))
        self._loop([body] if body is not None else [], None, once=bool(literal))

    def _is_set(self, name: str, loop: tree_sitter.Node) -> bool:
        """Whether something inside a loop may set its variable."""
        assigned, words = self._inside(loop)
        return name in self.parsed.changed or name in assigned or name in words

    def _inside(self, loop: tree_sitter.Node) -> tuple[frozenset[str], frozenset[str]]:
        """What a loop assigns, and the words in it, kept with the file: the functions around it are walked many times."""
        found = self.parsed.looped.get(loop.start_byte)
        if found is None:
            assigned: set[str] = set()
            words: set[str] = set()
            for inner in nodes(loop):
                if inner.type == "variable_assignment":
                    name = inner.child_by_field_name("name")
                    assigned |= {text_of(name).partition("[")[0]} if name is not None else set()
                elif inner.type == "word":
                    words.add(text_of(inner))
                elif inner.type == "for_statement" and inner != loop:
                    variable = inner.child_by_field_name("variable")
                    words |= {text_of(variable)} if variable is not None else set()
            found = self.parsed.looped[loop.start_byte] = frozenset(assigned), frozenset(words)
        return found

    def _element(self, words: list[Text], name: str) -> Text:
        """One of many: a glob stays readable, anything else is a hole with the variable's name."""
        if len(words) == 1 and words[0].literal is not None:
            return words[0]
        if len(words) == 1 and words[0].parts and isinstance(words[0].parts[-1], str) and "*" in words[0].parts[-1]:
            return words[0]
        if len(words) == 1 and is_found(words[0]):
            return Text(words[0].parts, single=True)
        return Text((Hole("unknown", name),), single=True)

    def _origin(self, words: list[Text]) -> str | None:
        holes = words[0].holes if words else ()
        return "argument" if holes and holes[0].kind == "argument" else None

    def _loop(self, body: list[tree_sitter.Node], probe: Probe | None, *, once: bool = False, endless: bool = False) -> None:
        if self.flow.ended is not None:
            return
        self.breaks.append([])
        entry = self.flow.copy()
        self.flow = self.flow.copy()
        outer, self.of_round = self.of_round, set()
        try:
            self.stand(probe.guards if probe is not None else [])
            self.block(body)
        finally:
            inside, self.flow = self.flow, entry
            breaks = self.breaks.pop()
            asked, self.of_round = self.of_round, outer
        goes_round = inside.ended is None
        if inside.ended in ("break", None):
            inside.ended = None
        ways = [inside, *breaks] if not endless or not breaks else breaks
        if endless and breaks and goes_round:
            after_rounds(breaks, entry, inside)
        for way in ways:
            way.ended = None if way.ended == "break" else way.ended
        if not once and not endless:
            ways = [*ways, entry.copy()]
        if endless and inside.ended == "exit" and not breaks:
            self.flow.ended = "exit"
            return
        conditions = self.flow.conditions
        join(self.flow, ways)
        self.flow.conditions = conditions
        if asked and not endless:                        # what was asked in a round stands in that round
            self.flow.guards = tuple(guard for guard in self.flow.guards if guard not in asked or guard in entry.guards)

    def unsettle(self, node: tree_sitter.Node) -> None:
        """What a loop assigns is not certain while it runs."""
        for name in self._inside(node)[0]:
            held = self.flow.variables.get(name)
            if held is not None:
                self.flow.variables[name] = replace(held, certain=False, among=False)
