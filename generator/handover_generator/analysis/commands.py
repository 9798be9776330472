"""What running a command line does: rows of the catalogue applied to its words.

Wrappers (sudo, ssh, docker exec, xargs ...) are taken off and what they run is analysed in their place; interpreters running files of the
repository become calls into those files.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Mapping, Sequence

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_clients import in_house_client
from handover_generator.analysis._commands_files import FileRunner
from handover_generator.analysis._commands_frameworks import FrameworkCommands
from handover_generator.analysis._commands_init import in_init_folder, init_script
from handover_generator.analysis._commands_made import MadeFiles
from handover_generator.analysis._commands_make import MakeRunner
from handover_generator.analysis._commands_named import named_after
from handover_generator.analysis._commands_parsed import Parsed, decided_by_options, parse
from handover_generator.analysis._commands_runs import Runs
from handover_generator.analysis._commands_scripts import PackageScripts
from handover_generator.analysis._commands_shaped import shaped_like
from handover_generator.analysis._commands_special import SPECIALS
from handover_generator.analysis._commands_task_files import TaskFiles
from handover_generator.analysis._commands_types import NOTHING_SET, Circumstances, Told, World
from handover_generator.analysis._commands_words import ASSIGNMENT, inner_shell, is_open, simple_words
from handover_generator.analysis._phrases import filled, of_command
from handover_generator.analysis.packaging import TOOL_FILES
from handover_generator.analysis.paths import REPOSITORY, is_file, is_temporary, joined, shown
from handover_generator.analysis.servers import server_of, told_where
from handover_generator.analysis.unknowns import loss_said
from handover_generator.catalogue.commands import CommandEffect, CommandRow, CommandRows
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Guard, GuardKind, Need, Unknown, no_surer
from handover_generator.model.location import Location
from handover_generator.model.source import SHELL_FUNCTION
from handover_generator.model.text import MORE, MOST_WORDS, Text
from handover_generator.model.written import Written
from handover_generator.records import replace
from handover_generator.regexes import regex

MAX_DEPTH = 12
_OF_REPOSITORY = regex(re.escape(REPOSITORY) + r"|(?:\.{1,2}/)*[\w-][\w./-]*\.(?:sh|bash|py|pl|rb|php|js)\Z")
"""A path that only a file of the repository has: a script with a suffix, seen from here."""
_OF_INSTALLING = regex(r"(?<!\A/snap)(?<!\A/usr)(?<!\A)/bin/[^/]+\Z|\Abin/[^/]+\Z")
"""Where a package puts its commands; other folders of the machine hold those of its system."""
_RUNS_OTHERS = regex(r"(?i)(?:\A|[-_.])(?:run|exec|retry|with|wrap|wrapper|lock|locked|sudo|as|once|under|cron|nice|timed)(?:[-_.]|\Z)")
"""Names of programs that run what stands behind them."""
_MOST_BEFORE = 5                   # words, its own name among them
_READS_SCRIPTS = regex(
    r"lint|fmt|format|check|diff|(?:\A|[-_/.])(?:edit|tests?|cov|pack|upload|copy|sync|sum|sign|scan|vi|vim|code|hash|send|put|push|add|doc|docs)(?:\Z|[-_.])",
    re.IGNORECASE)
"""What programs are called that read a script, or take it elsewhere, and do not run it."""
_FED = ("-", "/dev/stdin")
_WHERE_ONE_IS = "the repository"
_HELP = ("--help", "--version")
_OFF = ("false", "False", "0", "no")
_VERBS = {"read": "reads", "write": "writes", "delete": "removes", "execute": "runs", "send": "sends"}


class Commands:
    """The engine behind ``Tools.command``."""

    def __init__(self, rows: CommandRows, world: World) -> None:
        self.rows = rows
        self.world = world
        self.files = FileRunner(world, self)
        self.makes = MakeRunner(self)
        self.frameworks = FrameworkCommands(self)
        self.made = MadeFiles(self)
        self.scripts = PackageScripts(self)
        self.task_files = TaskFiles(self)
        self.runs = Runs(self)

    def command(
        self,
        words: Sequence[Text],
        *,
        at: Location,
        stdin: Text | None = None,
        cwd: Text | None = None,
        guards: tuple[Guard, ...] = (),
        condition: str | None = None,
        host: str | None = None,
        written: Written | None = None,
        environment: Mapping[str, Text] = NOTHING_SET,
    ) -> tuple[Event, ...]:
        """What running ``words`` does, as ``Tools.command`` describes it. Never raises on any words."""
        return self.run(words, Circumstances(at=at, stdin=stdin, cwd=cwd, guards=guards, condition=condition, host=host, written=written,
                                             environment=environment))

    def run(self, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """The same under given circumstances; what wrappers call for what they run."""
        words = [word for index, word in enumerate(words) if index or word]
        while words and words[0].parts and isinstance(words[0].parts[0], str) and ASSIGNMENT.match(words[0].parts[0]):
            words = words[1:]
        if not words:
            return ()
        at = circumstances.at
        if circumstances.depth > MAX_DEPTH:
            return (Unknown(kind="budget", at=at, detail="commands inside commands, too deep to follow"),)
        name = words[0].literal
        if name is None:
            return self._computed(words, circumstances)
        if not name or any(character.isspace() for character in name):
            return (Unknown(kind="dynamic-command", at=at, detail=f"runs '{name[:60]}'"),)
        base = name.rstrip("/").rpartition("/")[2]
        if len(words) > 1 and in_init_folder(name):      # the script that service(8) runs
            return self._service(Text.of(base), words[1:], circumstances)
        row = self.row(base)
        if "/" in name and (row is None or row.names[0] == "manage.py" or self.files.find(words[0], circumstances.cwd)):
            told = self.files.run_file(words[0], words[1:], circumstances, row)
            if told is not None:
                return told
        described = row is not None and self.made.is_fetched(words[0], circumstances)       # curl -o ./kubectl URL; ./kubectl apply
        if not described and (made := self.made.run(words[0], circumstances)) is not None:
            return made
        if row is None:
            return self._unmodelled(name, base, words, circumstances)
        if base in TOOL_FILES and (tasks := self._tasks(base, words[1:], circumstances)):
            return tasks
        if row.parted and (more := _parts(words)):
            return tuple(dict.fromkeys(event for part in more for event in self.run(part, circumstances)))
        told_events: list[Event] = []
        if not row.builtin and not base.endswith(".py"):
            told_events.append(Need(kind="binary", name=base, at=at))
        parsed = parse(words[1:], row.spec, environment=circumstances.environment, here=circumstances.host is None)
        does = self.apply(row, parsed, circumstances, base)
        if parsed.more and not parsed.operands and not any(isinstance(event, Act | Call | Unknown) for event in does):
            does = self.apply(row, parse(words[1:], row.spec, counted=True), circumstances, base)      # rm -rf $ARGS: options alone do nothing
        if (parsed.more or any(map(is_open, words[1:]))) and decided_by_options(parsed) and not any(
                isinstance(event, Call | Unknown) or (isinstance(event, Act) and event.action is not Action.READ) for event in does):
            does = [*does, Unknown(kind="dynamic-command", at=at, detail=f"{base}: options known only when it runs")]
        return (*told_events, *does)

    def _tasks(self, tool: str, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """``nox -s tests``: the tasks of the file that the tool looks for at the top of the repository; nothing where it only lists them."""
        program = self.world.find_program(tool)
        if program is None or circumstances.host is not None or any(word.literal in ("-l", "--list") for word in words):
            return ()
        given = [Text.of(word.literal.partition(":")[0]) if word.literal else word for word in words]
        routine = self.world.entry(program, circumstances.started_with(given), circumstances.stdin)
        if routine is None:
            return ()
        at = circumstances.at
        return (Need(kind="binary", name=tool, at=at), Need(kind="script", name=program, at=at),
                Call(to=routine, at=at, name=tool, condition=circumstances.condition, confidence=circumstances.confidence,
                     guards=circumstances.guards))

    def _service(self, name: Text, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """A script of /etc/init.d run by its path: what service(8) does, without that program."""
        started = self.run([Text.of("service"), name, *words], replace(circumstances, depth=circumstances.depth + 1))
        return tuple(event for event in started if not (isinstance(event, Need) and event.kind == "binary"))

    def row(self, base: str) -> CommandRow | None:
        """The row for a command's bare name: itself, without its version (python3.11), or its family (mkfs.ext4)."""
        return self.rows.of(base)

    def _computed(self, words: list[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """A command whose name is not literal: its default, or the file its path ends in, or unknown."""
        first = words[0]
        if (made := self.made.run(first, circumstances)) is not None:
            return made
        with_default = first.with_defaults().literal
        unsure = replace(circumstances, confidence=Confidence.INFERRED, depth=circumstances.depth + 1)
        if (service := init_script(words)) is not None:
            return self._service(service, words[1:], unsure)
        if with_default:
            pieces = simple_words(Text.of(with_default))
            if pieces:
                return self.run([*pieces, *words[1:]], unsure)
        if isinstance(first.parts[-1], str) and "/" in first.parts[-1]:
            base = first.parts[-1].rpartition("/")[2]
            row = self.row(base)
            told = self.files.run_file(first, words[1:], unsure, row)
            if told is not None:
                return told
            own = first.parts[-1].endswith(f"bin/{base}") and self.world.find_program(base) is not None
            if row is not None or own:   # $BIN/psql, $VENV/bin/python, $VENV/bin/shop-clean
                return self.run([Text.of(base), *words[1:]], unsure)
        told = self.files.run_alike(first, words[1:], unsure)
        if told is not None:
            return told
        family = first.parts[0].rpartition("/")[2] if isinstance(first.parts[0], str) else ""
        if family.endswith(".") and len(first.parts) == 2 and self.rows.get(family + "*") is not None:       # mkfs.$TYPE
            told = self.run([Text.of(family + "*"), *words[1:]], unsure)
            return tuple(event for event in told if not (isinstance(event, Need) and event.kind == "binary"))
        unknown = Unknown(kind="dynamic-command", at=circumstances.at, detail=f"runs {shown(Text.join(' ', words).render())[:120]}")
        return (unknown, *self._named_after(words, circumstances))

    def _named_after(self, words: list[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """``$KUBECTL delete``, ``${FLY_CMD} set-pipeline``: a variable that is named after a command holds it, as far as its name can tell; and
        ``rsync$TLS -a``, ``/usr/bin/php$VERSION``: another make of the command that the word begins with. Where its name says nothing, its words may
        be those of one command only.
        """
        named = named_after(words, fed=circumstances.stdin is not None)
        base = next((each for each in named if self.row(each) is not None), None) or shaped_like(words)
        if base is None:
            return ()
        told = self.run([Text.of(base), *words[1:]], replace(circumstances, confidence=Confidence.NAME_ONLY, depth=circumstances.depth + 1))
        return told if any(isinstance(event, Act | Call) for event in told) else ()

    def _unmodelled(self, name: str, base: str, words: list[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        program = self.world.find_program(base) if "/" not in name else None
        if "/" in name and _OF_INSTALLING.search(name) is not None and (program := self.world.find_program(base)) is not None:
            circumstances = replace(circumstances, confidence=Confidence.INFERRED)       # .venv/bin/shop-clean: where installing puts the commands
        if program is None and circumstances.host is None and "/" not in name and not self.world.announcers(SHELL_FUNCTION + base):
            program = self.files.program(base, circumstances.at.path)
            circumstances = replace(circumstances, confidence=Confidence.INFERRED) if program is not None else circumstances
        if program is not None:
            routine = self.world.entry(program, circumstances.started_with(words[1:]), circumstances.stdin)
            if routine is not None:
                return (Need(kind="script", name=program, at=circumstances.at),
                        Call(to=routine, at=circumstances.at, name=base, condition=circumstances.condition, host=circumstances.host,
                             confidence=circumstances.confidence, guards=circumstances.guards),
                        *self.files.handed_to_django(program, words[1:], circumstances))
        if "/" not in name and (other := self.world.stands_for(base)) is not None and self.row(other) is not None:
            told = self.run([Text.of(other), *words[1:]], replace(circumstances, depth=circumstances.depth + 1))
            return tuple(replace(event, name=base) if isinstance(event, Need) and (event.kind, event.name) == ("binary", other) else event
                         for event in told)
        absent = circumstances.host is None and "/" in name and _OF_REPOSITORY.match(name) is not None
        why = "which is not in the repository" if absent else "which the catalogue does not describe"
        called = f"{shown(name)}{loss_said([word.literal for word in words[1:3]])}"
        unknown = Unknown(kind="unmodelled-command", at=circumstances.at, detail=f"runs {called}, {why}")
        handed = self._handed_on(words, circumstances) or in_house_client(self, base, words, circumstances)
        if circumstances.host is not None and "container:" in circumstances.host:
            return (unknown, *handed)    # a program of the image, or an argument of the one it starts: nobody need install it here
        program = installed_name(name)
        # A library calls functions of the script that reads it in.
        if program is None or self.world.announcers(SHELL_FUNCTION + base):
            return (unknown, *handed)
        return (Need(kind="binary", name=program, at=circumstances.at), unknown, *handed)

    def _handed_on(self, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
        """``tool psql -c 'delete from a'``: what a program that nobody knows hands to a database client, where the SQL is there to be read; and
        ``wrap --timeout 60 -- sh/load.sh``: the command line behind two dashes, where it is one that is known.
        """
        inner = replace(circumstances, confidence=Confidence.INFERRED, depth=circumstances.depth + 1)
        dashes = next((index for index, word in enumerate(words) if word.literal == "--"), len(words))
        rest = words[dashes + 1:]
        if rest and ("/" in (rest[0].literal or "") or self.row(rest[0].literal or "") is not None):
            behind = self.run(list(rest), inner)
            if any(isinstance(event, Act | Call) for event in behind):
                return no_surer(behind, Confidence.INFERRED)
        if len(words) > 1 and not words[1].render().startswith("-") and _READS_SCRIPTS.search(words[0].render()) is None:
            behind = self.run(list(words[1:]), inner)        # chronic ./nightly.sh: a script of the repository, which it starts by all appearance
            if any(isinstance(event, Call) for event in behind):
                return no_surer(behind, Confidence.INFERRED)
        if (behind := self._shell_among(words, inner) or self._among(words, inner)):
            return behind
        row = self.row(words[1].literal or "") if len(words) > 2 else None
        if row is None or not any(run.kind == "sql" for run in row.spec.runs):
            return ()
        told = self.apply(row, parse(words[2:], row.spec), inner)
        if not any(isinstance(event, Act) and event.target is not None for event in told):
            return ()                    # its name alone, as in "tool psql install"
        return no_surer((event for event in told if not isinstance(event, Need) or event.kind == "service"), Confidence.INFERRED)

    def _shell_among(self, words: Sequence[Text], inner: Circumstances) -> tuple[Event, ...]:
        """``wrap --once bash -c 'rm -r /srv/a'``: the text for a shell that stands behind a program which nobody knows, by all appearance run."""
        behind = self.run(list(found), inner) if (found := inner_shell(words)) else ()
        return no_surer(behind, Confidence.INFERRED) if any(isinstance(event, Act | Call) for event in behind) else ()

    def _among(self, words: Sequence[Text], inner: Circumstances) -> tuple[Event, ...]:
        """``retry 3 kubectl delete ns a``: the command behind the first words of a program that by its name runs others."""
        if _RUNS_OTHERS.search((words[0].literal or "").rpartition("/")[2]) is None:
            return ()
        for index, word in enumerate(words[1:_MOST_BEFORE], start=1):
            if (row := self.row(word.literal or "")) is not None and not row.builtin:
                behind = self.run(list(words[index:]), inner)
                if any(isinstance(event, Call) or (isinstance(event, Act) and event.action is not Action.READ) for event in behind):
                    return no_surer(behind, Confidence.INFERRED)
        return ()

    def apply(self, row: CommandRow, parsed: Parsed, circumstances: Circumstances, called: str = "") -> list[Event]:
        """What one parsed command does. ``called``: the name that is written, where it is one of several."""
        spec, at = parsed.spec, circumstances.at
        if row.names[0] == "manage.py" and parsed.sub and (own := self.frameworks.own_manage(parsed, circumstances)) is not None:
            return list(own)
        called = called if called in row.names else row.names[0]
        if parsed.more:
            circumstances = replace(circumstances, more=True)
        if parsed.has(_HELP) and parsed.value(*_HELP) is None and not parsed.operands and not parsed.spec.options_first:     # nor --version 1.0
            return []
        told = Told()
        for service in dict.fromkeys(service for part in parsed.chain for service in part.services):
            told.events.append(Need(kind="service", name=service, at=at))
        if circumstances.host is None:
            told.events += self._configuration(parsed, at)
        if any(parsed.has(part.quiet) for part in parsed.chain):
            return told.events
        asks = any(parsed.has(part.asks) for part in parsed.chain)
        if not asks:
            asks = not parsed.more and any(part.asks_unless and not _goes_past(parsed, part.asks_unless) for part in parsed.chain)
        if asks and circumstances.stdin is None:
            bypass = next((part.asks_unless[0] for part in parsed.chain if part.asks_unless), None)
            guard = Guard(kind=GuardKind.CONFIRM, at=at, detail=f"{called} asks before it acts", bypass=bypass)
            told.events.append(guard)
            circumstances = replace(circumstances, guards=(*circumstances.guards, guard))
        if spec.sub and not spec.effects and not spec.runs and not spec.special and parsed.operands:
            what = " ".join(part for part in (called, parsed.sub, parsed.operands[0].render()) if part)
            told.events.append(
                Unknown(kind="dynamic-command", at=at, detail=f"{what}: a sub-command known only when it runs")
                if parsed.operands[0].literal is None
                else Unknown(kind="unmodelled-command", at=at, detail=f"{what}: a sub-command the catalogue does not describe"))
            told.events += self._shell_among(parsed.rest, replace(circumstances, confidence=Confidence.INFERRED, depth=circumstances.depth + 1))
        for effect in spec.effects:
            self._effect(effect, parsed, circumstances, told)
        special = next((part.special for part in reversed(parsed.chain) if part.special), None)
        if special is not None:
            SPECIALS[special](self, parsed, circumstances, told)
        self.runs.follow(spec, parsed, circumstances, told)
        computed = parsed.operands[0] if spec.sub and parsed.operands and parsed.operands[0].literal is None else None
        if computed is not None and not any(isinstance(event, Act | Call | Unknown) for event in told.events):       # yum "$1" nginx
            what = f"{row.names[0]} {computed.render()}: a sub-command known only when it runs"
            told.events.append(Unknown(kind="dynamic-command", at=at, detail=what))
        told.events += [Need(kind="env", name=name, at=at) for name in parsed.wanted]
        server = server_of(parsed)
        return told_where(told.events, circumstances.host, server) if server or circumstances.host else told.events

    def _configuration(self, parsed: Parsed, at: Location) -> list[Event]:
        """Files a command reads by a fixed name without being told to, as ``settings: {reads: ...}`` lists them; -f names others."""
        names = next((part.settings["reads"] for part in reversed(parsed.chain) if "reads" in part.settings), "")
        given = [text.literal for text in (*parsed.texts("-f"), *parsed.texts("--file")) if text.literal is not None] if names else []
        wanted = [name for name in given if name in self.world.files] or [name for name in names.split() if name in self.world.files][:1]
        return [Need(kind="file", name=name, at=at) for name in wanted]

    def _effect(self, effect: CommandEffect, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
        if (effect.needs_any and not parsed.has(effect.needs_any)) or parsed.has(effect.unless):
            return
        texts = parsed.first(effect.target, circumstances.stdin)
        texts = [text for text in texts if text != MORE] or texts            # what may follow is worth telling where nothing else is known
        if not texts and effect.target and effect.on == "filesystem":
            return                       # nothing named: the terminal or a pipe
        host_texts = parsed.first(effect.host)
        host = host_texts[0].render() if host_texts else None
        if not texts:
            if effect.matching is None and not _needs_target(effect.target):
                self._act(effect, parsed, circumstances, told, None, host)
            return
        for text in texts[:MOST_WORDS]:
            written = text.render()          # from whichever folder: a pattern tells a path from another word
            if effect.on == "filesystem":
                if text.literal == "-" or text == code.PIPED:             # the terminal or a pipe, from whichever folder
                    continue
                phrase = " " in (text.literal or "") and f"={text.literal}" in effect.target          # says what it is, not where it lies
                text = joined(text, circumstances.cwd) if host is None and not phrase else text
            elif effect.on == "permission" and host is None and any(part.settings.get("target") == "path" for part in parsed.chain):
                text = joined(text, circumstances.cwd)
            elif effect.on == "vcs" and text.literal == _WHERE_ONE_IS and circumstances.cwd is not None and not (
                    circumstances.cwd.render().startswith((REPOSITORY, "."))):
                text = circumstances.cwd                         # cd /srv/shop && git reset --hard
            target = shown(text.render())
            if target in _FED and effect.on != "filesystem":         # what is fed to it: nothing that lies somewhere
                if (effect.on, effect.do) != ("secret", "read"):
                    self._act(effect, parsed, circumstances, told, None, host)
                continue
            if effect.on == "filesystem" and effect.do == "read" and host is None and target.startswith("/"):
                inside = self.files.find(text, None)             # /app/data.json inside the image is data.json here
                target = inside[0] if inside is not None else target
            if effect.on == "filesystem" and not is_file(target):
                continue
            if _matches(written, effect.matching):
                self._act(effect, parsed, circumstances, told, target, host)
        if len(texts) > MOST_WORDS:
            told.events.append(
                Unknown(kind="budget", at=circumstances.at, detail=f"{len(texts)} targets, only the first {MOST_WORDS} are listed")
            )

    def _act(
        self, effect: CommandEffect, parsed: Parsed, circumstances: Circumstances, told: Told, target: str | None, host: str | None
    ) -> None:
        destructive = effect.destructive if isinstance(effect.destructive, bool) else parsed.has(effect.destructive)
        if effect.on == "filesystem" and target is not None and is_temporary(target):
            destructive = False
        everything = effect.everything if isinstance(effect.everything, bool) else parsed.has(effect.everything)
        if effect.what:
            what = of_command(filled(effect.what, parsed.said, target), parsed.sub, target)
        else:
            what = f"{_VERBS[effect.do]} {target}" if target else f"{_VERBS[effect.do]} {effect.on}"
        if effect.backup:
            guard = Guard(kind=GuardKind.BACKUP, at=circumstances.at, detail=what)
            told.events.append(guard)
        told.act(circumstances, effect.on, effect.do, what, target, destructive=destructive, everything=everything, host=host)

    # -- what a command runs ---------------------------------------------------------------------------------------------------------------

    def shell_text(self, text: Text, inner: Circumstances, arguments: Sequence[Text] = ()) -> tuple[Event, ...]:
        """A command line given as text: read by the shell's reader, or as plain words where it is no more and something is fed."""
        remote = code.fetched(text)
        if remote is not None:
            return code.remote_script(remote, inner)
        if (inner.stdin is not None or inner.cwd is not None) and not arguments:
            words = simple_words(text)
            if words:
                return self.run(words, inner)
        events = self.world.shell(text, at=inner.at, guards=inner.guards, condition=inner.condition, host=inner.host,
                                  written=inner.written if inner.host is None else None, arguments=arguments)
        return no_surer(events, inner.confidence)


def installed_name(name: str) -> str | None:
    """What must be installed so that a command of this name runs; None for a file named by a path that leads from here."""
    folder, _, base = name.rpartition("/")
    if not folder:
        return base if not name.startswith("/") else name
    if posixpath.basename(folder) in ("bin", "sbin"):
        return base
    return name if name.startswith("/") else None


def _goes_past(parsed: Parsed, names: Sequence[str]) -> bool:
    """Whether an option is given with which nobody is asked; ``-auto-approve=false`` is not one."""
    return any(parsed.has((name,)) and not all(value is not None and value.literal in _OFF for value in parsed.flags.get(name, ())) for name in names)


def _parts(words: Sequence[Text]) -> list[list[Text]]:
    """The command lines that several commands of one program are, each behind its name; empty where there is one only."""
    parts: list[list[Text]] = [[]]
    for word in words[1:]:
        if word.literal in (";", "\\;"):
            parts.append([])
        elif word.literal is not None and word.literal.endswith(";") and " " not in word.literal:
            parts[-1].append(Text.of(word.literal[:-1]))
            parts.append([])
        else:
            parts[-1].append(word)
    return [[words[0], *part] for part in parts if part] if len(parts) > 1 else []


def _needs_target(targets: tuple[str, ...]) -> bool:
    """Whether an effect exists only where its target is named: an option's value, or one certain operand."""
    return bool(targets) and (
        all(target.startswith("-") for target in targets) or (len(targets) == 1 and targets[0].startswith("operand "))
    )


def _matches(target: str, pattern: str | None) -> bool:
    """Whether a target fits an effect's pattern, or one of several with a bar between; ``!`` before them turns it round."""
    if pattern is None:
        return True
    return any(fnmatch.fnmatchcase(target, one) for one in pattern.removeprefix("!").split("|")) is not pattern.startswith("!")
