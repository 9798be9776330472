"""mongo and mongosh: what JavaScript does to a document database, on the command line, fed to it, or in a file of the repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import shown
from handover_generator.model.behaviour import Action, Need, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_METHODS = (
    r"dropDatabase|drop|deleteMany|deleteOne|remove|findOneAndDelete|findOneAndUpdate|findOneAndReplace|findAndModify|insertMany|insertOne|insert|"
    r"updateMany|updateOne|update|replaceOne|bulkWrite|save|find|findOne|aggregate|count\w*|distinct|createIndex(?:es)?|ensureIndex|dropIndexes|"
    r"dropIndex|createCollection|renameCollection|createUser|dropUser|dropAllUsers|updateUser|runCommand|adminCommand|stats|getCollectionNames|"
    r"getCollectionInfos|shutdownServer|eval|repairDatabase")
_OWN = r"dropDatabase|deleteMany|deleteOne|findOneAndDelete|insertMany|insertOne|updateMany|updateOne|replaceOne|bulkWrite"
"""Methods that no other object has: whatever they are called on is a collection, or a database."""
_CALL = regex(
    r"(?:\b(?:db|c|coll|collection)\b(?:\.getSiblingDB\([^)]*\))?"
    r"(?:\.getCollection\(\s*(?:['\"]([^'\"]+)['\"]|[\w.$]+)\s*\)|\.([A-Za-z_$][\w$-]*)|\[\s*(?:['\"]([^'\"]+)['\"]|[\w.$]+)\s*\])?"
    rf"\s*\.\s*({_METHODS})|\b[A-Za-z_$][\w$]*(?:\([^()]*\))?\s*\.\s*({_OWN}))\s*\(([^)]*)")
_NAMED = regex(r"(?:^|[;\n'\"]|\s)use\s+([\w${}-]+)|getSiblingDB\(\s*['\"]([^'\"]+)")
_READS = regex(r"(?:.*\.)?(find|findOne|aggregate|distinct|stats|getCollectionNames|getCollectionInfos|count\w*)\Z")
_DELETES = frozenset({"deleteMany", "deleteOne", "remove", "findOneAndDelete", "drop"})
_UPDATES = frozenset({"updateMany", "updateOne", "update", "findOneAndUpdate", "findAndModify"})
_TAKES_AWAY = regex(r"\$(?:unset|pull|pullAll)\b")
_EVERY_ONE = regex(r"updateMany \{\s*\}|update \{\s*\}.*\bmulti\b", re.DOTALL)
_IN_COMMAND = regex(r"['\"]?(dropDatabase|drop|delete)['\"]?\s*:\s*(?:['\"]([^'\"]+)['\"])?")
_LOADS = regex(r"\bload\(\s*['\"]([^'\"]+)['\"]\s*\)")
_COMMENT = regex(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", re.DOTALL)
_FILE = (".js", ".mongodb", ".mongosh")


def jsdb(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """JavaScript in ``--eval``, in files, or on standard input; the operand that is no file says which database is meant."""
    address = next((operand for operand in parsed.operands if not operand.render().endswith(_FILE)), None)
    database = address.render().partition("?")[0].rpartition("/")[2] if address is not None else None
    reader = _Reader(commands, circumstances, told, database or None)
    files = [operand for operand in parsed.operands if operand.render().endswith(_FILE)] + parsed.texts("-f") + parsed.texts("--file")
    for file in files:
        reader.file(file)
    given = parsed.value("--eval") or (circumstances.stdin if not files else None)
    if given is None:
        return
    if code.is_file_of_stdin(given):
        reader.file(code.file_of_stdin(given))
    else:
        reader.text(given.render(), None)


class _Reader:
    def __init__(self, commands: Commands, circumstances: Circumstances, told: Told, database: str | None) -> None:
        self.commands = commands
        self.circumstances = circumstances
        self.told = told
        self.database = database
        self.seen: set[str] = set()

    def file(self, path: Text) -> None:
        """A file of the repository, or one that the program wrote; unknown where it is neither."""
        file = self.commands.files.listed(path, self.circumstances)
        if file is not None and file.text is not None:
            self.told.events.append(Need(kind="script", name=file.path, at=self.circumstances.at))
            if file.path not in self.seen:
                self.seen.add(file.path)
                self.text(file.text, file.path)
            return
        texts = self.circumstances.texts_at(path)
        for text in texts:
            self.text(text.render(), None)
        if not texts:
            self.told.events.append(Unknown(kind="dynamic-code", at=self.circumstances.at, detail=f"runs {shown(path.render())}"))

    def text(self, text: str, path: str | None) -> None:
        """The calls in a text; ``path``: of the file that it is, so that each stands at its own line."""
        text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
        named = _NAMED.search(text)
        database = (named.group(1) or named.group(2)) if named else self.database
        found = False
        for loaded in _LOADS.findall(text):
            found = True
            self.file(Text.of(loaded))
        for match in _CALL.finditer(text):
            found = True
            at = self.circumstances.at if path is None else Location(path, text.count("\n", 0, match.start()) + 1)
            collection = next((group for group in match.groups()[:3] if group), None)
            self._call(match.group(4) or match.group(5), match.group(6).strip(), collection, database, replace(self.circumstances, at=at))
        if not found and text.strip():
            self.told.events.append(Unknown(kind="dynamic-code", at=self.circumstances.at,
                                            detail=f"inline JavaScript: {text.strip()[:80]}" if path is None else f"runs {path}, JavaScript"))

    def _call(self, method: str, argument: str, collection: str | None, database: str | None, at: Circumstances) -> None:
        act = self.told.act
        inside = _IN_COMMAND.search(argument) if method in ("runCommand", "adminCommand") else None
        if method == "dropDatabase" or (inside and inside.group(1) == "dropDatabase"):
            act(at, "database", Action.DELETE, f"drops the database {database or ''}".strip(), database, destructive=True, everything=True)
        elif inside:
            what = "drops the collection" if inside.group(1) == "drop" else "deletes documents of"
            act(at, "database", Action.DELETE, f"{what} {inside.group(2) or ''}".strip(), inside.group(2) or database, destructive=True,
                everything=inside.group(1) == "drop")
        elif method in _DELETES or (method == "bulkWrite" and "delete" in argument):
            everything = method == "drop" or argument in ("", "{}", "{ }")
            what = "drops the collection" if method == "drop" else "deletes all documents of" if everything else "deletes documents of"
            act(at, "database", Action.DELETE, f"{what} {collection or ''}".strip() if collection else _unnamed(what), collection or database,
                destructive=True, everything=everything)
        elif _READS.match(method):
            act(at, "database", Action.READ, f"reads {collection or database or 'the database'}", collection or database)
        elif method.endswith(("User", "Users")):
            act(at, "permission", Action.DELETE if method.startswith("drop") else Action.WRITE, method, database)
        elif method in ("runCommand", "adminCommand", "eval", "shutdownServer"):
            act(at, "database", Action.EXECUTE, f"runs {method}({argument[:40]})", database)
        elif method.startswith("drop"):
            act(at, "database", Action.DELETE, f"drops indexes of {collection or 'a collection'}", collection)
        elif method in _UPDATES and (_TAKES_AWAY.search(argument) or _EVERY_ONE.match(f"{method} {argument}")):
            parts = "removes parts of" if _TAKES_AWAY.search(argument) else "overwrites all"
            act(at, "database", Action.WRITE, f"{parts} documents of {collection or database or 'a collection'}", collection or database,
                destructive=True, everything=_EVERY_ONE.match(f"{method} {argument}") is not None)
        else:
            act(at, "database", Action.WRITE, f"{method} on {collection or database or 'a collection'}", collection or database)


def _unnamed(what: str) -> str:
    return what.removesuffix(" the collection").removesuffix(" of") + (" of a collection" if what.endswith(" of") else " a collection")
