"""Drafts for people to finish: the first ``handover/*.yml``, and a header for one script.

What was mined stands there as a comment in the YAML and as text in a header; what only a person can know is marked TODO. An open TODO
states nothing: the readers of both skip it, so a draft that nobody finished documents nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from handover_generator.analysis.describing import describe
from handover_generator.analysis.environments import is_production
from handover_generator.analysis.unknowns import not_understood
from handover_generator.model.findings import DayOne, Findings
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.renderers._draft_text import comment, distinct, ids_of, quoted, wrapped

SCHEMA = "handover/handover.schema.json"
_HEAD = "# yaml-language-server: $schema=handover.schema.json\n"
_HOLDING = ("database", "cache", "search", "object-storage", "queue", "filesystem")
_MOST = 12
# What destroys something must not be cut from a header or an entry for the sake of brevity, unless it becomes unreadable.
_MOST_EFFECTS = 40


def draft_yaml(findings: Findings) -> dict[str, str]:
    """The files that ``handover init`` writes.

    Args:
        findings: what was found. What ``handover/*.yml`` states already is not drafted again.

    Returns:
        {path: text} of people.yml, scripts.yml, environments.yml (each only if there is something to put in it) and the JSON Schema their
        first lines name. The texts are valid for our own loader as they are.
    """
    inventory = findings.inventory
    drafted = {
        "handover/people.yml": _people(inventory),
        "handover/environments.yml": _environments(inventory),
        "handover/scripts.yml": _scripts(findings),
    }
    stated = set(inventory.ownership.files)
    texts = {path: _HEAD + text for path, text in drafted.items() if text and path not in stated}
    if texts:
        texts[SCHEMA] = (files("handover_generator") / "data" / "handover.schema.json").read_text(encoding="utf-8")
    return texts


def _people(inventory: Inventory) -> str:
    declared = {person.id for person in inventory.ownership.people}
    knowers = {knower.person for script in inventory.scripts for knower in script.history.knowers}
    people = [person for person in inventory.people if person.id in knowers and person.id not in declared and not person.bot]
    lines: list[str] = []
    names = ids_of(people, taken=declared)
    for person in sorted(people, key=lambda person: names[person.id]):
        lines.append(f"  {quoted(names[person.id])}:")
        lines.append(f"    name: {quoted(person.name)}")
        if person.emails:
            lines.append(f"    emails: [{', '.join(quoted(email) for email in person.emails)}]")
        lines.append('    # reach: TODO            # how to ask: "#backend", a telephone number')
        if not person.present:
            lines.append(f"    # left: TODO             # the day, if so; found: {comment(person.absent_because) or 'not present'}")
    head = "# Who wrote or knows the scripts of this repository, as its history has it. Remove who does not matter.\n"
    text = f"{head}people:\n" + "\n".join(lines) + "\n" if lines else ""
    if not inventory.ownership.roles and (folders := _folders(inventory)):
        text += "\n" + _roles(folders)
    return text


def _folders(inventory: Inventory) -> list[str]:
    """Patterns that cover every script, none of them inside another."""
    folders = sorted({script.path.rpartition("/")[0] for script in inventory.scripts if "/" in script.path})
    outer = [folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders)]
    top = sorted(f"/{script.path}" for script in inventory.scripts if "/" not in script.path)
    return [*top, *(f"{folder}/**" for folder in outer)]


def _roles(folders: list[str]) -> str:
    covers = wrapped(f"covers: [{', '.join(quoted(folder) for folder in folders[:_MOST])}]", "#     ", "#       ")
    rest = f"\n#     # Scripts were found in {len(folders) - _MOST} more folders." if len(folders) > _MOST else ""
    return f"""# TODO: a role outlives the person who holds it. Name yours, and take the # away.
# roles:
#   backend:
#     holder: TODO             # a name from above
#     predecessors: []
{covers}{rest}
#     duties: []
#     not_ours: {{}}             # requests that land here and should not: {{VPN accounts: IT service desk}}
"""


_PRODUCTION = (
    "# production:            # TODO: no file that was read names it; if there is one, take the # away",
    "#   hosts: []            # TODO: which machines; * stands for any text",
    "#   data: irreplaceable",
)
"""The place that matters most, where nothing was found of it."""


def _environments(inventory: Inventory) -> str:
    declared = {environment.id for environment in inventory.ownership.environments}
    blocks: list[str] = []
    for name in inventory.environments:
        if name in declared:
            continue
        settings = sorted((s for s in inventory.settings if s.environment == name), key=lambda s: (s.at, s.key))
        block = [f"  {quoted(name)}:"]
        block += [
            f"    # Found: {comment(setting.key)} = {comment(setting.value)} ({comment(str(setting.at))})" for setting in settings[:_MOST]
        ]
        if len(settings) > _MOST:
            block.append(f"    # Found: {len(settings) - _MOST} more settings")
        block += [
            "    # hosts: []              # TODO: which machines; * stands for any text",
            "    # data: TODO             # irreplaceable or disposable?",
            "    # marks: {env: {}}       # TODO: which variable tells this place apart?",
        ]
        blocks += block
    missing = [] if any(map(is_production, (*declared, *inventory.environments))) else _PRODUCTION
    head = "# The places where scripts run, as configuration files name them.\nenvironments:\n"
    text = head + "\n".join((*blocks, *(f"  {line}" for line in missing))) + "\n" if blocks else ""
    if not blocks and missing and not declared:
        text = "\n".join(("# The places where scripts run: no file that was read names one.", "# environments:",
                          *(line.replace("#", "#  ", 1) for line in missing))) + "\n"
    stores = _stores(inventory) if not inventory.ownership.stores else ""
    return text + ("\n" if text and stores else "") + stores


def _stores(inventory: Inventory) -> str:
    users: dict[tuple[str, str], set[str]] = {}
    names: dict[tuple[str, str], dict[str, None]] = {}         # a model and its table are one store under two names
    for script in inventory.scripts:
        for effect in script.destroys:
            if effect.resource in _HOLDING and effect.target and "${" not in effect.target:
                key = (effect.resource, effect.table or effect.target)
                users.setdefault(key, set()).add(script.path)
                names.setdefault(key, {}).update(dict.fromkeys((effect.target, key[1])))
    if not users:
        return ""
    lines = ["# TODO: what holds data that scripts delete. Take the # away, and say how each is backed up.", "# stores:"]
    for (kind, target), scripts in sorted(users.items())[:_MOST_EFFECTS]:
        match = ", ".join(quoted(comment(name)) for name in sorted(names[kind, target]))
        lines.append(f"#   {quoted(comment(target))}: {{kind: {kind}, match: [{match}], environments: [], backup: {{}}}}")
        lines += [f"#     # deleted from by {comment(path)}" for path in sorted(scripts)[:3]]
    if len(users) > _MOST_EFFECTS:
        lines.append(f"#   # {len(users) - _MOST_EFFECTS} more were found")
    return "\n".join(lines) + "\n"


def _scripts(findings: Findings) -> str:
    inventory = findings.inventory
    blocks: list[str] = []
    for script in sorted(inventory.scripts, key=lambda script: script.path):
        verdict = findings.verdicts.get(script.path)
        if inventory.ownership.script(script.path) is not None or (verdict is not None and verdict.list is DayOne.FREE_TO_RUN):
            continue
        blocks.append("\n".join(_script(findings, script)))
    if not blocks:
        return ""
    head = "# What only people know of each script. A line that begins with # states nothing: fill in what you know, and take the # away.\n"
    return f"{head}scripts:\n" + "\n\n".join(blocks) + "\n"


def _script(findings: Findings, script: Script) -> Iterator[str]:
    inventory = findings.inventory
    verdict = findings.verdicts.get(script.path)
    yield f"  {quoted(script.path)}:"
    if verdict is not None:
        yield f"    # Found: {comment(verdict.headline)}"
    if script.called_from:
        starters = "; ".join(f"{starter.kind} {starter.path}:{starter.line}" for starter in script.called_from[:3])
        yield f"    # Found: started or named by {comment(starters)}"
    owner = script.ownership
    known = f"{owner.source} says {comment(owner.owner)}" if owner.owner else "a role or a person"
    yield f"    # owner: TODO            # {known}{_best(inventory, script)}"
    purpose = script.purpose
    yield f"    # purpose: TODO          # {'its header says: ' + comment(purpose.text) if purpose else 'one sentence: what is it for?'}"
    reaches = f"it reaches {', '.join(comment(place) for place in script.places.reaches)}" if script.places.reaches else "where may it run?"
    yield f"    # safe_in: []            # TODO: {reaches}"
    yield "    # never_in: []           # TODO"
    pairs = list(dict.fromkeys((e.resource, e.action.value, e.target) for e in _worst_first(script)))
    if pairs:
        yield "    # side_effects:          # TODO: check each line, then take the # away"
        for resource, action, target in pairs[:_MOST_EFFECTS]:
            yield f"    #   - {{{resource}: {action}{f', target: {quoted(comment(target))}' if target else ''}}}"
        if len(pairs) > _MOST_EFFECTS:
            yield f"    #   # {len(pairs) - _MOST_EFFECTS} more were found"
    if script.destroys:
        yield "    # undo: TODO             # how to get back what it deletes"


def _best(inventory: Inventory, script: Script) -> str:
    best = next((knower for knower in script.history.knowers if knower.present and knower.knows), None)
    return f"; {comment(best.name)} knows it best" if best else ""


def _worst_first(script: Script) -> list[Effect]:
    changing = [effect for effect in script.live_effects if effect.changes]
    return sorted(changing, key=lambda e: (not e.destructive, e.resource, e.action.value, e.target or "", e.at))


def draft_header(script: Script, findings: Findings) -> str:
    """A header for one script, in the comment style of its language.

    Args:
        script: the script.
        findings: what was found of it.

    Returns:
        A docstring for Python, else a comment block, with a line feed at its end. What the script's header states already is kept.
    """
    lines = list(_header(script, findings.inventory))
    if script.language == "python":
        text = "\n".join(lines).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        return f'"""{text}\n"""\n'
    marker = "--" if script.language == "sql" else "#"
    return "".join(f"{marker} {line}".rstrip() + "\n" for line in lines)


def _header(script: Script, inventory: Inventory) -> Iterator[str]:
    yield comment(script.purpose.text) if script.purpose else "TODO: one sentence: what is it for, and who runs it when?"
    yield ""
    yield from _side_effects(script)
    places = script.places
    reaches = f" (found: it reaches {', '.join(comment(place) for place in places.reaches)})" if places.reaches else ""
    yield from _section(script, "Safe environments", [", ".join(places.safe)] if places.safe else [], f"where may it be run?{reaches}")
    yield from _section(script, "Never run in", [", ".join(places.never)] if places.never else [], "where must it not be run?")
    needs = script.dependencies
    required = [f"environment variable {need.name}" for need in (*needs.env, *needs.secrets)]
    required += [f"command {need.name}" for need in needs.binaries] + [f"service {need.name}" for need in needs.services]
    yield from _section(script, "Requires", list(dict.fromkeys(required)), "what must be there before?")
    yield from _section(script, "Undo", [], "how to get back what it changes?")
    yield from _section(script, "Backup", [], "which backup is there, or must be taken first?")
    owner = script.ownership.owner
    yield from _section(script, "Owner", [owner] if owner else [], f"a role or a person{_best(inventory, script)}")
    runs = [f"{starter.schedule} ({starter.path}:{starter.line})" for starter in script.called_from if starter.schedule]
    yield from _section(script, "Schedule", runs, "when does it run, or is it run by hand?")


def _side_effects(script: Script) -> Iterator[str]:
    stated = script.claims.get("side-effects")
    found = [f"{effect.resource}: {describe(effect)} ({effect.at})" for effect in distinct(_worst_first(script))]
    doubts = not_understood(script)
    if stated is None and not found:
        yield f"Side effects: TODO: none were found{f', but {doubts} {_places(doubts)} not understood' if doubts else ''}. Is that so?"
        return
    yield "Side effects:"
    for line in stated.text.split("\n") if stated else found[:_MOST_EFFECTS]:
        yield f"    {comment(line)}"
    if stated is None and len(found) > _MOST_EFFECTS:
        yield f"    TODO: {len(found) - _MOST_EFFECTS} more were found"
    if doubts:
        yield f"    TODO: {doubts} {_places(doubts)} not understood; is there more?"
    yield ""


def _places(number: int) -> str:
    return "place was" if number == 1 else "places were"


def _section(script: Script, title: str, found: Iterable[str], question: str) -> Iterator[str]:
    stated = script.claims.get(title.lower().replace(" ", "-"))
    lines = stated.text.split("\n") if stated else list(found)
    shown = [comment(line) for line in lines if comment(line)]
    if not shown:
        yield f"{title}: TODO: {question}"
    elif len(shown) == 1:
        yield f"{title}: {shown[0]}"
    else:
        yield f"{title}:"
        yield from (f"    - {line.lstrip('-*• ')}" for line in shown)
        yield ""
