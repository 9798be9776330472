"""Families of copies: kin found, strangers left alone, and what one of two lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis._tokens import tokens_of
from handover_generator.analysis.copies import find_copies
from handover_generator.model.history import History
from handover_generator.model.people import Copy

RESET = '''"""Reset the pilot."""
import sys

from lib import sessions

NAME = "{name}"


def main():
    {answer} = input("Really reset " + NAME + "? ")
    if {answer} != "yes":
        sys.exit(1)
    {store} = sessions.open(NAME, retries={retries})
    for user in {store}.users():
        print("removing", user)
        {store}.remove(user)
    sessions.refresh(NAME)
    print("done with", NAME)


if __name__ == "__main__":
    main()
'''
ASKS = '''    {answer} = input("Really reset " + NAME + "? ")
    if {answer} != "yes":
        sys.exit(1)
'''
PILOT_A = RESET.format(name="pilot_a", answer="answer", store="store", retries=3)
PILOT_B = RESET.replace(ASKS, "").replace('"""Reset the pilot."""', "# reset of the second pilot\n").format(
    name="pilot_b", answer="reply", store="session_store", retries=5,
)
REPORT = '''"""Print a report."""
import sys

from lib import reports


def main():
    rows = reports.load(sys.argv[1])
    total = 0
    for row in rows:
        total += row.amount
    print("total", total)
    if total > 100:
        print("large")


if __name__ == "__main__":
    main()
'''
SHELL_A = '''#!/bin/bash
set -euo pipefail
HOST=app1
DB=pilot_a
read -p "Really? " ok
[ "$ok" = yes ] || exit 1
ssh "$HOST" systemctl stop pilot
psql -h "$HOST" "$DB" -c "DROP TABLE sessions"
psql -h "$HOST" "$DB" -c "VACUUM"
rm -rf /srv/pilot/cache
mkdir -p /srv/pilot/cache
ssh "$HOST" systemctl start pilot
echo "done with $DB"
'''
SHELL_B = SHELL_A.replace("app1", "app7").replace("pilot_a", "pilot_b").replace("DB", "DATABASE").replace(
    'read -p "Really? " ok\n[ "$ok" = yes ] || exit 1\n', "",
)


@pytest.fixture
def family(source, script, repo):
    def find(
        *texts: tuple[str, str], scripts=None, history: History | None = None, language: str = "python",
    ) -> dict[str, tuple[Copy, ...]]:
        files = {path: source(path, text) for path, text in texts}
        found = scripts or [script(path, language) for path in sorted(files)]
        return find_copies(files, found, history or repo.history())

    return find


def test_a_copy_with_other_names_and_a_lost_question(family, script, drops, confirm) -> None:
    asks = confirm("a.py", 10)
    scripts = [
        script("a.py", guards=(asks,), effects=(drops("pilot_a", "a.py", 15, (asks,)),)),
        script("b.py", effects=(drops("pilot_b", "b.py", 12),)),
    ]
    found = family(("a.py", PILOT_A), ("b.py", PILOT_B), scripts=scripts)
    (kin,) = found["b.py"]
    assert kin.path == "a.py"
    assert kin.similarity > 0.6
    assert kin.lost == ("confirm",)
    assert "a.py asks before it acts (a.py:10); this script does not." in kin.differences
    assert "This script deletes from database pilot_b (b.py:12), a.py database pilot_a (a.py:15)." in kin.differences
    assert '"pilot_b" (line 7) is "pilot_a" in a.py:6.' in kin.differences
    assert "5 (line 11) is 3 in a.py:13." in kin.differences
    assert found["a.py"][0].lost == ()


@pytest.mark.parametrize("many", [3, 14, 44])
def test_the_one_that_asks_is_seen_in_a_family_of_any_size(family, script, drops, confirm, many: int) -> None:
    """Twelve kin are told of each script, and what forty have in common is boilerplate: neither may hide the one that all others could learn from."""
    asks = confirm("z.py", 10)
    copies = [f"c{number:02}.py" for number in range(many)]
    scripts = [*(script(path, effects=(drops("pilot_b", path, 12),)) for path in copies),
               script("z.py", guards=(asks,), effects=(drops("pilot_a", "z.py", 15, (asks,)),))]
    found = family(*((path, PILOT_B.replace("pilot_b", f"pilot_{path}")) for path in copies), ("z.py", PILOT_A), scripts=scripts)
    assert {path: found[path][0].path for path in copies} == dict.fromkeys(copies, "z.py")
    assert {found[path][0].lost for path in copies} == {("confirm",)}


def test_a_weak_guard_is_nothing_to_lose(family, script, confirm) -> None:
    from handover_generator.records import replace

    scripts = [script("a.py", guards=(replace(confirm("a.py", 10), strong=False),)), script("b.py")]
    assert family(("a.py", PILOT_A), ("b.py", PILOT_B), scripts=scripts)["b.py"][0].lost == ()


def test_shell_copies(family) -> None:
    found = family(("a.sh", SHELL_A), ("b.sh", SHELL_B), language="shell")
    assert found["b.sh"][0].path == "a.sh"


def test_sql_copies_with_another_table(family) -> None:
    text = "\n".join(f"DELETE FROM sessions_{i} WHERE pilot = 'a' AND created < now() - interval '{i} days';" for i in range(14))
    found = family(("a.sql", text), ("b.sql", text.replace("'a'", "'b'").replace("sessions_3", "users")), language="sql")
    assert found["a.sql"][0].path == "b.sql"


def test_unrelated_scripts_are_no_kin(family) -> None:
    assert family(("a.py", PILOT_A), ("r.py", REPORT)) == {}


def test_short_unrelated_scripts_are_no_kin(family) -> None:
    one = "#!/bin/sh\nset -e\ncd /srv/app\nexec python manage.py runserver\n"
    two = "#!/bin/sh\nset -e\ncd /srv/web\nexec npm run build\n"
    three = "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\nexec docker compose up\n"
    assert family(("a.sh", one), ("b.sh", two), ("c.sh", three), language="shell") == {}


def test_boilerplate_of_options_makes_no_kin(family) -> None:
    head = "import argparse\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--name')\n"
    head += "    args = parser.parse_args()\n"
    one = head + "".join(f"    {verb}.{verb}_{i}(args.name)\n" for i in range(4) for verb in ("redis", "flush", "keys"))
    two = head + "".join(f"    {verb}.{verb}_{i}(args.name)\n" for i in range(4) for verb in ("smtp", "letter", "send"))
    assert family(("a.py", one), ("b.py", two)) == {}


def test_two_languages_are_never_alike(family, script) -> None:
    assert family(("a.py", SHELL_A), ("b.sh", SHELL_A), scripts=[script("a.py", "python"), script("b.sh", "shell")]) == {}


def test_origin_and_age_come_from_history(family, repo, source, script) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.py one")
    copied = repo.commit("Marek Novak", "2021-01-01", "A b.py one")
    found = family(("a.py", PILOT_A), ("b.py", PILOT_B), history=repo.history())
    assert found["b.py"][0].origin == f"copied in {copied[:10]}"
    assert found["b.py"][0].commit == copied
    assert found["b.py"][0].older is True
    assert found["a.py"][0].older is False


@pytest.mark.parametrize(("first", "origin"), [(PILOT_B, "copied by hand in {}, "), (REPORT, "similar text")])
def test_a_copy_made_by_hand_is_dated_by_its_first_version(source, script, repo, first, origin) -> None:
    """git saw no copy, since names and targets changed on the way; two that only grew alike later were not copied."""
    repo.commit("Ada Obi", "2020-01-01", "A a.py elder")
    made = repo.commit("Marek Novak", "2021-01-01", "A b.py younger")
    repo.commit("Marek Novak", "2022-01-01", "M b.py today")
    versions = {repo.blob("elder"): PILOT_A, repo.blob("younger"): first, repo.blob("today"): PILOT_B}
    files = {"a.py": source("a.py", PILOT_A), "b.py": source("b.py", PILOT_B)}
    for kin in find_copies(files, [script("a.py"), script("b.py")], repo.history(), versions_of=lambda _: versions).values():
        assert kin[0].origin.startswith(origin.format(made[:10]))
        assert kin[0].commit == (made if "{}" in origin else None)


def test_a_fix_that_was_not_carried_over(family, repo) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.py one")
    repo.commit("Ada Obi", "2021-01-01", "C a.py b.py one")
    fix = repo.commit("Ada Obi", "2022-01-01", "M a.py two", subject="fix: never drop live sessions")
    cosmetic = repo.commit("Ada Obi", "2022-01-15", "M a.py two-and-a-half", subject="fix typo in a comment")
    both = repo.commit("Ada Obi", "2022-02-01", "M a.py three", "M b.py four", subject="fix quoting in both")
    sentences = family(("a.py", PILOT_A), ("b.py", PILOT_B), history=repo.history())["b.py"][0].differences
    assert family(("a.py", PILOT_A), ("b.py", PILOT_B), history=repo.history())["b.py"][0].fixes == ()   # no text at hand, no proof
    assert any(fix[:10] in sentence and "repaired a.py and did not touch this script" in sentence for sentence in sentences)
    assert not any(other[:10] in sentence for other in (both, cosmetic) for sentence in sentences)


@pytest.mark.parametrize(("b_now", "told"), [
    ("connect(host)\ndrop(everything)\nreport(done)\n", 'still has "drop(everything)" (b.py:2)'),
    ("connect(host)\ndrop(only_mine)\nreport(done)\n", None),            # carried over by hand, in another commit
    ("connect(host)\nnothing_like_it()\nreport(done)\n", None),          # the flaw is not there either
])
def test_a_fix_is_missed_only_where_the_flaw_still_is(source, script, repo, b_now, told) -> None:
    repo.commit("Ada Obi", "2020-01-01", "A a.py old")
    repo.commit("Ada Obi", "2021-01-01", "C a.py b.py old")
    fix = repo.commit("Ada Obi", "2022-01-01", "M a.py new", subject="fix: never drop live sessions")
    repo.commit("Ada Obi", "2022-05-01", "M b.py now", subject="say more")
    history = repo.history()
    texts = {"old": "connect(host)\ndrop(everything)\nreport(done)\n", "new": "connect(host)\ndrop(only_mine)\nreport(done)\n", "now": b_now}
    versions = {repo.blob(name): text for name, text in texts.items()}
    files = {"a.py": source("a.py", PILOT_A), "b.py": source("b.py", PILOT_B)}
    found = find_copies(files, [script("a.py"), script("b.py")], history, versions_of=lambda _: versions)
    (kin,) = found["b.py"]
    assert [(missed.commit, missed.date, missed.text, missed.at.line) for missed in kin.fixes] == (
        [(fix, "2022-01-01", "drop(everything)", 2)] if told else [])
    assert found["a.py"][0].fixes == ()
    sentences = [sentence for sentence in kin.differences if fix[:10] in sentence]
    assert bool(sentences) is (told is not None)
    assert all("This script " + (told or "") in sentence for sentence in sentences)


def test_identical_tiny_files_are_not_a_family(family) -> None:
    assert family(("a.sh", "exit 0\n"), ("b.sh", "exit 0\n"), language="shell") == {}


def test_order_of_input_does_not_matter(source, script, repo) -> None:
    files = {path: source(path, text) for path, text in (("a.py", PILOT_A), ("b.py", PILOT_B), ("c.py", PILOT_A), ("r.py", REPORT))}
    scripts = [script(path) for path in files]
    usual = find_copies(files, scripts, repo.history())
    assert find_copies(dict(reversed(files.items())), scripts[::-1], repo.history()) == usual
    for path, kin in usual.items():
        for copy in kin:
            assert path in [back.path for back in usual[copy.path]]


@given(st.text(max_size=300), st.sampled_from(["python", "shell", "sql", "unknown"]))
def test_no_text_fails(text: str, language: str) -> None:
    tokens = tokens_of(text, language)
    assert all(token.line >= 1 for token in tokens)


def test_python_two_is_still_compared(family) -> None:
    old = PILOT_A.replace('print("removing", user)', 'print "removing", user').replace("    main()", "\tmain()\n  x = 0777L")
    assert family(("a.py", old), ("b.py", old.replace("pilot_a", "pilot_b")))["a.py"][0].path == "b.py"
