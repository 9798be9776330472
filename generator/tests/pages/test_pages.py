"""What a reader sees on the pages, and what must not mislead a tired one."""

from __future__ import annotations

import re

import pytest

from handover_generator.checks._run import judge
from handover_generator.model.behaviour import IN_SIGNAL_HANDLER, IN_WORKER, Guard, GuardKind, Unknown
from handover_generator.model.explanation import Explanation
from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Command, OwnerFacts, Places, Starter
from handover_generator.model.location import CallStep, Location
from handover_generator.model.ownership import Environment, Ownership, ScriptEntry
from handover_generator.model.source import Claims
from handover_generator.records import replace
from handover_generator.renderers.formats import explain_text, scan_table
from handover_generator.renderers.pages import _paths
from handover_generator.renderers.pages._facts import facts_of
from handover_generator.renderers.site import STYLE, assets, render_pages
from handover_generator.strict_yaml import parse


@pytest.fixture(scope="module")
def pages(findings: Findings) -> dict[str, str]:
    return dict(render_pages(findings))


def _plain(text: str) -> str:
    """The words of a page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", text.replace("<wbr>", "")).split())


def _section(page: str, heading: str) -> str:
    return page.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_first_list_is_never_cut(findings: Findings) -> None:
    """Ten rows and "see the catalogue" would read as if the eleventh script may be run."""
    scripts = findings.inventory.scripts
    worst = findings.inventory.by_path["scripts/reset_pilot.py"]
    many = (*scripts, *(replace(worst, path=f"scripts/again_{number}.py") for number in range(30)))
    found = judge(replace(findings.inventory, scripts=tuple(sorted(many, key=lambda script: script.path))))
    told = _section(render_pages(found)[_paths.START], "Do not run")
    for number in range(30):
        assert f"again_<wbr>{number}.py" in told
    assert "Do not run these either:" in told


def test_an_owner_who_left_is_not_named_like_one_to_ask(pages: dict[str, str]) -> None:
    for page in (_paths.CATALOGUE, _paths.REGISTER):
        assert "Marek Novak (left)" in _plain(pages[page])
    assert not re.search(r"\bmarek\b", _plain(pages[_paths.CATALOGUE])), "an id is no name"


def test_a_role_shows_what_comes_with_it(pages: dict[str, str]) -> None:
    """Its patterns cover none of the scripts; they belong to the one who held it before, and reach the newcomer all the same."""
    role = pages[_paths.role_page("backend")]
    week = _plain(_section(role, "Your first week"))
    assert "Read the 7 pages of what you must not run: Makefile , scripts/reset_pilot.py" in week
    assert "Call Marek Novak (phone until December) as long as that is possible: handover leave marek" in week
    assert "owned by Marek Novak (left)" in _plain(_section(role, "Scripts, most dangerous first"))


def test_a_role_without_scripts_says_what_to_do(findings: Findings) -> None:
    ownership = findings.inventory.ownership
    empty = replace(ownership, roles=tuple(replace(role, covers=(), holder=None, predecessors=()) for role in ownership.roles))
    week = _plain(_section(render_pages(replace(findings, inventory=replace(findings.inventory, ownership=empty)))[_paths.role_page("backend")],
                           "Your first week"))
    assert "No script was found that goes with this role." in week
    assert " no pages" not in week


def test_headings_without_content_are_left_out(pages: dict[str, str]) -> None:
    assert "## Faded" in pages[_paths.PEOPLE]
    assert "## Unknown" not in pages[_paths.PEOPLE]


def test_the_truck_factor_is_told_in_words(pages: dict[str, str]) -> None:
    told = _plain(_section(pages[_paths.METHOD], "How many people must go"))
    assert "by who still knows and can be asked (now) 0 nobody need go: more than half have nobody already" in told


def test_a_long_trail_is_told_by_its_ends(findings: Findings) -> None:
    """Twenty calls in the verdict are a wall; the first and the last ones stand there, and all of them below."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    worst = next(effect for effect in script.effects if effect.destructive)
    steps = tuple(CallStep("lib/deep.py", number, f"step_{number}") for number in range(1, 21))
    far = replace(worst, via=(*worst.via[:1], *steps), condition=f"{IN_SIGNAL_HANDLER} and {IN_WORKER}")
    found = judge(replace(findings.inventory, scripts=(replace(script, effects=(far,)),)))
    page = render_pages(found)[_paths.script_page(script.path)]
    box = _plain(page.split("</section>")[0])
    assert "step_2 → 16 more calls → lib/deep.py:19 step_19 → lib/deep.py:20 step_20 →" in box
    assert "only in a signal handler and in the worker" in box
    assert "step_10" not in box
    assert "step_10" in _section(page, "Effects")


def test_differences_of_copies_name_files_by_their_ends(pages: dict[str, str]) -> None:
    told = _plain(pages[_paths.COPIES])
    assert "scripts/reset_pilot_south.py and scripts/reset_pilot_north.py" in told
    assert "reset_pilot_north.py asks before it acts (reset_pilot_north.py:15); this script does not." in told


def test_the_worst_loss_is_told_first(findings: Findings) -> None:
    """As in the headline above it: what lies in a cache comes back by itself, rows of a table do not."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    one = next(effect for effect in script.effects if effect.destructive and effect.resource == "database")
    every = tuple(replace(one, resource=resource, target=target, everything=False)
                  for resource, target in (("cache", "sessions"), ("filesystem", "node_modules"), ("database", "orders")))
    found = judge(replace(findings.inventory, scripts=(replace(script, effects=every),)))
    page = render_pages(found)[_paths.script_page(script.path)]
    head, effects = _plain(page.split("</section>")[0].split("ho-harm")[1]), _plain(_section(page, "Effects"))
    assert head.index("orders") < head.index("sessions")
    assert "node_modules" not in head, "what a tool makes again is no loss, as in the terminal"
    assert effects.index("orders") < effects.index("sessions") < effects.index("node_modules")


def test_what_is_not_understood_is_one_number_everywhere(findings: Findings) -> None:
    """One line of the list may stand for many calls: the number is of calls, wherever it is told."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    unknowns = (Unknown(kind="unmodelled-package", at=script.effects[0].at, detail="requests2.get (in 3 places)"),
                Unknown(kind="dynamic-call", at=script.effects[0].at, detail="hook()"))
    found = judge(replace(findings.inventory, scripts=(replace(script, unknowns=unknowns, resolved_calls=10, reachable_calls=17),)))
    pages = render_pages(found)
    assert "7 calls not understood" in _plain(_section(pages[_paths.START], "Do not run"))
    assert "7 not understood" in _plain(pages[_paths.CATALOGUE])
    own = _plain(pages[_paths.script_page(script.path)])
    assert "7 not understood (3 calls of packages nothing is known of and 1 call decided at run time)" in own
    assert "Not understood (7, told in 2 lines)" in own
    assert "Not understood (7, told in 2 lines)" in explain_text.FORMAT.render(Explanation(findings=found, script=found.inventory.scripts[0]))
    assert "3 calls of packages" not in _plain(pages[_paths.METHOD])
    assert "call of a package nothing is known of 3" in _plain(pages[_paths.METHOD])


def test_trails_are_counted_as_in_the_terminal(findings: Findings) -> None:
    """Temporary files are no loss: neither the sum nor the lamps count them."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    one = next(effect for effect in script.effects if effect.destructive and effect.resource == "database")
    asked = Guard(kind=GuardKind.CONFIRM, at=one.at)
    every = (replace(one, target="orders", guards=(asked,)), replace(one, target="users", guards=()),
             replace(one, target="users", guards=(), at=script.effects[0].at),
             replace(one, resource="filesystem", target="/tmp/x", guards=(asked,)))
    found = judge(replace(findings.inventory, scripts=(replace(script, effects=every, guards=()),)))
    page = _plain(render_pages(found)[_paths.script_page(script.path)])
    told = explain_text.FORMAT.render(Explanation(findings=found, script=found.inventory.scripts[0]))
    assert "Asks: before 1 of 3" in page
    assert "not before 2 of 3 trails" in told


@pytest.mark.parametrize(("path", "table"), [(_paths.CATALOGUE, "ho-all"), (_paths.REGISTER, "ho-gap-rows"), (_paths.TIMETABLE, "ho-times")])
def test_on_a_narrow_screen_each_cell_names_its_column(pages: dict[str, str], path: str, table: str) -> None:
    """Rows become blocks there, and the head of the table is out of sight: the style sheet names the columns, in words of the head."""
    heads = re.findall(r'<th scope="col">([^<]*)</th>', pages[path])
    style = assets()[STYLE].decode()
    labels = dict(re.findall(rf'\.{table} td:nth-child\((\d+)\)::before {{ content: "([^"]*): "; }}', style))
    assert labels
    assert all(heads[int(number) - 1] == label for number, label in labels.items())
    speaking = {"Script", "About", "What is missing or wrong, and the next step"}
    assert {head for number, head in enumerate(heads, start=1) if str(number) not in labels} <= speaking
    assert 'class="ho-wide" role="region" tabindex="0"' in pages[path], "who uses no mouse must reach what lies beyond the edge"


def test_the_description_of_a_command_stands_in_the_broad_column(findings: Findings) -> None:
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    commands = (Command(name="show", at=script.effects[0].at), Command(name="drop", at=script.effects[0].at, says="Drops it."))
    found = judge(replace(findings.inventory, scripts=(replace(script, commands=commands),)))
    told = _section(render_pages(found)[_paths.script_page(script.path)], "Its commands")
    assert "Drops it." in told.split("<code>drop</code>")[1].split("</tr>")[0].split("<td>")[-1]


def test_lines_to_add_can_be_pasted(findings: Findings) -> None:
    """Into the ownership file, as they are printed: with a place chosen, for targets of any spelling, and for a script that has an entry."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    one = next(effect for effect in script.effects if effect.destructive and effect.resource == "database")
    bare = replace(script, purpose=None, claims=Claims(), effects=(replace(one, target="${NAME}, {a: b}"),), places=Places(reaches=("zoo",)),
                   ownership=OwnerFacts())
    at = Location("handover/environments.yml", 2)
    places = tuple(Environment(id=name, at=at) for name in (*(f"p{number:02}" for number in range(20)), "production", "zoo"))
    inventory = replace(findings.inventory, scripts=(bare,), settings=(), ownership=Ownership(environments=places))
    found = judge(inventory)
    pasted = 0
    for action in (gap.action for gap in found.gaps):
        written = action.partition(", under scripts: ")[2].partition("}. ")[0]
        if written:
            parse("scripts:\n  " + (written if written.endswith("}") else written + "}"), "f")
            pasted += 1
    assert pasted >= 3
    choice = next(gap.action for gap in found.gaps if gap.rule == "no-safe-place")
    assert choice.endswith("Known places: zoo, production, p00, p01, p02, p03, p04, p05 and 14 more")
    assert "safe_in: [<where it may run>], never_in: [<where it must not>]" in choice, "not one placeholder for both"
    facts = {fact.key: fact for fact in facts_of(bare, found)}
    stated = re.search(r"“side_effects: (.*)” under", facts["side-effects"].action)
    assert stated is not None
    assert parse(f"a: {stated[1]}", "f").data["a"] == [{"database": "delete", "target": "${NAME}, {a: b}"}]
    assert "backup:" in facts["backup"].action, "not how to undo it, which the row above asks for"
    entry = ScriptEntry(path=bare.path, at=Location("handover/scripts.yml", 7))
    again = judge(replace(inventory, ownership=Ownership(environments=places, scripts=(entry,))))
    assert all("under scripts:" not in gap.action for gap in again.gaps if gap.script), "an entry cannot stand there twice"


def test_facts_that_are_stated_are_named(pages: dict[str, str]) -> None:
    assert re.search(r"[1-9] of 10 facts are stated by a person \([a-z]", _plain(pages[_paths.script_page("scripts/reset_pilot.py")]))


def test_the_table_of_the_terminal_explains_its_words(findings: Findings) -> None:
    text = scan_table.FORMAT.render(findings)
    legend = next(line for line in text.splitlines() if line.startswith("KNOWLEDGE: "))
    assert {script.history.state.value for script in findings.inventory.scripts} == set(re.findall(r"(?:: |; )([a-z]+):", f"; {legend}"))


def test_the_timetable_names_what_is_started_of_a_file(findings: Findings) -> None:
    """Nine rows of one file say nothing; and what only looks is not to be feared for what another task of its file does."""
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    at = script.effects[0].at
    commands = (Command(name="look", at=at), Command(name="drop", at=at, effects=script.effects))
    starters = tuple(Starter(path="beat.py", line=line, kind="celery", schedule="5 5 * * *", command=f"shop.tasks.{name}")
                     for line, name in ((3, "drop"), (4, "look")))
    found = judge(replace(findings.inventory, scripts=(replace(script, commands=commands, called_from=starters),)))
    rows = {row.split("shop.tasks.")[1].split("<")[0]: _plain(row) for row in render_pages(found)[_paths.TIMETABLE].split("<tr>") if "beat." in row}
    assert "Do not run" in rows["drop"]
    assert "Do not run" not in rows["look"]


def test_the_register_begins_with_what_is_critical(findings: Findings) -> None:
    """A high gap of a worse script may be more dangerous by the figure, and still is not worse than a critical one."""
    severities = [gap.severity for gap in findings.gaps if gap.state != "accepted"]
    assert severities == sorted(severities, reverse=True)
    of_one = [gap.danger for gap in findings.gaps if gap.state != "accepted" and gap.severity is severities[0]]
    assert of_one == sorted(of_one, reverse=True)


def test_a_file_of_several_commands_tells_each(findings: Findings) -> None:
    script = findings.inventory.by_path["scripts/reset_pilot.py"]
    assert "Its commands" not in render_pages(findings)[_paths.script_page(script.path)]
    at = script.effects[0].at
    commands = (Command(name="show", at=at), Command(name="drop", at=at, effects=script.effects, says="Drops <all>."))
    several = tuple(replace(one, commands=commands) if one.path == script.path else one for one in findings.inventory.scripts)
    found = judge(replace(findings.inventory, scripts=several))
    pages = render_pages(found)
    assert "1 of its 2 commands: drop" in _plain(_section(pages[_paths.START], "Do not run"))
    told = _section(pages[_paths.script_page(script.path)], "Its commands")
    assert _plain(told).index("claimed “Drops &lt;all&gt;.”") < _plain(told).index("show")
    assert "do not run" in _plain(told).lower()


def test_scripts_that_are_alike_take_one_place_of_the_first_list(findings: Findings) -> None:
    """Thirty importers of one folder must not hide the one script that does something else."""
    scripts = findings.inventory.scripts
    worst = findings.inventory.by_path["scripts/reset_pilot.py"]
    many = (*(replace(worst, path=f"import/again_{number:02}.py") for number in range(30)), *scripts)
    told = _section(render_pages(judge(replace(findings.inventory, scripts=tuple(sorted(many, key=lambda script: script.path)))))[_paths.START],
                    "Do not run")
    table, rest = told.split("</table>", 1)
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table)
    assert next(_plain(said) for path, said in rows if "again_" in path).endswith("29 other scripts of its folder do the same.")
    assert len([path for path, _ in rows if "again_" in path]) == 1
    assert any("reset_" in path for path, _ in rows)
    assert "29 in import :" in _plain(rest)
    assert all(f"again_<wbr>{number:02}.py" in told for number in range(30))


def test_tests_stand_behind_scripts_in_the_first_list(findings: Findings) -> None:
    """A dozen tests that empty a database are no worse for that, but nobody is asked in a stand-up to run them."""
    scripts = findings.inventory.scripts
    worst = findings.inventory.by_path["scripts/reset_pilot.py"]
    tests = (replace(worst, path=f"checks_{number:02}/integrationTests/TestOrders.py") for number in range(12))
    found = judge(replace(findings.inventory, scripts=tuple(sorted((*tests, *scripts), key=lambda script: script.path))))
    table, rest = _section(render_pages(found)[_paths.START], "Do not run").split("</table>", 1)
    rows = [_plain(path).replace(" ", "") for path in re.findall(r'<th scope="row">(.*?)</th>', table)]
    behind = [path.endswith("TestOrders.py") for path in rows]
    assert behind == sorted(behind)
    assert "scripts/reset_pilot.py" in rows
    assert rest.count("TestOrders") + sum(behind) >= 12
