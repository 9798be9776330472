"""What external commands leave behind for what follows: backups, and files made by the script itself."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Sequence

import tree_sitter

from handover_generator.analysis._commands_anew import made_anew, room_made
from handover_generator.analysis._commands_code import STDIN_FILE
from handover_generator.analysis._commands_unpacked import follows_from
from handover_generator.analysis.backups import BACKUP_NAME, Kept, copied, loaded_at_once, stated
from handover_generator.analysis.checkouts import checked_out
from handover_generator.analysis.paths import REPOSITORY, is_temporary, joined, shown
from handover_generator.languages._shell.asked_for import asked_for
from handover_generator.languages._shell.checked_out import is_there_otherwise
from handover_generator.languages._shell.fetched import FETCHERS, named_file, saved
from handover_generator.languages._shell.finding import Finding, program_of
from handover_generator.languages._shell.mounted import mount_of, on_device, unmounted
from handover_generator.languages._shell.parse import text_of
from handover_generator.model.behaviour import Act, Action, Call, Event, Guard, GuardKind, Need, files_at
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_BACKUP_VARIABLE = regex(r"\$\{?(?:\w*_)?(?:backup|bak)(?:_?(?:dir|folder|path|root|dest|target|file|location|name))?\b", re.IGNORECASE)
_KEPT_FILE = regex(r"\$\{?(?:\w*_)?(?:backup|bak)_?(?:file(?:_?(?:path|name))?|archive|tar(?:ball)?|zip|dump)\b", re.IGNORECASE)
"""A variable that names one backup, where ``$BACKUP_PATH`` may be a place for many, or what they are to be of."""
_OF_THIS_RUN = regex(r"\$\{(?:output of date|pid)\}")
"""What only files of this run, or this day, have in their names."""
_OF_ONE_RUN = regex(r"\$\{(?:output of (?:date|uuidgen|uuid|openssl|mktemp)|pid|RANDOM|SRANDOM|EPOCHSECONDS|EPOCHREALTIME|temporary)\}")
"""What only things of this run have in their names."""
_OF_CHANCE = regex(r"\$\{(?:RANDOM|SRANDOM|output of (?:uuidgen|uuid))\}")
"""What nobody knows a name by but who just made it."""
_DOUBLED = regex(r"(?<!:)/{2,}")          # of a path; behind a scheme they belong there
_NAMED = regex(r"\$\{(\w+)\}")
PROCESS = "${pid}"
_KEPT = regex(r"(?:-[a-zA-Z]*i|--in-place=)(\.\w+|~)")
_DATABASE_FILE = regex(r"\.(?:sqlite3?|db3?)\Z")
_WHOSE = frozenset(("-u", "-g", "-h", "-p", "-C", "-D", "-R", "-r", "-t", "-T", "-U"))
"""Options of sudo with a word behind them."""
_LEADING = regex(r"\$\{([A-Za-z_]\w*|\d)\}(?=/)")

_ASKS = {
    "whiptail": ("--yesno",), "dialog": ("--yesno",), "zenity": ("--question",), "gum": ("confirm",),
    "kdialog": ("--yesno", "--warningyesno", "--warningcontinuecancel"),
}
"""Programs that ask a person yes or no, by the word that makes them."""
_LISTS = ("--menu", "--inputmenu", "--radiolist", "--checklist", "--buildlist", "--treeview")
_OFFERS = {"whiptail": _LISTS, "dialog": _LISTS, "zenity": ("--list",), "kdialog": _LISTS, "gum": ("choose", "filter")}
"""Programs that let a person choose, by the word that makes them: what they print is the choice."""
CHOICE = "offers a choice"


class Traces(Finding):
    """Part of the walker that remembers."""

    def is_made(self, target: str) -> bool:
        """Whether the script itself made what lies there."""
        if any(target == made or target.startswith(made.rstrip("/") + "/") for made in self.flow.made):
            return True
        return "*" in target and _OF_THIS_RUN.search(target) is not None and any(fnmatch.fnmatchcase(made, target) for made in self.flow.made)

    def take(self, events: Sequence[Event]) -> None:
        """Add the events of a command; mark what the script made itself, and the backups that stand before."""
        for event in events:
            if isinstance(event, Act):
                event = self._seen(event)
            self.tell(event)
        self.keep(stated(events))
        self.keep_copied(events)
        for event in events:
            if isinstance(event, Call) and event.host is None and (backups := self.session.kept_by(event.to)):
                for backup in backups:
                    self.tell(backup.guard)
                self.keep(backups)
        self.flow.made |= {act.target for act in made_anew(events) if act.target is not None}

    def keep(self, backups: Iterable[Kept]) -> None:
        """From here on backups stand before what they are of."""
        self.flow.backups = tuple(dict.fromkeys((*self.flow.backups, *backups)))

    def keep_copied(self, events: Sequence[Event]) -> None:
        """What one command, or several that feed each other, put aside by the names of where it goes."""
        acts = [event for event in events if isinstance(event, Act)]
        if len(acts) > 1:
            self.keep(copied(acts, acts[-1].at))

    def drop_loaded(self, told: int) -> None:
        """Of what a pipeline told since there were ``told`` events, the backups that it loads again where they come out are none."""
        if (none := loaded_at_once(self.output.events[told:])):
            self.output.events[told:] = [replace(event, guards=tuple(guard for guard in event.guards if guard not in none))
                                         if isinstance(event, (Act, Call)) else event for event in self.output.events[told:] if event not in none]
            self.flow.backups = tuple(kept for kept in self.flow.backups if kept.guard not in none)

    def _seen(self, act: Act) -> Act:
        if act.destructive and act.target and (
                (act.resource in ("filesystem", "remote-host", "vcs") and self.is_made(act.target))
                or (act.resource in ("filesystem", "database") and PROCESS in act.target)         # /tmp/x.$$: named after this very run
                or (act.resource == "filesystem" and _OF_CHANCE.search(act.target) is not None)):
            act = replace(act, destructive=False)
        if act.destructive and act.target and act.resource not in ("filesystem", "remote-host") and _OF_ONE_RUN.search(act.target) and any(
                isinstance(event, Act) and event.action is Action.WRITE and event.resource == act.resource and event.target == act.target
                for event in self.output.events):                # a key that it makes for one machine, named by chance
            act = replace(act, destructive=False)
        copied = None if not act.destructive else next(
            (there for here, there in self.flow.copied if here == act.target and not is_temporary(there)), None)
        if copied is not None and act.resource == "filesystem":
            act = replace(act, destructive=False, what=f"{act.what}, which was copied to {copied} first")
        if act.action is Action.READ:
            return act
        emptied = _LEADING.match(act.target or "") if act.action is Action.DELETE and act.everything and not self.session.nounset else None
        if emptied and self.unassigned(emptied.group(1)) and not asked_for(emptied.group(1), self.parsed.source, act.at.line):
            act = replace(act, what=f"{act.what} (with {emptied.group(1)} empty: {(act.target or '')[emptied.end(1) + 1 :]})")
        elif act.action is Action.DELETE and (usual := self._usual(act.target or "")) is not None and not act.what.endswith(
                said := f"(by default {usual})"):
            act = replace(act, what=f"{act.what} {said}")
        kept = tuple(backup.guard for backup in self.flow.backups if backup.covers(act) and backup.guard not in act.guards)
        for guard in kept if act.destructive else ():        # a copy is a guard once something of it is lost
            self.tell(guard)
        return replace(act, guards=(*act.guards, *kept)) if kept else act

    def _usual(self, target: str) -> str | None:
        """A target with the defaults of the variables in it; None where one of them has none."""
        if "${" not in target:
            return None
        known: dict[str, str] = {}
        for name in set(_NAMED.findall(target)):
            held = self.flow.variables.get(name)
            holes = [hole for text in held.texts for hole in text.holes if hole.name == name] if held is not None else [
                *dict.fromkeys(hole for hole in self.holes if hole.name == name)]            # of a recipe, where make fills it in
            if len(holes) == 1 and holes[0].default:
                known[name] = holes[0].default
        filled = _NAMED.sub(lambda match: known.get(match.group(1), match.group()), target)
        return _DOUBLED.sub("/", shown(filled)) if known and "${" not in filled else None

    def unassigned(self, name: str) -> bool:
        """Whether a variable comes from outside without a default, so that it may be empty."""
        if name.isdigit():
            return True
        return any(isinstance(event, Need) and event.kind == "env" and event.name == name and event.default is None for event in self.output.events)

    def unwrapped(self, words: list[Text]) -> list[Text]:
        """A command line without ``sudo`` and the like before it."""
        while (words[0].literal or "").rpartition("/")[2] in ("sudo", "doas", "nohup", "time") and len(words) > 1:
            words = words[1:]
            while len(words) > 1 and (words[0].literal or "").startswith("-"):
                words = words[2:] if words[0].literal in _WHOSE and len(words) > 2 else words[1:]
        return words

    def folder_now(self) -> Text | None:
        """The working directory, told of the device where one is mounted there."""
        cwd = self.flow.cwd
        return on_device(cwd, None, self.flow.mounts, within=True) if cwd is not None and self.flow.mounts else cwd

    def after(self, name: str, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> None:
        """What later commands may rest on: copies made, files made."""
        words = self.unwrapped(words)
        base = (words[0].literal or name).rpartition("/")[2]
        if base == "mount" and self.host is None and (mount := mount_of(words, self.flow.cwd)) is not None:
            self.flow.made -= {mount.folder}             # what lies there now was there before the script
            if is_temporary(mount.folder + "/"):
                self.flow.mounts = (*(each for each in self.flow.mounts if each.folder != mount.folder), mount)
        elif base == "umount" and self.flow.mounts:
            self.flow.mounts = unmounted(words, self.flow.cwd, self.flow.mounts)
        self._keep_copied(base, words, stdin)
        self._keep_placed(base, words)
        if base in FETCHERS and (put := named_file(base, words[1:])) is not None:
            self.flow.made |= {shown(joined(put, self.flow.cwd).render())}
        for new in follows_from(base, words[1:], lambda word: shown(joined(word, self.flow.cwd).render()) in self.flow.made):
            self.flow.made |= {shown(joined(new, self.flow.cwd).render())}
        if base in _ASKS and any(word.literal in _ASKS[base] for word in words[1:]):
            said = next((word.render() for word in words[1:] if " " in word.render()), "")
            asked = Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=f'asks "{said[:80]}"' if said else "asks a person")
            self.tested.append(asked)                    # its status is the answer
            self.noted.append(asked)
        elif base in _OFFERS and any(word.literal in _OFFERS[base] for word in words[1:]):
            self.noted.append(Guard(kind=GuardKind.CONFIRM, at=self.at(node), detail=CHOICE))
        operands = [word for word in words[1:] if not (word.parts and isinstance(word.parts[0], str) and word.parts[0].startswith("-"))]
        if base in ("cp", "mv", "rsync") and len(operands) >= 2:
            self._keep_aside(base, operands, node)
        elif operands and (base == "touch" or (                    # a probe: what is removed after it was touched was not there
                base == "mkdir" and not any((word.literal or "").startswith(("-p", "--parents")) for word in words))):
            self.flow.made |= {shown(joined(operand, self.flow.cwd).render()) for operand in operands}
        elif base == "git" and (folder := checked_out(words)) is not None and not is_there_otherwise(node):
            self.flow.made |= {shown(joined(folder, self.flow.cwd).render())}
        elif base == "ln" and len(operands) > 1 and not operands[-1].render().endswith("/"):
            self.flow.made |= {shown(joined(operands[-1], self.flow.cwd).render())}
        elif (room := room_made(base, words[1:])) is not None:
            self.flow.made |= {shown(joined(room, self.flow.cwd).render())}
        elif base == "sed":
            kept = next((match.group(1) for word in words if (match := _KEPT.fullmatch(word.literal or ""))), None)
            if kept is not None and operands:
                self.flow.made |= {shown(joined(operands[-1], self.flow.cwd).render()) + kept}

    def _keep_aside(self, base: str, operands: list[Text], node: tree_sitter.Node) -> None:
        """Remember what ``cp``, ``mv`` and ``rsync`` put aside before it is changed, and what they make."""
        source, target = (joined(operands[0], self.flow.cwd), joined(operands[-1], self.flow.cwd))
        here, there = shown(source.render()), shown(target.render())
        resource = "filesystem" if self.host is None else files_at(self.host)
        added = there[len(here) :] if there.startswith(here) else there
        aside = BACKUP_NAME.search(added) or re.fullmatch(r"\.\d", added) or _kept_by_name(node)
        if aside and not BACKUP_NAME.search(here) and not _is_backup_by_name(node):
            verb = "moves" if base == "mv" else "copies"
            guard = Guard(kind=GuardKind.BACKUP, at=self.at(node), detail=f"{verb} {here} to {there} first")
            self.tell(guard)
            self.keep([Kept(guard, resource, here), *([Kept(guard, "database")] if _DATABASE_FILE.search(here) else [])])
            if base == "cp" and "." in posixpath.basename(there):        # without a suffix it may be the folder of all copies
                self.flow.made |= {there}
        elif base == "cp" and not operands[0].render().endswith(("/.", "/*")) and not operands[-1].render().endswith("/"):
            # "cp -r a/. b" is into a folder that may have more in it
            self.flow.made |= {there}
        if base == "cp" and len(operands) == 2 and resource == "filesystem" and is_one_file(here, node):
            self.flow.copied = (*self.flow.copied, (here, there))
        elif base == "mv":
            self.flow.copied = tuple((file, there if copy == here else copy) for file, copy in self.flow.copied)

    def _keep_copied(self, base: str, words: list[Text], stdin: Text | None) -> None:
        """Remember what ``tee`` writes and what is copied out of the repository, for the case that it is run there."""
        operands = [word for word in words[1:] if not word.render().startswith("-")]
        if self.host is not None or not operands:
            return
        if base == "tee" and stdin is not None:
            appends = any(word.literal in ("-a", "--append") for word in words[1:])
            for operand in operands:
                self.session.written.put(shown(joined(operand, self.flow.cwd).render()), stdin, appends=appends)
        elif base in FETCHERS and (put := saved(base, words[1:], self.session.tools.files)) is not None:
            self.session.written.put(shown(joined(put[0], self.flow.cwd).render()), put[1])
        elif base in ("cp", "install", "mv") and len(operands) > 1:
            there = shown(joined(operands[-1], self.flow.cwd).render())
            for operand in operands[:-1]:
                found = self.find_file(operand)
                if found is not None:
                    copied = Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found)
                    for name in (there, posixpath.join(there, posixpath.basename(found))):       # a folder looks like any other name
                        self.session.written.put(name, copied)

    def _keep_placed(self, base: str, words: list[Text]) -> None:
        """Remember the name that ``ln -s /opt/shop/setup.sh /usr/local/bin/shop`` gives to a script, for the case that it is run by that."""
        operands = [word for word in words[1:] if not word.render().startswith("-")][-2:]
        if base not in ("ln", "cp", "install", "mv") or self.host is not None or len(operands) < 2:
            return
        name = program_of(shown(joined(operands[1], self.flow.cwd).render()), operands[0].literal or "")
        if name is not None and (found := self.find_file(operands[0]) or self.find_copied(operands[0])) is not None:
            self.session.placed[name] = found

    def without_pipes(self, events: tuple[Event, ...], node: tree_sitter.Node) -> tuple[Event, ...]:
        """What a command does without reading ``<(command)``, which is no file: what is behind it is told of the command there."""
        if b"<(" not in (node.text or b""):
            return events
        expander = self.expander(silent=True)
        pipes = {shown(word.render()) for child in node.named_children if child.type == "process_substitution" for word in expander.words(child)}
        return tuple(event for event in events if not (
            isinstance(event, Act) and event.action is Action.READ and event.resource == "filesystem" and event.target in pipes))


def is_one_file(path: str, command: tree_sitter.Node) -> bool:
    """Whether a path looks like that of one file: its last part has a suffix, and no pattern but one that a loop goes through, whose variable the
    command has.
    """
    folder, name = posixpath.split(path)
    if "." not in name.strip(".") or name.endswith("*") or any(mark in folder for mark in "*?[{"):
        return False
    return not any(mark in name for mark in "*?[{") or not any(mark in text_of(command) for mark in "*?[")


def _kept_by_name(node: tree_sitter.Node) -> bool:
    """Whether something is copied to ``$BACKUP_DIR``, whatever that is, from elsewhere."""
    arguments = [text_of(child) for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"]
    return bool(arguments) and _BACKUP_VARIABLE.search(arguments[-1]) is not None and not any(map(_BACKUP_VARIABLE.search, arguments[:-1]))


def _is_backup_by_name(node: tree_sitter.Node) -> bool:
    """Whether what is copied is a backup itself: ``cp "$BACKUP_FILE" /backups/`` before all is restored from it keeps nothing of what is there."""
    return any(_KEPT_FILE.search(text_of(child)) for index, child in enumerate(node.children[:-1]) if node.field_name_for_child(index) == "argument")
