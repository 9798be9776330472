"""Programs with a small language of their own for files on another machine: sftp, ftp, lftp, smbclient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis._phrases import third_person
from handover_generator.analysis.paths import is_file, joined, shown
from handover_generator.model.behaviour import Action, Unknown
from handover_generator.model.text import Text
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands


_DELETES = word_set("rm rmdir mrm del delete mdel mdelete deltree rd")
_WRITES = word_set("put mput reput append mkdir md rename rn mv chmod chown chgrp ln symlink touch edit")
_READS = word_set("get mget reget pget newer recv more less cat zcat")
_LOOKS = word_set("ls dir nlist cls find du df stat recls")
_SETS = word_set("""
    pwd cd lcd user pass quote set binary ascii bin passive prompt hash verbose quit exit bye close lls lpwd version help progress connect
    recurse mask lowercase tarmode echo sleep wait type status timeout debug cache queue jobs
""")
_SPLIT = regex(r"[\n;]|&&|\|\|")
_LINES = ("-e", "-c", "--command")
MAX_LINES = 500


def session(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """What the commands say that are given as text, in a file of the repository or on standard input; where there are none to read, that
    something is sent.
    """
    place = parsed.operands[0].render() if parsed.operands else None
    given = [text for name in _LINES for text in parsed.texts(name)]
    batch = next((text for name in ("-b", "-f") for text in parsed.texts(name) if text.literal != "-"), None)
    fed = circumstances.stdin
    file = batch if batch is not None else code.file_of_stdin(fed) if fed is not None and code.is_file_of_stdin(fed) and not given else None
    held = commands.files.text_of(file, circumstances) if file is not None else fed if not given else None
    if held is not None and any(isinstance(part, str) and part.strip() for part in held.parts):
        given.append(held)
    elif file is not None or held is not None:
        said = shown(file.render()) if file is not None else "its input"
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=f"does what {said} says on {place}"))
    if not given:
        if place is not None:
            told.act(circumstances, "remote-host", Action.WRITE, f"sends to {place}", place)
        return
    for text in given:
        for line in _SPLIT.split(text.render())[:MAX_LINES]:
            words = line.strip().lstrip("-@").split()
            if words and not words[0].startswith("#"):
                place = _line(commands, words, place, circumstances, told)


def _line(commands: Commands, words: list[str], place: str | None, circumstances: Circumstances, told: Told) -> str | None:
    """One command; gives the machine that the next one is for."""
    words = words[1:] if words[0] == "glob" and len(words) > 1 else words
    verb, operands = words[0].lower(), [word.strip("'\"") for word in words[1:] if not word.startswith("-")]
    if verb.startswith("!") or verb == "shell":
        local = " ".join([verb[1:], *words[1:]] if verb != "shell" else words[1:]).strip()
        told.events += commands.shell_text(Text.of(local), circumstances.inside()) if local else ()
    elif verb == "open":
        return next((operand for operand in operands if "=" not in operand), place)
    elif verb == "mirror":
        _mirror(words[1:], operands, place, circumstances, told)
    elif verb in _DELETES and operands:
        for operand in operands[:12]:
            everything = verb in ("deltree",) or any(word.startswith("-") and "r" in word for word in words[1:]) or operand.endswith("*")
            target = _there(place, operand)
            told.act(circumstances, "remote-host", Action.DELETE, f"removes {target}", target, destructive=verb not in ("rmdir", "rd"),
                     everything=everything)
    elif verb in _WRITES:
        target = _there(place, operands[-1] if operands else None)
        told.act(circumstances, "remote-host", Action.WRITE, f"{third_person(verb)} {target}".replace("puts", "puts files at"), target)
    elif verb in _READS:
        target = _there(place, operands[0] if operands else None)
        told.act(circumstances, "remote-host", Action.READ, f"fetches {target}", target)
        if verb not in ("more", "less", "cat", "zcat") and operands:
            here = shown(joined(Text.of(operands[-1].rpartition("/")[2]), circumstances.cwd).render())
            if is_file(here):
                told.act(circumstances, "filesystem", Action.WRITE, f"writes {here}", here)
    elif verb in _LOOKS:
        told.act(circumstances, "remote-host", Action.READ, f"looks at {place}", place)
    elif verb not in _SETS:
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail=f"does {' '.join(words)[:80]} on {place}"))
    return place


def _mirror(words: list[str], operands: list[str], place: str | None, circumstances: Circumstances, told: Told) -> None:
    """``mirror -R --delete here there``: copies folders, away with -R and here without it; what the source lacks goes with --delete."""
    away = any(word == "--reverse" or (word.startswith("-") and not word.startswith("--") and "R" in word) for word in words)
    removes = any(word in ("--delete", "--delete-first") or (word.startswith("-") and not word.startswith("--") and "e" in word) for word in words)
    there = _there(place, operands[-1] if away and len(operands) > 1 else operands[0] if operands and not away else None)
    here = shown(joined(Text.of(operands[-1] if not away and len(operands) > 1 else operands[0] if operands and away else "."),
                        circumstances.cwd).render())
    told.act(circumstances, "filesystem", Action.READ if away else Action.WRITE, f"{'reads' if away else 'copies to'} {here}", here)
    told.act(circumstances, "remote-host", Action.WRITE if away else Action.READ, f"{'copies to' if away else 'fetches'} {there}", there)
    if removes:
        resource, target = ("remote-host", there) if away else ("filesystem", here)
        told.act(circumstances, resource, Action.DELETE, f"removes from {target} what the source lacks", target, destructive=True)


def _there(place: str | None, path: str | None) -> str:
    if path is None:
        return place or "another machine"
    return f"{place}:{path}" if place and not path.startswith(place) else path
