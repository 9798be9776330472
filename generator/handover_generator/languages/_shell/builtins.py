"""Builtins of the shell and calls of functions, and what external commands leave behind: backups, files made."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace

import tree_sitter

from handover_generator.analysis._commands_words import REPOSITORY, joined, normal, shown
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.languages._shell.session import MAX_CALL_DEPTH, MAX_CONTEXTS, Function, Summary, digest, mentioned
from handover_generator.languages._shell.values import Flow, Var
from handover_generator.model.behaviour import Act, Action, Call, Event, Guard, GuardKind, Need, Routine, Unknown
from handover_generator.model.text import Hole, Text

_BACKUP_NAME = re.compile(r"(?:\.(?:bak|backup|old|orig|save|saved|prev|previous|copy|\d{6,}).*|[._-](?:bak|backup|old|orig|prev|previous|save|saved|copy|before)\b.*|~)\Z|"
                          r"(?:^|/)(?:backups?|bak|old|archive[sd]?|dumps?|snapshots?|previous|saved?)(?:/|\Z|[._-])", re.IGNORECASE)
_PLAIN_SOURCES = ("activate", "os-release", "lsb-release", "environment", ".bashrc", ".profile", ".bash_profile", "bash_completion", "nvm.sh", "rvm", "functions", "conda.sh")
_NEUTRAL = frozenset({":", "true", "false", "wait", "jobs", "disown", "bg", "fg", "umask", "ulimit", "shopt", "hash", "type", "alias", "unalias", "let", "times", "caller",
                      "enable", "compgen", "complete", "setopt", "help"})
_HANDLED = frozenset({"cd", "pushd", "popd", "read", "exit", "return", "break", "continue", "shift", "set", "source", ".", "eval", "trap", "echo", "printf", "print",
                      "getopts", "mapfile", "readarray", "exec", "unset", "test", "[", "local", "export", "declare"})


class Builtins(Base):
    """Part of the walker that knows the shell's own commands."""

    def is_builtin(self, name: str) -> bool:
        """Whether the shell itself does it."""
        return name in _HANDLED or name in _NEUTRAL

    def builtin(self, name: str, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> bool:
        """Run a builtin; False if ``name`` is none (or only a prefix of a command)."""
        if name in _NEUTRAL or name in ("test", "[", "unset", "local", "export", "declare"):
            return True
        match name:
            case "echo" | "printf" | "print":
                self.show(node, [word for index, word in enumerate(words[1:]) if index or not re.fullmatch(r"-[neE]+", word.literal or "")])
            case "cd" | "pushd":
                self._cd(words)
            case "popd":
                self.flow.cwd = None
            case "exit":
                self.flow.ended = "exit"
            case "return":
                self.flow.ended = "return"
            case "break" | "continue":
                self.flow.ended = "break"
            case "shift":
                count = int(words[1].literal or "1") if len(words) > 1 and (words[1].literal or "").isdigit() else 1
                if self.flow.arguments is not None:
                    self.flow.arguments = self.flow.arguments[count:]
            case "set":
                self._set(words, node)
            case "read":
                self._read(words, node, stdin)
            case "getopts":
                if len(words) > 2 and words[2].literal:
                    self.flow.variables[words[2].literal] = Var((Text.of(Hole("unknown", words[2].literal)),), certain=False)
                    self.flow.variables["OPTARG"] = Var((Text.of(Hole("flag", "option")),), certain=False, origin="argument")
            case "mapfile" | "readarray":
                last = words[-1].literal or "MAPFILE"
                self.flow.variables[last] = Var((Text.of(Hole("unknown", last)),), certain=False)
            case "source" | ".":
                self._source(words, node)
            case "eval":
                self.inline_text(Text.join(" ", words[1:]), node)
            case "trap":
                self._trap(words, node)
            case "exec":
                if len(words) > 1:
                    self.external(words, node, stdin)
                    self.flow.ended = "exit"
            case _:
                return False
        return True

    # -- single builtins -------------------------------------------------------------------------------------------------------------------

    def _cd(self, words: list[Text]) -> None:
        operands = [word for word in words[1:] if word.literal not in ("-P", "-L", "--")]
        if not operands or operands[0].literal == "-":
            self.flow.cwd = None if operands else Text.of("~")
            return
        target = operands[0]
        if target.parts and isinstance(target.parts[0], str) and target.parts[0].startswith(("/", "~")) or target.parts and isinstance(target.parts[0], Hole):
            self.flow.cwd = normal(target)
        elif self.flow.cwd is not None:
            self.flow.cwd = joined(target, self.flow.cwd)
        else:
            self.flow.cwd = normal(target) if target.literal not in (".", "..") and not (target.literal or "..").startswith("..") else None

    def _set(self, words: list[Text], node: tree_sitter.Node) -> None:
        options = [word.literal or "" for word in words[1:]]
        if any(re.fullmatch(r"-[a-z]*x[a-z]*", option) for option in options) or "xtrace" in options and "-o" in options:
            self._traces(node)
        if "--" in options:
            self.flow.arguments = tuple(words[options.index("--") + 2 :])

    def _traces(self, node: tree_sitter.Node) -> None:
        guard = Guard(kind=GuardKind.OUTPUT, at=self.at(node), detail="prints each command as it runs")
        self.tell(guard)
        self.flow.guards = (*self.flow.guards, guard)

    def _read(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """``read``: a question to a person, unless it is fed from a file, a pipe or a loop."""
        names: list[str] = []
        prompt: Text | None = None
        array = None
        index = 1
        while index < len(words):
            word = words[index].literal or ""
            if word.startswith("-") and len(word) > 1:
                for position, letter in enumerate(word[1:], start=1):
                    if letter in "pndtuiNa":
                        value = Text.of(word[position + 1 :]) if word[position + 1 :] else words[index + 1] if index + 1 < len(words) else Text()
                        index += 0 if word[position + 1 :] else 1
                        prompt = value if letter == "p" else prompt
                        array = value.literal if letter == "a" else array
                        break
            elif word:
                names.append(word)
            index += 1
        if array:
            names.append(array)
        fed = stdin is not None or self.ambient is not None or self.in_loop_condition and prompt is None
        guard = None
        if not fed:
            detail = "asks: " + prompt.render().strip()[:80] if prompt is not None else "waits for an answer"
            guard = Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=detail)
        for name in names or ["REPLY"]:
            self.flow.variables[name] = Var((Text.of(Hole("unknown", name)),), certain=False, guard=guard)
        if guard is not None and not names:
            self.stand([replace(guard, strong=False, detail=guard.detail.replace("asks:", "waits at:"))])

    def _trap(self, words: list[Text], node: tree_sitter.Node) -> None:
        if len(words) < 3 or not words[1] or words[1].literal in ("-", "--") or (words[1].literal or "x").startswith("-"):
            return
        signals = ", ".join(word.render() for word in words[2:5])
        outer = self.flow
        self.flow = outer.copy()
        self.flow.conditions = (*outer.conditions, "on exit" if "EXIT" in signals or "0" in signals.split(", ") else f"on {signals}")
        try:
            self.inline_text(words[1], node)
        finally:
            self.flow = outer

    def _source(self, words: list[Text], node: tree_sitter.Node) -> None:
        if len(words) < 2:
            return
        path = words[1]
        found = self.find_file(path)
        parsed = self.session.parsed(found) if found is not None else None
        if found is None or parsed is None:
            name = posixpath.basename(path.render())
            if name in _PLAIN_SOURCES or path.render().endswith("/bin/activate"):
                self.tell(Need(kind="file", name=shown(path.render()), at=self.at(node)))
            else:
                self.external(words, node, None)
            return
        self.tell(Need(kind="file", name=found, at=self.at(node)))
        self.output.reads[found] = None
        if found in self.session.sourced or len(self.session.sourced) > MAX_CALL_DEPTH:
            return
        self.run_source(found, words[2:], node)

    # -- files -----------------------------------------------------------------------------------------------------------------------------

    def find_file(self, path: Text) -> str | None:
        """The repository file a path names from here: by the working directory, the root, the script's own folder, or its only match."""
        files = self.session.tools.files
        literal = joined(path, self.flow.cwd).literal
        candidates: list[str] = []
        if literal is not None:
            candidates.append(literal.removeprefix(REPOSITORY))
        given = normal(path).literal
        if given is not None and not given.startswith(("/", REPOSITORY)):
            candidates += [given, posixpath.normpath(posixpath.join(posixpath.dirname(self.path), given))]
        for candidate in candidates:
            if candidate in files:
                return candidate
        tail = path.parts[-1] if path.parts and isinstance(path.parts[-1], str) and len(path.parts) > 1 else given
        if isinstance(tail, str) and "/" in tail and not tail.endswith("/"):
            tail = tail.partition("/")[2] if len(path.parts) > 1 else tail.removeprefix("./").removeprefix("../")
            own = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), tail))
            if own in files:
                return own
            ends = [file for file in files if file.endswith("/" + tail)] if tail and "/" not in tail.strip("/") or "/" in tail else []
            if len(ends) == 1:
                return ends[0]
        return None

    def is_made(self, target: str) -> bool:
        """Whether the script itself made what lies there."""
        return any(target == made or target.startswith(made.rstrip("/") + "/") for made in self.flow.made)

    # -- events of external commands -------------------------------------------------------------------------------------------------------

    def take(self, events: Sequence[Event]) -> None:
        """Add the events of a command; mark what the script made itself, and the backups that stand before."""
        for event in events:
            if isinstance(event, Act):
                event = self._seen(event)
            elif isinstance(event, Guard) and event.kind is GuardKind.BACKUP and event.strong:
                database = any(isinstance(other, Act) and other.resource == "database" for other in events)
                self.flow.backups = (*self.flow.backups, (event, "database" if database else "filesystem", None if database else "\0"))
            self.tell(event)

    def _seen(self, act: Act) -> Act:
        if act.destructive and act.resource in ("filesystem", "remote-host") and act.target and self.is_made(act.target):
            act = replace(act, destructive=False)
        if act.action is Action.READ:
            return act
        kept = tuple(guard for guard, resource, target in self.flow.backups
                     if resource == act.resource and (target is None or act.target is not None and (act.target == target or act.target.startswith(target + "/")))
                     and guard not in act.guards)
        return replace(act, guards=(*act.guards, *kept)) if kept else act

    def after(self, name: str, words: list[Text], node: tree_sitter.Node) -> None:
        """What later commands may rest on: copies made, files made."""
        base = name.rpartition("/")[2]
        while base in ("sudo", "doas", "nohup", "time") and len(words) > 1:
            words = words[1:]
            while len(words) > 1 and (words[0].literal or "").startswith("-"):
                words = words[1:]
            base = (words[0].literal or "").rpartition("/")[2]
        operands = [word for word in words[1:] if not (word.parts and isinstance(word.parts[0], str) and word.parts[0].startswith("-"))]
        if base in ("cp", "mv", "rsync") and len(operands) >= 2:
            source, target = (joined(operands[0], self.flow.cwd), joined(operands[-1], self.flow.cwd))
            here, there = shown(source.render()), shown(target.render())
            resource = "filesystem" if self.host is None else "remote-host"
            if _BACKUP_NAME.search(there[len(here) :] if there.startswith(here) else there) and not _BACKUP_NAME.search(here):
                verb = "moves" if base == "mv" else "copies"
                guard = Guard(kind=GuardKind.BACKUP, at=self.at(node), detail=f"{verb} {here} to {there} first")
                self.tell(guard)
                self.flow.backups = (*self.flow.backups, (guard, resource, here))
            elif base == "cp":
                self.flow.made |= {there}
        elif base == "mkdir" and operands and not any((word.literal or "").startswith(("-p", "--parents")) for word in words):
            self.flow.made |= {shown(joined(operand, self.flow.cwd).render()) for operand in operands}
        elif base == "git" and operands and operands[0].literal in ("clone", "worktree") and len(operands) > 2:
            self.flow.made |= {shown(joined(operands[-1], self.flow.cwd).render())}
        elif base in ("curl", "wget"):
            for first, second in zip(words, words[1:], strict=False):
                if first.literal in ("-o", "--output", "-O", "--output-document"):
                    self.flow.made |= {shown(joined(second, self.flow.cwd).render())}
        if base == "cat" and not operands:
            return

    # -- functions -------------------------------------------------------------------------------------------------------------------------

    def define(self, node: tree_sitter.Node) -> None:
        """A function definition."""
        name = node.child_by_field_name("name")
        if name is not None:
            self.session.functions[text_of(name)] = Function(text_of(name), self.path, node, self.parsed)

    def call_function(self, function: Function, arguments: list[Text], node: tree_sitter.Node) -> None:
        """Call a function of the script: its body is a routine of its own, once a calling context."""
        session = self.session
        if len(session.active) > MAX_CALL_DEPTH:
            self.tell(Unknown(kind="budget", at=self.at(node), detail=f"{function.name}: calls too deep to follow"))
            return
        known: tuple[Text, ...] | None = tuple(arguments)
        slot = (function.path, function.name)
        seen = mentioned(function, self.flow, self._names(function))
        cwd = self.flow.cwd.render() if self.flow.cwd is not None else None
        key = digest(function.path, function.name, function.node.start_byte, [a.render() for a in arguments], seen, cwd, self.flow.quiet, self.host,
                     str(self.inline), self.base_condition if self.inline else None)
        if key not in session.summaries and key not in session.active:
            if session.contexts.get(slot, 0) >= MAX_CONTEXTS:
                known, key = None, digest(function.path, function.name, "joined", self.flow.quiet)
            session.contexts[slot] = session.contexts.get(slot, 0) + 1
        routine = f"shell:{function.path}#{function.name}@{key}"
        if key in session.active:
            self._call_event(routine, function.name, node)
            return
        summary = session.summaries.get(key)
        if summary is None:
            summary = self._walk_function(function, known, routine, key)
            session.summaries[key] = summary
        self._apply(summary, function, node)

    def _walk_function(self, function: Function, arguments: tuple[Text, ...] | None, routine: str, key: str) -> Summary:
        flow = Flow(variables=dict(self.flow.variables), arguments=arguments, cwd=self.flow.cwd, quiet=self.flow.quiet, made=self.flow.made)
        child = type(self)(self.session, function.parsed, function.path, flow, script=self.script,
                           own=Text.of(REPOSITORY + function.path), inline=self.inline, holes=self.holes, host=self.host)
        body = function.node.child_by_field_name("body")
        self.session.active.append(key)
        try:
            if body is not None:
                child.statement(body)
        finally:
            self.session.active.pop()
        self.session.store(Routine(id=routine, path=function.path, name=function.name, line=function.node.start_point[0] + 1,
                                   events=tuple(child.output.events), resolved=child.output.resolved, reachable=child.output.reachable,
                                   reads=tuple(child.output.reads)))
        changed = {name: value for name, value in child.flow.variables.items()
                   if name not in child.flow.local and self.flow.variables.get(name) is not value}
        backups = tuple(entry for entry in child.flow.backups if entry not in self.flow.backups)
        return Summary(routine, changed, child.flow.guards, tuple(child.noted), backups, child.flow.made,
                       child.flow.ended if child.flow.ended == "exit" else None, child.flow.cwd,
                       child.said[0] if len(set(child.said)) == 1 else None)

    def _apply(self, summary: Summary, function: Function, node: tree_sitter.Node) -> None:
        if self.inline is not None:
            self._splice(summary.routine)
        else:
            self._call_event(summary.routine, function.name, node)
        self.flow.variables.update(summary.changed)
        self.flow.backups = tuple(dict.fromkeys((*self.flow.backups, *summary.backups)))
        self.flow.made |= summary.made
        self.flow.cwd = summary.cwd
        self.flow.guards = (*self.flow.guards, *(guard for guard in summary.gained if guard not in self.flow.guards))
        for guard in summary.tested:
            if guard not in self.tested:
                self.tested.append(guard)
            if guard not in self.noted:
                self.noted.append(guard)
        if summary.says is not None:
            self.said.append(summary.says)
        if summary.ended == "exit":
            self.flow.ended = "exit"

    def _call_event(self, routine: str, name: str, node: tree_sitter.Node) -> None:
        self.tell(Call(to=routine, at=self.at(node), name=name, condition=self.condition_now(), guards=self.guards_now(), host=self.host))

    def _splice(self, routine: str) -> None:
        raise NotImplementedError

    def _names(self, function: Function) -> tuple[str, ...]:
        """The variables that a function and the functions it calls name."""
        names: dict[str, None] = {}
        waiting, done = [function], set()
        while waiting:
            current = waiting.pop()
            if (current.path, current.name) in done:
                continue
            done.add((current.path, current.name))
            for inner in nodes(current.node):
                if inner.type == "variable_name":
                    names[text_of(inner)] = None
                elif inner.type == "word" and (callee := self.session.functions.get(text_of(inner))) is not None:
                    waiting.append(callee)
        return tuple(sorted(names))

    # -- supplied by the walker ------------------------------------------------------------------------------------------------------------

    def external(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """A command outside the script."""
        raise NotImplementedError

    def run_source(self, path: str, arguments: list[Text], node: tree_sitter.Node) -> None:
        """Run another file in this shell."""
        raise NotImplementedError

    def inline_text(self, text: Text, node: tree_sitter.Node) -> None:
        """Run a text in this shell."""
        raise NotImplementedError
