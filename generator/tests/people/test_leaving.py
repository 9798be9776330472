"""What leaves with a person, whom to ask instead, and what a random leaver would cost."""

from __future__ import annotations

import pytest

from handover_generator.analysis.knowledge import script_histories
from handover_generator.analysis.leaving import leaving_pack, simulate_leavers
from handover_generator.analysis.proposals import propose_seconds
from handover_generator.model.behaviour import Need, Unknown
from handover_generator.model.findings import DayOne, Verdict
from handover_generator.model.inventory import Dependencies, Inventory, OwnerFacts, Starter
from handover_generator.model.location import Location
from handover_generator.model.ownership import Acceptance, Ownership, Role, ScriptEntry
from handover_generator.model.people import Copy, KnowledgeState, Repository
from handover_generator.renderers.formats._leave import owned_words, top_line
from handover_generator.renderers.formats.leave_html import FORMAT as HTML
from handover_generator.renderers.formats.leave_markdown import FORMAT as MARKDOWN
from handover_generator.renderers.formats.leave_text import FORMAT as TEXT

AT = Location("handover/roles.yml", 3)


@pytest.fixture
def inventory(repo, script):
    def make(*declared, fields=None, ownership=None, paths=("a.sh", "b.sh", "c.sh")) -> Inventory:
        people = repo.people(*declared)
        histories = script_histories(repo.history(), people, paths)
        scripts = tuple(script(path, "shell", history=histories[path], **(fields or {}).get(path, {})) for path in paths)
        return Inventory(Repository(name="r", commit="c"), scripts, people.people, ownership or Ownership(people=declared))

    return make


def three(repo) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    repo.commit("Ada Obi", "2024-01-02", "A b.sh")
    repo.commit("Marek Novak", "2024-01-03", "M b.sh")
    repo.commit("Marek Novak", "2024-01-04", "A c.sh")


def test_what_gets_worse_and_only_that(repo, inventory) -> None:
    three(repo)
    pack = leaving_pack(inventory(), "ada.obi@example.org")
    told = {one.path: (one.before, one.after, one.last_knower) for one in pack.scripts}
    assert told == {
        "a.sh": (KnowledgeState.SINGLE, KnowledgeState.LOST, True),
        "b.sh": (KnowledgeState.KNOWN, KnowledgeState.SINGLE, False),
    }
    assert pack.scripts[1].successor == "marek.novak@example.org"
    assert "2024-01-03" in pack.scripts[1].successor_because


def test_somebody_gone_already_is_told_as_if_still_to_be_asked(repo, inventory, declare) -> None:
    three(repo)
    gone = declare("ada", "Ada Obi", "ada.obi@example.org", left="2024-02-01", reach="phone")
    pack = leaving_pack(inventory(gone), "ada")
    assert [(one.path, one.before, one.after) for one in pack.scripts] == [
        ("a.sh", KnowledgeState.SINGLE, KnowledgeState.LOST), ("b.sh", KnowledgeState.KNOWN, KnowledgeState.SINGLE),
    ]
    assert "left on 2024-02-01" in pack.notes[0]


def test_the_most_dangerous_comes_first(repo, inventory, drops) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh", "A b.sh", "A c.sh")
    found = inventory(fields={"c.sh": {"effects": (drops("main", "c.sh", 4),)}})
    assert leaving_pack(found, "ada.obi@example.org").scripts[0].path == "c.sh"
    verdicts = {"b.sh": Verdict(list=DayOne.DO_NOT_RUN, risk="high", headline="x", because=()),
                "c.sh": Verdict(list=DayOne.ASK_FIRST, risk="low", headline="y", because=())}
    assert [one.path for one in leaving_pack(found, "ada.obi@example.org", verdicts=verdicts).scripts] == ["b.sh", "c.sh", "a.sh"]


def test_questions_hang_on_lines_and_commits(repo, inventory, drops) -> None:
    repo.commit("Ada Obi", "2022-01-01", "A a.sh")
    fix = repo.commit("Ada Obi", "2024-01-01", "M a.sh", subject="hotfix: wrong host")
    fields = {
        "effects": (drops("main", "lib/store.py", 31),),
        "unknowns": (Unknown(kind="dynamic-command", at=Location("a.sh", 9), detail="$CMD"),),
        "called_from": (Starter(path="crontab", line=2, kind="cron", schedule="0 3 * * *"),),
        "dependencies": Dependencies(secrets=(Need(kind="secret", name="PILOT_PASSWORD", at=Location("a.sh", 2)),)),
        "copies": (Copy(path="b.sh", similarity=0.9, lost=("confirm",)),),
    }
    (one, *_) = leaving_pack(inventory(fields={"a.sh": fields}), "ada.obi@example.org").scripts
    assert all(question.at or question.commit for question in one.questions)
    assert any(question.at == Location("lib/store.py", 31) for question in one.questions)
    assert any(question.commit == fix for question in one.questions)
    assert not any(str(line) in question.text for question in one.questions for line in (31,))
    pack = leaving_pack(inventory(fields={"a.sh": fields}), "ada.obi@example.org")
    assert [(credential.name, credential.scripts) for credential in pack.credentials] == [("PILOT_PASSWORD", ("a.sh",))]


def test_answers_are_kept_and_open_ones_stay_open(repo, inventory, drops) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    entry = ScriptEntry(path="a.sh", at=Location("handover/scripts.yml", 7), answers=(
        ("where may it be run, and where never", "Pilot only.", "ada", "2024-05-01"),
        ("Something nobody asks any more?", "Yes.", "ada", "2024-05-02"),
    ))
    found = inventory(fields={"a.sh": {"effects": (drops("main", "a.sh", 3),)}}, ownership=Ownership(scripts=(entry,)), paths=("a.sh",))
    pack = leaving_pack(found, "ada.obi@example.org")
    answers = {question.text: question.answer for question in pack.scripts[0].questions}
    assert answers["Where may it be run, and where never?"] == "Pilot only."
    assert answers["Something nobody asks any more?"] == "Yes."
    assert pack.open_questions == sum(answer is None for answer in answers.values()) + len(pack.questions)


def test_duties_and_risks_stated_for_the_person(repo, inventory, declare) -> None:
    three(repo)
    ada = declare("ada", "Ada Obi", "ada.obi@example.org")
    stated = Ownership(
        people=(ada,), roles=(Role(id="backend", at=AT, holder="ada", duties=("reset pilots",)), Role(id="web", at=AT, holder="lin")),
        scripts=(ScriptEntry(path="c.sh", at=AT, owner="ada", verified_by="ada", verified_on="2024-01-01"),),
        accepted=(Acceptance(gap="no-confirm", script="c.sh", by="ada", on=None, until="2024-08-01", why=None, at=AT),
                  Acceptance(gap="x", script="c.sh", by="lin", on=None, until=None, why=None, at=AT)),
    )
    found = inventory(ada, ownership=stated, fields={"c.sh": {"ownership": OwnerFacts(owner="ada", people=("ada",))}})
    pack = leaving_pack(found, "ada")
    assert [duty.kind for duty in pack.duties] == ["role", "accepted", "owner", "verified", "duty"]
    assert not any("lin" in duty.text or "web" in duty.text for duty in pack.duties)
    owned = next(one for one in pack.scripts if one.path == "c.sh")
    assert owned.owned
    assert owned.before is owned.after is KnowledgeState.SINGLE


def test_an_unknown_person_gives_an_empty_pack_that_says_so(repo, inventory) -> None:
    three(repo)
    pack = leaving_pack(inventory(), "nobody@example.org")
    assert pack.scripts == ()
    assert "nobody@example.org" in pack.notes[0]


def test_cut_history_is_unclear_and_not_lost(repo, inventory, script) -> None:
    from handover_generator.records import replace

    three(repo)
    found = inventory()
    cut = tuple(replace(one, history=replace(one.history, state=KnowledgeState.UNKNOWN)) for one in found.scripts)
    pack = leaving_pack(replace(found, scripts=cut), "ada.obi@example.org")
    assert pack.unclear == ("a.sh", "b.sh")
    assert all(one.after is KnowledgeState.UNKNOWN for one in pack.scripts)


def test_random_leavers_small_and_exact(repo, inventory) -> None:
    three(repo)
    loss = simulate_leavers(inventory())
    # Either of the two goes: each is alone with one script.
    assert (loss.people, loss.leavers, loss.scripts, loss.mean, loss.worst, loss.exact) == (2, 1, 3, 1.0, 1.0, True)


def test_random_leavers_many_are_the_same_every_time(repo, inventory) -> None:
    for number in range(60):
        repo.commit(f"First{number} Last{number}", "2024-01-01", f"A s{number % 40}.sh")
    found = inventory(paths=tuple(f"s{number}.sh" for number in range(40)))
    first = simulate_leavers(found, draws=50)
    assert first == simulate_leavers(found, draws=50)
    assert not first.exact
    assert 0 < first.mean <= first.worst <= 40
    assert simulate_leavers(inventory(paths=())).people == 0


def test_second_people_with_reasons(repo, script) -> None:
    three(repo)
    repo.commit("Lin Chen", "2024-01-05", "A ops/x.sh")
    repo.commit("Ada Obi", "2024-01-05", "A ops/y.sh")
    people = repo.people()
    paths = ("a.sh", "b.sh", "ops/x.sh", "ops/y.sh")
    histories = script_histories(repo.history(), people, paths)
    scripts = [script(path, history=histories[path]) for path in paths]
    found = propose_seconds(scripts, people.people)
    # Ada wrote b.sh, so Marek, who changed it, is the second.
    assert (found["b.sh"].person, found["b.sh"].because) == ("marek.novak@example.org", "changed it once, on 2024-01-03")
    assert found["ops/x.sh"].person == "ada.obi@example.org"
    assert found["ops/x.sh"].because == "knows the other script in ops/"
    assert found["a.sh"].person == "marek.novak@example.org"


def test_the_second_is_never_the_owner_a_program_or_somebody_gone(repo, script, declare) -> None:
    repo.commit("Ada Obi", "2024-01-01", "A a.sh")
    repo.commit("Marek Novak", "2024-01-02", "M a.sh")
    repo.commit("dependabot[bot] <d@x.org>", "2024-01-03", "M a.sh")
    marek = declare("marek", "Marek Novak", left="2024-01-05")
    people = repo.people(marek)
    history = script_histories(repo.history(), people, ["a.sh"])["a.sh"]
    assert propose_seconds([script("a.sh", history=history, ownership=OwnerFacts(people=("ada.obi@example.org",)))], people.people) == {}


HOSTILE = "<script>alert(1)</script> & \"quoted\" \u202e\x1b[31m"


def test_the_page_to_print_stands_alone_and_leaves_room_for_answers(repo, inventory) -> None:
    three(repo)
    answered = ScriptEntry(path="a.sh", at=AT, answers=(("What is it for, and who asks for it?", "The Friday report.", "marek", "2026-05-01"),))
    made = inventory(ownership=Ownership(scripts=(answered,)), fields={"a.sh": {"unknowns": (
        Unknown(kind="dynamic-call", at=Location("a.sh", 3), detail=HOSTILE),)}})
    pack = leaving_pack(made, "ada.obi@example.org")
    text = HTML.render(pack)
    assert text.startswith("<!doctype html>")
    assert "The Friday report." in text
    assert "2026-05-01" in text
    assert text.count('class="line"') == pack.open_questions > 0
    for outside in ("http:", "https:", "src=", "@import", "<script", "\x1b", "\u202e"):
        assert outside not in text


def test_a_script_that_only_loses_an_owner_gets_no_worse(repo, inventory, declare, drops) -> None:
    three(repo)
    at = Location(".github/CODEOWNERS", 1)
    owned = {"ownership": OwnerFacts(owner="ada", source="CODEOWNERS", people=("ada",), at=at)}
    ada = declare("ada", "Ada Obi", "ada.obi@example.org")
    pack = leaving_pack(inventory(ada, fields={"a.sh": owned, "c.sh": {**owned, "effects": (drops("main", "c.sh", 4),)}}), "ada")
    assert [one.path for one in pack.told] == ["a.sh", "b.sh"]
    assert [(one.path, one.owned_at, one.questions) for one in pack.owned_only] == [("c.sh", at, ())]
    assert top_line(pack).startswith("2 scripts get worse, 1 of them known to nobody then, ")
    assert list(owned_words(pack)) == [(".github/CODEOWNERS:1", "1 script: c.sh")]
    for form in (HTML, MARKDOWN, TEXT):
        text = form.render(pack)
        assert "c.sh" in text[text.index("Named as owner of 1 script that gets no worse"):]
        assert "single, then single" not in text


def test_what_nobody_knows_any_more_comes_before_what_is_more_dangerous(repo, inventory, drops) -> None:
    three(repo)
    pack = leaving_pack(inventory(fields={"b.sh": {"effects": (drops("main", "b.sh", 4),)}}), "ada.obi@example.org")
    assert [(one.path, one.last_knower) for one in pack.scripts] == [("a.sh", True), ("b.sh", False)]
    assert pack.questions[0].why.startswith("b.sh is the most dangerous of them")


def test_no_number_is_an_answer_where_history_is_cut(repo, inventory, script) -> None:
    three(repo)
    whole = inventory()
    cut = Inventory(Repository(name="r", commit="c", shallow=True), tuple(script(path, "shell") for path in ("a.sh", "b.sh")), whole.people)
    pack = leaving_pack(cut, "ada.obi@example.org")
    assert pack.unclear == ("a.sh", "b.sh")
    assert top_line(pack) == ("History is cut, so nothing can be said about what gets worse (2 scripts), 0 questions open: "
                              "fetch the whole history (git fetch --unshallow, in CI fetch-depth: 0) and run again.")
    for form in (TEXT, MARKDOWN, HTML):
        assert "scripts get worse" not in form.render(pack)
    partly = leaving_pack(Inventory(cut.repository, (whole.scripts[0], *cut.scripts[1:]), whole.people), "ada.obi@example.org")
    assert top_line(partly).startswith("1 script gets worse, 1 of them known to nobody then, ")
    assert top_line(partly).endswith(" History is cut: of 1 script nothing can be said.")
    fresh = Inventory(Repository(name="r", commit="c"), (*whole.scripts, script("new.sh", "shell")), whole.people)      # not committed yet
    assert leaving_pack(fresh, "ada.obi@example.org").unclear == ()
    assert top_line(leaving_pack(fresh, "ada.obi@example.org")).startswith("2 scripts get worse")
