"""Scripts that say of themselves that they delete something, of which no loss was found: then it was not seen.

"Deletes baskets that became orders" over a file in which nothing is deleted is no comfort. Only what speaks of the script itself counts: the verb
that its text begins with; a script that "lists deleted users" deletes none. A name is a weaker word (``wipe_report.py``): it counts where something
was not understood.
"""

from __future__ import annotations

from handover_generator.analysis.harm import changes, losses
from handover_generator.analysis.unknowns import not_understood
from handover_generator.model.inventory import Inventory, Script
from handover_generator.regexes import regex

_VERBS = r"delete|remove|purge|wipe|erase|truncate|destroy|drop|prune|expunge"
_BEGINS = regex(
    rf"(?i)\s*(?:(?:this|a|an|the|simple|small|one[- ]off|custom|django|management|admin|cron|bash|shell|python|periodic|nightly|daily)\s+)*"
    rf"(?:(?:script|command|task|job|tool|program|utility|helper|function)\s+)?(?:(?:that|which|to|will|for|it|is used to|used to|can)\s+)*"
    rf"(?P<verb>(?:{_VERBS})s?|(?:delet|remov|purg|wip|eras|truncat|destroy|dropp|prun|expung)ing)\b(?!-)"
)
_NAMED = regex(rf"(?P<verb>{_VERBS})(?=[_-]|\Z)")
_LONGEST = 80


def said_to_lose(inventory: Inventory, script: Script) -> str | None:
    """How a script says that it deletes, in words to quote; None where it says no such thing, where a loss was found, and where all that it
    does was understood and is a change: then it deletes by a mark, or in a copy.
    """
    if losses(script) or script.commands or (changes(script) and not not_understood(script)):
        return None
    whole = inventory.by_path.get(script.path, script)
    of_one_command = bool(whole.commands)
    own_text = script.purpose if script.purpose is not None and not (of_one_command and script.purpose == whole.purpose) else None
    if own_text is not None and _BEGINS.match(own_text.text):
        first = " ".join(own_text.text.split())
        return f'says "{first if len(first) <= _LONGEST else f"{first[:_LONGEST - 3]}..."}"'
    name = script.path.rpartition("/")[2]
    if not of_one_command and not_understood(script) and _NAMED.match(name.partition(".")[0].lower()):
        return f"is called {name}"
    return None
