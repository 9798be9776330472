"""openstack: things, then a verb, then names, with options anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis._phrases import third_person
from handover_generator.analysis.paths import is_file, joined, shown
from handover_generator.model.behaviour import Action, Unknown
from handover_generator.model.text import MOST_WORDS
from handover_generator.wordlists import word_set

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_READ = word_set("list show issue save export ssh stats usage query validate find")
_LOSES = word_set("delete purge abandon")
_TAKES_AWAY = word_set("remove unset revoke disassociate detach")
_OTHERS = word_set("""
    create set add start stop reboot rebuild resize migrate pause unpause suspend resume lock unlock shelve unshelve rescue unrescue evacuate
    restore backup import stage update accept transfer upgrade associate attach register trigger enable disable failover activate adopt publish
    confirm revert extend grow shrink clean manage provide deploy undeploy inspect sync cancel signal check mark reset move switch recover promote
""")
_WITH_THING = frozenset(("add", "remove"))
_OWN = frozenset(("help", "complete", "module", "command"))


def openstack(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """The first word that is a verb decides; what stands before it is the kind of thing, what stands behind it are names."""
    words = parsed.operands
    if not words or words[0].literal in _OWN:
        return
    known = _READ | _LOSES | _TAKES_AWAY | _OTHERS
    place = next((index for index, word in enumerate(words) if index and word.literal in known), None)
    if place is None:
        said = " ".join(word.render() for word in words[:3])
        kind = "dynamic-command" if any(word.literal is None for word in words) else "unmodelled-command"
        told.events.append(Unknown(kind=kind, at=circumstances.at, detail=f"openstack {said}: a sub-command that is not known"))
        return
    thing, verb, names = " ".join(word.render() for word in words[:place]), words[place].literal or "", words[place + 1 :]
    names = names[1:2] if verb in _WITH_THING else names if verb in _LOSES else names[:1]
    targets = [name.render() for name in names[:MOST_WORDS]]
    resource = "secret" if thing == "token" and verb == "issue" else "cloud"
    action = Action.READ if verb in _READ else Action.DELETE if verb in _LOSES | _TAKES_AWAY else Action.WRITE
    for target in targets or [thing]:
        named = f"{thing} {target}" if targets else thing
        told.act(circumstances, resource, action, f"{third_person(verb)} {named}" if action is not Action.READ else f"looks at {named}", target,
                 destructive=verb in _LOSES)
    file = parsed.value("--file")
    if file is not None and is_file(target := shown(joined(file, circumstances.cwd).render())):
        saves = verb in ("save", "export")
        told.act(circumstances, "filesystem", Action.WRITE if saves else Action.READ, f"{'writes' if saves else 'reads'} {target}", target)
