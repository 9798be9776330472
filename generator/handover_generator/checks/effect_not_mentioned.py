"""The text of a script does not name the harm it does.

## Why

"Reset the pilot." is a description, and it hides a dropped database. A reader who finds a text stops looking.

## What counts

The script has a text (docstring, header, YAML purpose, what its commands and recipes say of themselves), and it loses something or sends
messages, and no sentence of the text says so. Words that say so: delete, drop, remove, wipe, purge, truncate, empty, overwrite and their
like. Words that do not: reset, refresh, sync, clean up, rebuild. A sentence that speaks of something else ("removes old log files") does
not name a dropped database. `side_effects` in the YAML counts as text. High for a proven loss, medium for messages and for losses known
by name only.

## What to do

Say it in the first sentence: what is lost, in which store.

## Example

Docstring "Reset the pilot.", and three calls away `DROP DATABASE main`. Better: "Drops the database of one pilot and creates it empty."
"""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.commands_alone import each_alone
from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes, firm, losses
from handover_generator.checks._tell import add_line, best_to_ask, evidence_of, lowered, told
from handover_generator.checks._words import names, stated_effect, stated_text
from handover_generator.model.behaviour import Action
from handover_generator.model.findings import Check, Gap, Severity
from handover_generator.model.inventory import Effect, Inventory, Script

_UNRECALLABLE = ("email", "chat")


def _find(inventory: Inventory) -> Iterator[Gap]:
    for script in inventory.scripts:
        seen: set[tuple[str, str]] = set()
        # Of what has no text "undocumented" speaks; a file of commands may have one for each of them instead.
        for described in (script,) if script.purpose is not None else each_alone(script):
            text = stated_text(inventory, described)
            for effect in _tellable(described) if text and described.purpose is not None else ():
                kind = (effect.resource, effect.action.value)
                if kind in seen or names(text, effect) or stated_effect(inventory, described, effect):
                    continue
                seen.add(kind)
                yield _gap(inventory, described, effect, quoted=described.purpose.text if described.purpose is not None else "")


def _tellable(script: Script) -> tuple[Effect, ...]:
    sent = tuple(
        effect for effect in changes(script) if effect.action is Action.SEND and effect.resource in _UNRECALLABLE and not effect.destructive
    )
    return (*losses(script), *sent)


def _gap(inventory: Inventory, script: Script, effect: Effect, *, quoted: str) -> Gap:
    short = " ".join(quoted.split())
    short = short if len(short) <= 80 else f"{short[:77]}..."
    purpose = script.purpose
    return Gap(
        rule=CHECK.id,
        subject=script.path,
        at=purpose.at if purpose else effect.at,
        ask=best_to_ask(inventory, script),
        severity=lowered(Severity.HIGH if effect.destructive else Severity.MEDIUM, unless=firm(effect)),
        message=f'The text says "{short}" and does not mention that the script {told(effect)}.',
        action=f"Say in the header that it {describe(effect)}; or {_statement(inventory, script, effect)}",
        evidence=evidence_of(script, effect),
        detail=f"{effect.resource} {effect.action.value}",
    )


def _statement(inventory: Inventory, described: Script, effect: Effect) -> str:
    """The line for the YAML. A list of side effects that leaves a loss out is contradicted by it, so it names all kinds of them at once."""
    script = inventory.by_path[described.path]
    entry = inventory.ownership.script(script.path)
    if entry is not None and entry.side_effects:
        return f"add {{{effect.resource}: {effect.action.value}}} to the side_effects of {script.path} at {entry.side_effects[0].at}"
    kinds = dict.fromkeys((one.resource, one.action.value) for one in (effect, *_tellable(script)))
    items = ", ".join(f"{{{resource}: {action}}}" for resource, action in kinds)
    return add_line(inventory, script, f"side_effects: [{items}]").replace("Add", "add", 1)


CHECK = Check(id="effect-not-mentioned", title="Harm not mentioned in the text", severity=Severity.HIGH, find=_find)
