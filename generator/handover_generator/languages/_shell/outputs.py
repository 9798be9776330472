"""What commands print: to the next stage of a pipeline, or into a file."""

from __future__ import annotations

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF, STDIN_FILE, is_file_of_stdin
from handover_generator.analysis._commands_dumps import dumper_in
from handover_generator.analysis._commands_found import each_under, is_found, named_under, printed_from
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.languages._shell.fetched import FETCHERS, fetched
from handover_generator.languages._shell.functions import spoken
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.queried import is_written, queried
from handover_generator.languages._shell.traces import Traces
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_AWKS = frozenset({"awk", "gawk", "mawk", "nawk"})
_PRINTS = regex(r"[^{}\"]*\{\s*print\s+((?:\"(?:[^\"\\]|\\.)*\"|\$\w+|,|\s)+);?\s*\}\s*")
_PIECE = regex(r"\"((?:[^\"\\]|\\.)*)\"|(\$\w+)|(,)")
_THROUGH = frozenset({"grep", "egrep", "fgrep", "sort", "head", "tail", "uniq", "sed", "tr", "tee", "cut", "cat"})
_FILTERS = frozenset({"grep", "egrep", "fgrep", "sort", "head", "tail", "uniq"})


class Outputs(Traces):
    """Part of the walker that knows what commands print."""

    def printed(self, stage: tree_sitter.Node, stdin: Text | None, said: list[Text]) -> Text | None:
        """What a stage of a pipeline hands to the next one."""
        node = stage.child_by_field_name("body") if stage.type == "redirected_statement" else stage
        if node is None:
            return None
        if node is not stage:
            stdin = self._fed_file(stage) or stdin
        if said:
            return spoken(said) or Text.join("\n", said)
        if node.type != "command":
            return Text.of(Hole("unknown", OUTPUT_OF + "commands"))
        name = self.command_word(node)
        arguments = [child for index, child in enumerate(node.children) if node.field_name_for_child(index) == "argument"]
        words = self.expander(silent=True).adjoined(arguments)
        return self.output_of(name, words, stdin)

    def output_of(self, name: str, words: list[Text], stdin: Text | None) -> Text | None:
        """What a command prints that is given ``words``, and fed ``stdin``."""
        operands = [word for word in words if not word.render().startswith("-") or word.literal == "-"]
        if name in _THROUGH and is_written(stdin):
            return stdin
        if (written := queried(name, words, stdin)) is not None:
            return written
        if name == "cat":
            held = [stdin if word.literal == "-" else self._contents(word) for word in operands] if operands else [stdin]
            return Text.join("\n", [text for text in held if text is not None]) if len(held) > 1 else held[0]
        if name == "find" and (named := named_under(words)) is not None:
            return printed_from(named, self.flow.cwd)
        if name in ("find", "fdfind") and (found := each_under(words)):
            return Text.join("\n", [printed_from(one, self.flow.cwd) for one in found])
        if name in _FILTERS and is_found(stdin):
            return stdin
        if name == "sed" and stdin is None and len(operands) > 1 - len([word for word in words if word.literal in ("-e", "-f")]):
            return self._contents(operands[-1])
        if name in ("sed", "envsubst", "tr") and stdin is not None and is_file_of_stdin(stdin):
            return stdin                                 # with other words in it, but the same statements
        if name in ("sed", "envsubst", "tr", "tee", "sort", "head", "tail", "grep", "cut") and stdin is not None and not is_file_of_stdin(stdin):
            return stdin if name in ("tee", "envsubst") else Text.of(Hole("unknown", OUTPUT_OF + name))
        if name in _AWKS and operands and (printed := _printed_lines(operands[0])) is not None:
            return printed
        if name in FETCHERS:
            return fetched(name, words, self.session.tools.files)
        return Text.of(Hole("unknown", OUTPUT_OF + (dumper_in([Text.of(name), *words]) or name)))

    def _fed_file(self, stage: tree_sitter.Node) -> Text | None:
        """The file that ``envsubst < FILE`` reads."""
        for child in stage.children_by_field_name("redirect"):
            destination = child.child_by_field_name("destination")
            signs = [text_of(sign) for sign in child.children if not sign.is_named]
            if child.type == "file_redirect" and destination is not None and "<" in signs:
                return self._contents(self.expander(silent=True).text(destination))
        return None

    def _contents(self, path: Text) -> Text:
        """What the file at ``path`` holds, for one that reads it from its standard input."""
        found = self.find_file(path)
        return Text.of(Hole("unknown", STDIN_FILE), REPOSITORY + found if found is not None else path)


def _printed_lines(program: Text) -> Text | None:
    """The line that ``{print "rm", $2}`` prints for each of its input, where words of it are written; None for any other program."""
    said = _PRINTS.fullmatch(program.literal or "")
    if said is None:
        return None
    parts: list[str | Hole] = []
    for piece in _PIECE.finditer(said.group(1)):
        word, field, comma = piece.groups()
        parts.append(word.replace('\\"', '"') if word is not None else Hole("unknown", "input") if field else " " if comma else "")
    text = Text.of(*parts)
    return text if text.parts and isinstance(text.parts[0], str) and text.parts[0].strip() else None
