"""Shell scripts that are templates (Jinja, ERB): their tags made shell again, line for line."""

from __future__ import annotations

import re

from handover_generator.regexes import regex

_TAG = regex(
    r"<%(?P<erb>[=#-]?)(?P<ruby>.{0,2000}?)-?%>"                                    # <%= @name %>, <% if x -%>
    r"|(?:(?<![$\w])\{%[-+]?|(?<!\$)\{%[-+]?(?=\s*(?:if|el|end|for)))(?P<block>[^{}]*?(?:\{[^{}]*\}[^{}]*?)*)[-+]?%\}"     # {% if x %}; not ${x%...}
    r"|(?<!\$)\{#(?P<comment>.{0,2000}?)#\}"
    r"|(?<!\{)\{\{-?\s*(?:'(?P<said>[^'\n]*)'|\"(?P<quoted>[^\"\n]*)\")\s*-?\}\}"                                      # {{ '{' }}
    r"|(?<!\{)\$?\{\{(?!\{)-?(?P<name>[^{}]*?(?:\{[^{}]*\}[^{}]*?)*)-?\}\}",
    re.DOTALL,
)
_IN_A_WORD = regex(r"(?P<before>\S)?\{%[-+]?\s*if\b(?P<asked>[^{}%]*)%\}(?:\{\{[^{}]*\}\}|[^\s{])*"
                   r"(?:\{%[-+]?\s*el[^{}%]*%\}(?:\{\{[^{}]*\}\}|[^\s{])*)+\{%[-+]?\s*endif\s*[-+]?%\}(?P<after>\S)?")
"""``/srv/{% if big %}a{% else %}b{% endif %}/cache``"""
_JINJA = regex(r"(?<!\$)\{%[-+]?\s*(?:if|for|set|include|else|endif|endfor|raw|macro|block|import|from)\b"
               r"|(?<!\{)\{\{\s+[A-Za-z_][\w.]*\s*(?:\||\}\}|\()"
               r"|(?<!\{)\{\{[A-Za-z_]\w*(?:_\w+|\.\w+)+\s*\}\}"
               r"|(?<!\{)\{\{\s*[A-Za-z_]\w*\[(?:'[\w.-]+'|\"[\w.-]+\")\]")
_NAME = regex(r"\s*[A-Za-z_@]")
_GO = regex(r"\s*+(?:-?\s*+\.|\$|(?:json|range|end|if|else|with|index|len|println?|printf|join|split|upper|lower|title|block|define"
            r"|template)\b\s*[.$\"(]"
            r"|(?:end|else)\s*\Z)")


def filled(text: str) -> tuple[str, frozenset[str]]:
    """A template as shell text, and the names it leaves open.

    Args:
        text: any script.

    Returns:
        The text with every ``{{ name }}`` and ``<%= @name %>`` as ``${name}``, ``{{ '{' }}`` as what it quotes, and every other tag gone, on
        the same lines; and those names. What stands under ``if`` and ``else`` of the template both stays, as words for themselves; a word of
        which they are a part has one name there. A text that is no template comes back as it is; the braces of Go templates (``docker ps
        --format '{{.Names}}'``) are left alone.
    """
    if not ("<%" in text and "%>" in text) and not _JINJA.search(text):
        return text, frozenset()
    names: dict[str, None] = {}

    def replace(match: re.Match[str]) -> str:
        whole = match.group()
        rest = "\n" * whole.count("\n")
        if match.group("said") is not None or match.group("quoted") is not None:
            return match.group("said") or match.group("quoted") or ""
        inner = match.group("ruby") if match.group("erb") == "=" else match.group("name")
        if inner is None:
            return rest or (" " if (match.group("block") or "").strip(" -+").startswith("el") else "")
        if match.group("name") is not None and (_GO.match(inner) or (not _NAME.match(inner) and not inner.strip().startswith(("'", '"')))):
            return whole
        name = _identifier(inner)
        names[name] = None
        return "${" + name + "}" + rest

    def one(match: re.Match[str]) -> str:
        if match.group("before") is None and match.group("after") is None:
            return match.group()
        name = _identifier("if " + match.group("asked"))
        names[name] = None
        return (match.group("before") or "") + "${" + name + "}" + (match.group("after") or "") + "\n" * match.group().count("\n")

    found = _TAG.sub(replace, _IN_A_WORD.sub(one, text))
    return (_continued(text, found) if "\\\n" in found else found), frozenset(names)


def _continued(text: str, found: str) -> str:
    """A line on which only a tag stood goes on where the line before it does: ``load \\``, ``{% for %}``, ``--a \\``."""
    before, after = text.split("\n"), found.split("\n")
    for number in range(1, min(len(before), len(after))):
        if not after[number].strip() and before[number].strip() and after[number - 1].endswith("\\"):
            after[number] = "\\"
    return "\n".join(after)


def _identifier(expression: str) -> str:
    """A name of a variable for what a tag prints: ``@database_name`` as ``database_name``."""
    found = re.sub(r"\W+", "_", expression.partition("|")[0]).strip("_")[:48].strip("_")
    return found if found and not found[0].isdigit() else f"template_{found}".rstrip("_")
