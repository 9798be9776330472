"""What a Python program is started with: a file, the sub-commands and options that are known, under a name that tells such starts apart."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from handover_generator.analysis.cron_jobs import jobs_in
from handover_generator.analysis.packaging import hands_to_django
from handover_generator.analysis.tasks import every_function_is_a_task, tasks_in
from handover_generator.languages._python.program import Program
from handover_generator.languages._python.switches import SWITCHES, given_options, parted, says_flag
from handover_generator.model.text import Text
from handover_generator.model.tracing import Reads, Tools, noted
from handover_generator.records import record
from handover_generator.regexes import regex

_HAS_COMMANDS = regex(r"add_parser\(|def get_command\(|\.command\(|\.group\(|[Tt]yper|add_command\(|^class \w+\(luigi\."
                       r"|^@(?:\w+\.)*task\b", re.MULTILINE)
_COMMAND_NAME = regex(r"\b\w*(?:parser|command|cmd)\(\s*['\"]([A-Za-z][\w-]*)['\"]"
                      r"|^@[\w.]+\.(?:command|group)\(\)\n(?:@.*\n)*def (\w+)\(", re.MULTILINE)
_TAKES_A_WORD = regex(r"\bOptionParser\(|\.add_argument\(\s*['\"](?!-)[^'\"]+['\"](?:[^()]|\([^()]*\))*\bchoices\s*=")
_GATHERS = "add_command("
"""So a group takes commands from files whose words nobody need look for: each word may be one."""
_OWN_CLASS = "cls="
"""So a group gets a class of its own, which may load its commands by their names."""
_LOOKS = "def get_command("
"""So such a class does."""
_LAUNCHED = "# commands of what it launches"
_COLLECTS = "Collection("
"""So invoke is given tasks, and those of an inner collection are called ``docs.build``."""
_WORD = regex(r"[A-Za-z][\w-]*")
_DOTTED = regex(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*")
_MOST_WORDS = 3
_MOST_ARGUMENTS = 12
_CHANGES_ARGV = regex(r"\bdel sys\.argv|\bsys\.argv\[[^\]\n]*\]\s*=(?!=)")


@record(frozen=True, slots=True)
class StartedAs:
    """A start of the file ``path``. ``words``: its sub-commands; ``argv``: its first arguments, where they are known; ``given``: its options,
    None where they are not all known.
    """

    path: str
    words: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    given: frozenset[str] | None = None


class ProgramNames:
    """Names for starts of programs ("cli.py drop users").

    Args:
        tools: the repository.
        program: its modules.
    """

    def __init__(self, tools: Tools, program: Program) -> None:
        self._tools = tools
        self._program = program
        self._known: dict[str, StartedAs] = {}
        self._faces: dict[str, tuple[str, Reads]] = {}       # of programs: texts of other files that define their commands

    def name_of(self, path: str, arguments: Sequence[Text] | None) -> str:
        """The name of a program with its sub-commands, where it has some and is started with literal ones: "cli.py drop users"."""
        words: list[str] = []
        exact, option = True, False
        text = self._says_commands(path) if arguments else ""
        listed = bool(_HAS_COMMANDS.search(text))
        # from files whose words are not in this one
        gathered = _GATHERS in text or _OWN_CLASS in text or _LOOKS in text or hands_to_django(text) or _names_module(text)
        form = _DOTTED if _COLLECTS in text else _WORD
        for argument in (arguments or ())[:_MOST_ARGUMENTS] if text else ():
            word = argument.literal
            known = word is not None and form.fullmatch(word) is not None and (
                _names(text, word.rpartition(".")[2], listed=listed) or gathered or (bool(words) and not listed))
            if word is not None and word.startswith("-"):
                exact, option = exact and bool(words), "=" not in word and not says_flag(text, word)
            elif option and (word is None or not _WORD.fullmatch(word) or not _names(text, word, listed=listed)):
                option = False                               # the value of an option
            elif known and word is not None and not option:  # behind an option it may be the value of that or a command
                words.append(word)
            else:
                break
            if len(words) == _MOST_WORDS:
                break
        own = self._tools.files.get(path)
        given = given_options(parted(arguments, (own.text or "") if own is not None else "")) if self._has_switches(path) else None
        options = () if given is None else ("[" + " ".join(sorted(given)) + "]",)
        program = " ".join((path, *(() if exact or not words else ("...",)), *words, *options))
        self._known[program] = StartedAs(path, tuple(words), tuple(words) if exact and not _CHANGES_ARGV.search(text) else (), given)
        return program

    def started_as(self, program: str) -> StartedAs:
        """How the program is started that ``name_of`` gave this name; one that it never named is a file started without anything known."""
        return self._known.get(program) or StartedAs(program)

    def _has_switches(self, path: str) -> bool:
        """Whether a program's own file, or one that it imports, declares options that are given or not."""
        file = self._tools.files.get(path)
        if file is None:
            return False
        return SWITCHES.search(file.text or "") is not None or bool(self._face(f"{path} switches", lambda _: self._switching(path)))

    def _switching(self, path: str) -> str:
        """The path of a file that declares such options, among those that a program imports; empty where none does."""
        module = self._program.load(path)
        found = sorted(one.path for one in self._program.imports(module)) if module is not None else []
        return next((one for one in found if (inner := self._tools.files.get(one)) is not None and SWITCHES.search(inner.text or "")), "")

    def _says_commands(self, path: str) -> str:
        """The text that names the sub-commands of a program: its own, and for the face of a package that of the package's modules."""
        file = self._tools.files.get(path)
        text = (file.text or "") if file is not None else ""
        if every_function_is_a_task(path, text):
            return " ".join(f"'{name}'" for name in tasks_in(path, text))
        if jobs := " ".join(f"'{name}'" for name in jobs_in(text)):
            return jobs
        if posixpath.basename(path) == "__main__.py" and not _HAS_COMMANDS.search(text):
            text = self._face(path, self._package)
        elif "sys.argv" in text and not _HAS_COMMANDS.search(text):
            text += self._face(path, self._registered)
        elif not _HAS_COMMANDS.search(text) and not _TAKES_A_WORD.search(text):
            text = self._face(path, self._launched)
        return text if _HAS_COMMANDS.search(text) or "sys.argv" in text or _TAKES_A_WORD.search(text) or text.startswith(_LAUNCHED) else ""

    def _face(self, path: str, made: Callable[[str], str]) -> str:
        if path not in self._faces:
            with noted(self._tools) as reads:
                self._faces[path] = made(path), reads
        text, read = self._faces[path]
        self._tools.reads.add(read)
        return text

    def _package(self, path: str) -> str:
        """The texts of a package's modules that define commands."""
        folder = posixpath.dirname(path)
        paths = self._tools.files.like(rf"\A{re.escape(folder)}/.*\.py\Z") if folder else ()
        return "\n".join(inner for one in paths if (inner := self._tools.files[one].text) and _HAS_COMMANDS.search(inner))

    def _registered(self, path: str) -> str:
        """The texts of what a program imports, where one of them is a parser that others add their commands to."""
        module = self._program.load(path)
        paths = sorted({one.path for one in self._program.imports(module)} - {path}) if module is not None else []
        texts = [self._tools.files[one].text or "" for one in paths if one in self._tools.files]
        if any("set_defaults(" in text and "parse_args(" in text for text in texts):
            return "\n".join(("", *texts))
        return f"\n{_GATHERS}" if any(_GATHERS in text for text in texts) else ""

    def _launched(self, path: str) -> str:
        """The names of the commands that modules define which a program without commands of its own imports: it is the launcher of those."""
        module = self._program.load(path)
        paths = sorted({one.path for one in self._program.imports(module)} - {path}) if module is not None else []
        texts = [self._tools.files[one].text or "" for one in paths if one in self._tools.files]
        names = [f"'{match.group(1) or match.group(2)}'" for text in texts for match in _COMMAND_NAME.finditer(text)]
        names += [_GATHERS] if any(_GATHERS in text or (_COLLECTS in text and "invoke" in text) for text in texts) else []
        return "\n".join((_LAUNCHED, *names)) if names else ""


def _names_module(text: str) -> bool:
    """Whether a program may load a module that it is told the name of: each word may be one."""
    return "sys.argv" in text and ("__import__(" in text or "import_module(" in text)


def _names(text: str, word: str, *, listed: bool) -> bool:
    """Whether a program's text names a word as one of its commands: anywhere where commands are defined with a library, else in quotes."""
    if listed:
        return word in text or word.replace("-", "_") in text
    return f'"{word}"' in text or f"'{word}'" in text
