"""Simple commands, assignments, redirections, pipelines and substitutions."""

from __future__ import annotations

import posixpath
import re

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF, STDIN_FILE
from handover_generator.analysis._commands_words import REPOSITORY, is_file, is_temporary, joined, shown
from handover_generator.languages._shell.builtins import Builtins
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.values import MAX_ALTERNATIVES, MAX_ITEMS, Var
from handover_generator.model.behaviour import Act, Action, Guard, GuardKind, Unknown
from handover_generator.model.text import Hole, Text

_FETCHERS = ("curl", "wget")
_WRITES = {">": "writes", ">|": "writes", "&>": "writes", ">>": "appends to", "&>>": "appends to", ">&": "writes", "<>": "writes"}
_PREFIX = re.compile(r"(?:RUN|DRY\w*|ECHO|SUDO|NICE|PREFIX|\w*_PREFIX|EXEC|Q|CMD_PREFIX|DO|TIME|WRAPPER|LAUNCHER|TEST)\Z", re.IGNORECASE)


class Pipes(Builtins):
    """Part of the walker that runs commands."""

    # -- simple commands -------------------------------------------------------------------------------------------------------------------

    def command(self, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Run a simple command in each alternative of its variables."""
        if not self.session.count():
            self.tell(Unknown(kind="budget", at=self.at(node), detail="too many commands to follow in one script"))
            return
        self.here = self.at(node)
        name_node = node.child_by_field_name("name")
        assignments = [child for child in node.children if child.type == "variable_assignment"]
        if name_node is None or assignments and self._apart(assignments[-1], name_node):
            for assignment in assignments:
                self.assign(assignment)
            if name_node is None:
                return
            assignments = []
        self.memo = {}
        expander = self.expander()
        for assignment in assignments:
            expander.text(assignment.child_by_field_name("value"))
        arguments = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"]
        variants: list[list[Text]] = []
        while expander.pick < min(expander.widest, MAX_ALTERNATIVES):
            words = expander.words(name_node)
            for argument in arguments:
                words += expander.words(argument)
            if words not in variants:
                variants.append(words)
            expander.pick += 1
        for child in node.children:
            if child.type == "herestring_redirect" and child.named_children:
                stdin = expander.text(child.named_children[-1])
            elif child.type == "file_redirect":
                fed = self.redirect(child, body=node)
                stdin = fed if fed is not None else stdin
        self._variants(variants, name_node, node, stdin)

    def _apart(self, assignment: tree_sitter.Node, name: tree_sitter.Node) -> bool:
        """Whether a line break parts assignments from a command: the grammar joins ``a=1 b=2`` to the command of the next line."""
        between = self.parsed.source[assignment.end_byte : name.start_byte]
        return b"\n" in between.replace(b"\\\n", b"")

    def _variants(self, variants: list[list[Text]], name_node: tree_sitter.Node, node: tree_sitter.Node, stdin: Text | None) -> None:
        computed = "$" in text_of(name_node)[:2]
        dry = [words for words in variants if computed and len(words) > 1 and words[0].literal in ("echo", ":", "true", "printf")]
        if dry and len(variants) > 1:
            guard = Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=f"{text_of(name_node)} may stand before it", default_on=False)
            before = self.flow.guards
            self.stand([guard])
            for words in variants:
                if words not in dry:
                    self.run_words(words, node, stdin)
            self.flow.guards = before
            return
        for words in variants:
            self.run_words(words, node, stdin)

    def run_words(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """Run one list of words: a function, a builtin, or something else."""
        if not words:
            return
        first = words[0]
        if first.literal is None and len(words) > 1 and len(first.parts) == 1 and isinstance(first.parts[0], Hole):
            hole = first.parts[0]
            if hole.kind == "env" and _PREFIX.match(hole.name):
                before = self.flow.guards
                if hole.name.upper() not in ("SUDO", "NICE", "TIME", "Q"):
                    self.stand([Guard(kind=GuardKind.DRY_RUN, at=self.at(node), detail=f"${hole.name} may stand before it", default_on=False)])
                self.run_words(words[1:], node, stdin)
                self.flow.guards = before
                return
        self.output.reachable += 1
        unknown = sum(isinstance(event, Unknown) for event in self.output.events)
        name = first.literal
        while name in ("time", "builtin", "command", "!", "exec") and len(words) > 1 and (words[1].literal or "").lstrip("-") not in ("v", "V"):
            following = words[1].literal or ""
            if following in self.session.functions or self.is_builtin(following) or name in ("time", "!"):
                words, name = words[1:], following
                if name == "-p" and len(words) > 1:
                    words, name = words[1:], words[1].literal or ""
            else:
                break
        if name is not None and name in self.session.functions:
            self.call_function(self.session.functions[name], words[1:], node)
        elif name is None or not self.builtin(name, words, node, stdin):
            self.external(words, node, stdin)
        if sum(isinstance(event, Unknown) for event in self.output.events) == unknown:
            self.output.resolved += 1

    def external(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """A command outside the script."""
        if stdin is None and self.ambient is not None and self.ambient.literal is not None:
            stdin = self.ambient
        events = self.session.tools.command(words, at=self.at(node), stdin=stdin, cwd=self.flow.cwd, guards=self.guards_now(),
                                            condition=self.condition_now(), host=self.host)
        name = words[0].literal or ""
        self.take(events)
        self.after(name, words, node)

    # -- assignments -----------------------------------------------------------------------------------------------------------------------

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
            items: list[Text] = list(held.items or ()) if grows and held is not None else []
            for element in value.named_children:
                items += expander.words(element)
            self.flow.variables[name] = Var((Text.join(" ", items),), tuple(items[:MAX_ITEMS]))
            return
        new = self._value(value, name)
        if index and held is not None and held.items is not None:
            self.flow.variables[name] = Var(held.texts, (*held.items, *new.texts)[:MAX_ITEMS], certain=False)
            return
        if grows and held is not None:
            texts = tuple(dict.fromkeys(Text.of(old, added) for old in held.texts for added in new.texts))[:MAX_ALTERNATIVES]
            new = Var(texts, held.items, certain=held.certain and new.certain, origin=held.origin, guard=held.guard)
        self.flow.variables[name] = new

    def _value(self, value: tree_sitter.Node | None, name: str) -> Var:
        if value is None:
            return Var((Text(),))
        expander = self.expander()
        texts: dict[Text, None] = {}
        while expander.pick < min(expander.widest, MAX_ALTERNATIVES):
            texts[expander.text(value)] = None
            expander.pick += 1
        origin = None
        if value.type == "command_substitution" or value.type == "string" and value.named_child_count == 1 and value.named_children[0].type == "command_substitution":
            inner = value if value.type == "command_substitution" else value.named_children[0]
            origin = self.memo.get((inner.start_byte, inner.end_byte), (Text(), None))[1]
        elif len(expander.origins) == 1:
            origin = next(iter(expander.origins.values()))
        if origin is None and any(hole.kind == "argument" for text in texts for hole in text.holes):
            origin = "argument"
        named = tuple(_renamed(text, name) for text in texts)
        guard = expander.guards[0].guard if expander.guards else None
        return Var(named, certain=expander.widest == 1 and guard is None, origin=origin, guard=guard)

    def declare(self, node: tree_sitter.Node) -> None:
        """``local``, ``export``, ``declare``, ``readonly``."""
        word = text_of(node.children[0]) if node.children else ""
        local = word in ("local", "declare", "typeset")
        for child in node.named_children:
            if child.type == "variable_assignment":
                self.assign(child, local=local)
            elif child.type == "variable_name" and local:
                self.flow.local.add(text_of(child))
                self.flow.variables[text_of(child)] = Var((Text(),), certain=False)

    # -- redirections ----------------------------------------------------------------------------------------------------------------------

    def redirected(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        """A statement with redirections: what is fed to it, what it writes."""
        body = node.child_by_field_name("body")
        following: list[tree_sitter.Node] = []
        quiet = False
        self.memo = {}
        for index, child in enumerate(node.children):
            if node.field_name_for_child(index) != "redirect":
                continue
            if child.type == "heredoc_redirect":
                stdin, more, silent = self._heredoc(child, body)
                following += more
                quiet = quiet or silent
            elif child.type == "herestring_redirect":
                stdin = self.expander().text(child.named_children[-1]) if child.named_children else stdin
            elif child.type == "file_redirect":
                fed = self.redirect(child, body=body)
                stdin = fed if fed is not None else stdin
                quiet = quiet or self._silences(child)
        if following:
            self._stages([body] if body is not None else [], following, stdin)
            return
        if body is None:
            return
        before = self.flow.quiet
        self.flow.quiet = before or quiet
        kept = len(self.said)
        try:
            self.statement(body, stdin)
        finally:
            self.flow.quiet = before
            if quiet and not before:
                del self.said[kept:]

    def _silences(self, node: tree_sitter.Node) -> bool:
        descriptor = node.child_by_field_name("descriptor")
        destination = node.child_by_field_name("destination")
        sign = next((text_of(child) for child in node.children if not child.is_named), "")
        if sign.startswith("<") or descriptor is not None and text_of(descriptor) not in ("1", ""):
            return False
        return destination is not None and text_of(destination) not in ("/dev/tty", "/dev/stderr", "/dev/stdout", "2", "1", "&2") and sign not in (">&",)

    def _heredoc(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> tuple[Text, list[tree_sitter.Node], bool]:
        text = Text()
        following: list[tree_sitter.Node] = []
        silent = False
        start = next((text_of(child) for child in node.children if child.type == "heredoc_start"), "")
        dash = any(text_of(child) == "<<-" for child in node.children if not child.is_named)
        for child in node.children:
            if child.type == "heredoc_body":
                raw = any(mark in start for mark in "'\"\\")
                text = Text.of(text_of(child)) if raw else self.expander().text(child)
                if self.holes and raw:
                    text = self.expander()._marked(text_of(child))
                if dash:
                    text = Text.of(*(re.sub(r"(?m)^\t+", "", part) if isinstance(part, str) else part for part in text.parts))
            elif child.type == "file_redirect":
                self.redirect(child, body=body)
                silent = silent or self._silences(child)
            elif child.is_named and child.type not in ("heredoc_start", "heredoc_end"):
                following.append(child)
        return text, following, silent

    def redirect(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> Text | None:
        """A redirection to or from a file: an act, or what is fed."""
        destination = node.child_by_field_name("destination")
        sign = next((text_of(child) for child in node.children if not child.is_named), "")
        if destination is None or sign in ("<&", "<&-", ">&-"):
            return None
        if sign == ">&" and re.fullmatch(r"\d+|-", text_of(destination)):
            return None
        path = self.expander().text(destination)
        if path.parts and isinstance(path.parts[0], Hole) and path.parts[0].name.startswith(OUTPUT_OF):
            return path                      # < <(command)
        located = joined(path, self.flow.cwd)
        target = shown(located.render())
        if not is_file(target) or target.startswith("&"):
            return None
        if sign == "<":
            found = self.find_file(path)
            self.act(node, "filesystem", Action.READ, f"reads {target}", target)
            return Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found if found is not None else path)
        if sign not in _WRITES:
            return None
        nothing = body is None or text_of(body).strip() in (":", "true", "cat /dev/null", "echo -n", "echo -n ''", 'echo -n ""')
        if nothing and sign in (">", ">|", "&>"):
            temporary = is_temporary(target) or self.is_made(target)
            self.act(node, "filesystem", Action.WRITE if temporary else Action.DELETE, f"empties {target}", target, destructive=not temporary)
        else:
            self.act(node, "filesystem", Action.WRITE, f"{_WRITES[sign]} {target}", target)
        if sign not in (">>", "&>>"):
            self.flow.made |= {target}
        return None

    def act(self, node: tree_sitter.Node, resource: str, action: Action, what: str, target: str | None, *, destructive: bool = False) -> None:
        """An act of the shell itself."""
        if self.host is not None and resource == "filesystem":
            resource = "container" if "container:" in self.host else "remote-host"
        self.tell(Act(resource=resource, action=action, what=what, at=self.at(node), target=target, destructive=destructive,
                      condition=self.condition_now(), host=self.host, guards=self.guards_now()))

    # -- pipelines -------------------------------------------------------------------------------------------------------------------------

    def pipeline(self, node: tree_sitter.Node, stdin: Text | None) -> None:
        """``a | b | c``: what one prints is fed to the next."""
        self._stages([child for child in node.named_children if child.type != "comment"], [], stdin)

    def _stages(self, stages: list[tree_sitter.Node], following: list[tree_sitter.Node], stdin: Text | None) -> None:
        """Stages of a pipeline; ``following`` are pipelines that the grammar hangs below a heredoc."""
        rest: list[tree_sitter.Node] = []
        for node in following:
            if node.type == "pipeline":
                stages = [*stages, *node.named_children]
            elif node.type in ("command", "redirected_statement") and not rest and text_of(node).startswith("|"):
                stages = [*stages, node]
            else:
                rest.append(node)
        fed = stdin
        for number, stage in enumerate(stages):
            last = number == len(stages) - 1
            outer = self.flow
            if not last:
                self.flow = outer.copy()
                self.flow.quiet = True
            kept = len(self.said)
            self.statement(stage, fed)
            if not last:
                fed = self._printed(stage, fed, self.said[kept:])
                del self.said[kept:]
                outer.made |= self.flow.made
                outer.backups = self.flow.backups
                self.flow = outer
        for node in rest:
            self.statement(node)

    def _printed(self, stage: tree_sitter.Node, stdin: Text | None, said: list[Text]) -> Text | None:
        """What a stage of a pipeline hands to the next one."""
        node = stage.child_by_field_name("body") if stage.type == "redirected_statement" else stage
        if node is None:
            return None
        if said:
            return Text.join("\n", said)
        if node.type != "command":
            return Text.of(Hole("unknown", OUTPUT_OF + "commands"))
        name = self.command_word(node)
        arguments = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"]
        words: list[Text] = []
        expander = self.expander(silent=True)
        for argument in arguments:
            words += expander.words(argument)
        operands = [word for word in words if not word.render().startswith("-")]
        if name == "cat" and not operands:
            return stdin
        if name == "cat" and len(operands) == 1:
            found = self.find_file(operands[0])
            return Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found if found is not None else operands[0])
        if name in ("sed", "envsubst", "tr", "tee", "sort", "head", "tail", "grep", "cut") and stdin is not None and not (stdin.holes and stdin.holes[0].name == STDIN_FILE):
            return stdin if name in ("tee", "envsubst") else Text.of(Hole("unknown", OUTPUT_OF + name))
        what = Text.join(" ", [Text.of(name), *operands[:1]]).render() if name in _FETCHERS else name
        return Text.of(Hole("unknown", OUTPUT_OF + what))

    # -- substitutions ---------------------------------------------------------------------------------------------------------------------

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
        what = Text.join(" ", [Text.of(name), *[word for word in words if "://" in word.render()][:1]]).render() if name in _FETCHERS else name
        return Text.of(Hole("unknown", OUTPUT_OF + (what or "a command"))), origin

    def _known(self, name: str, words: list[Text], folder: Text | None) -> Text | None:
        operands = [word for word in words if not word.render().startswith("-")]
        if name == "pwd":
            return self.flow.cwd
        if name in ("dirname", "basename") and operands:
            return _part(operands[0], name, operands[1].literal if len(operands) > 1 else None)
        if name in ("readlink", "realpath", "greadlink") and operands:
            return operands[-1] if operands[-1].parts and isinstance(operands[-1].parts[0], str) and operands[-1].parts[0].startswith((REPOSITORY, "/")) else None
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


def _renamed(text: Text, name: str) -> Text:
    """A hole that is the output of a command takes the name of the variable that holds it, unless the command fetches something."""
    if len(text.parts) == 1 and isinstance(text.parts[0], Hole):
        hole = text.parts[0]
        if hole.kind == "unknown" and (not hole.name or hole.name.startswith(OUTPUT_OF) and not hole.name.removeprefix(OUTPUT_OF).startswith(_FETCHERS)):
            return Text.of(Hole("unknown", name))
    return text


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
