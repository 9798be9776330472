"""The command engine beyond its rows: wrappers, places, files of the repository, and words that only a run knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.commands import Commands
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Guard, GuardKind, Need, Unknown
from handover_generator.model.files import Files
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text


@pytest.mark.parametrize(
    "line",
    [
        "sudo rm -rf /srv/a",
        "sudo -n -u app -- rm -rf /srv/a",
        "env -i A=b rm -rf /srv/a",
        "nice -n 5 ionice -c3 rm -rf /srv/a",
        "timeout --signal=9 5m rm -rf /srv/a",
        "nohup sudo env X=1 timeout 5 rm -rf /srv/a",
        "flock /tmp/l rm -rf /srv/a",
        "bash -c 'rm -rf /srv/a'",
        "bash -ec 'rm -rf /srv/a'",
        "su - app -c 'rm -rf /srv/a'",
        "runuser -u app -- rm -rf /srv/a",
        "find /srv -maxdepth 1 -exec rm -rf /srv/a ;",
        "xargs -n1 rm -rf /srv/a",
        "/bin/rm -rf /srv/a",
        "rm -rf -- /srv/a",
        "rm -r -f /srv/a",
        "rm --recursive --force /srv/a",
        "watch -n1 rm -rf /srv/a",
        "screen -dmS x rm -rf /srv/a",
        "chpst -u app env -i A=b rm -rf /srv/a",
        "systemd-run --uid 1000 --gid app -- rm -rf /srv/a",
        "dumb-init -c --rewrite 1:0 -- rm -rf /srv/a",
        "chrt -r 99 rm -rf /srv/a",
    ],
)
def test_wrappers_come_off(line: str, run: Callable, told: Callable) -> None:
    assert "filesystem delete /srv/a !" in told(run(line))


@pytest.mark.parametrize("line", ["docker exec -it web bash", "docker exec web sh -l", "docker compose exec db psql -U app shop",
                                  "docker exec web bash -c 'source /etc/env.sh'"])
def test_a_shell_in_a_container_cannot_be_seen(line: str, run: Callable, told: Callable) -> None:
    assert f"container execute {'db' if 'psql' in line else 'web'}" in told(run(line))


@pytest.mark.parametrize("line", [
    "kubectl exec web -n shop -- rm -rf /srv/a", "kubectl exec web -it -c app -- sh -c 'rm -rf /srv/a'", "kubectl exec web -- rm -rf /srv/a",
    "kubectl exec web rm -rf /srv/a", "docker run --entrypoint=/bin/sh web -c 'rm -rf /srv/a'",
])
def test_options_before_the_command_in_a_container(line: str, run: Callable, told: Callable) -> None:
    assert "container delete /srv/a !" in told(run(line))


@pytest.mark.parametrize(("line", "expected"), [
    ("docker run --rm -v /srv/a:/b alpine rm -rf /b/old", "filesystem delete /srv/a/old !"),
    ("docker run -v /srv/a:/b:rw -v /srv/c:/b/d alpine rm -rf /b/d", "filesystem delete /srv/c !"),
    ("docker run --mount type=bind,source=/srv/a,target=/b alpine find /b -delete", "filesystem delete /srv/a !"),
    ("docker run -v /tmp/a:/b alpine rm -rf /b/old", "filesystem delete /tmp/a/old"),
    ("docker run -v data:/b alpine rm -rf /b/old", "container delete /b/old !"),
    ("docker run -v /srv/a:/b alpine rm -rf /bb", "container delete /bb !"),
])
def test_folders_of_this_machine_in_a_container(line: str, expected: str, run: Callable, told: Callable) -> None:
    assert expected in told(run(line))


@pytest.mark.parametrize("line", ["docker exec web bash -c true", "docker exec db psql -l", "docker exec web bash --version", "docker exec web ls"])
def test_a_command_in_a_container_is_no_shell(line: str, run: Callable, told: Callable) -> None:
    assert "container execute" not in " ".join(told(run(line)))


@pytest.mark.parametrize(("line", "expected", "host"), [
    ("ssh -p 22 -i k app@web1 sudo rm -rf /srv/a", "remote-host delete /srv/a !", "web1"),
    ("docker exec -u root -it db rm -rf /srv/a", "container delete /srv/a !", "container:db"),
    ("docker compose -f c.yml run --rm -e A=b web rm -rf /srv/a", "container delete /srv/a !", "container:web"),
    ("kubectl -n prod exec deploy/web -- rm -rf /srv/a", "container delete /srv/a !", "container:deploy/web"),
    ("ssh web1 docker exec db rm -rf /srv/a", "container delete /srv/a !", "web1/container:db"),
    ("ssh web1 systemctl restart app", "service write app", "web1"),
])
def test_places(line: str, expected: str, host: str, run: Callable, told: Callable) -> None:
    events = run(line)
    assert expected in told(events)
    assert host in [event.host for event in events if isinstance(event, Act)]


@pytest.mark.parametrize(
    "line",
    [
        "ls -la",
        "docker exec web ls",
        "sudo -l",
        "command -v rm",
        "rm --help",
        "echo rm -rf /srv/a",
        "git status",
        "kubectl get pods",
        "terraform plan",
    ],
)
def test_what_changes_nothing(line: str, run: Callable) -> None:
    assert [event for event in run(line) if isinstance(event, Act) and event.action.value != "read"] == []


def test_files_of_the_repository_become_calls(run: Callable) -> None:
    files = {
        "tools/load.py": "",
        "ops/wipe.sh": "",
        "sql/drop.sql": "",
        "app/management/commands/wipe.py": "",
        "manage.py": "",
        "Dockerfile": "WORKDIR /code\nCOPY . /code\n",
    }

    def calls(line: str) -> list[tuple[str, str]]:
        return [(event.to, event.confidence.value) for event in run(line, files) if isinstance(event, Call)]

    assert calls("python tools/load.py --all") == [("py:tools/load.py", "resolved")]
    assert calls("python -m tools.load") == [("py:tools/load.py", "resolved")]
    assert calls("docker compose exec web python /code/tools/load.py") == [("py:tools/load.py", "inferred")]
    assert calls("./ops/wipe.sh now") == [("sh:ops/wipe.sh", "resolved")]
    assert calls("sudo bash -x ops/wipe.sh") == [("sh:ops/wipe.sh", "resolved")]
    assert calls("psql -f sql/drop.sql") == [("sql:sql/drop.sql", "resolved")]
    assert calls("python manage.py wipe --yes") == [("py:app/management/commands/wipe.py", "resolved")]
    assert calls("python /elsewhere/load.py") == []


def test_a_computed_command_is_unknown_unless_its_default_or_end_tells(rows: object, run: Callable, told: Callable) -> None:
    def go(*words: Text) -> list[str]:
        return told(_engine().command(words, at=Location("x.sh", 1)))

    def _engine() -> Commands:
        from handover_generator.analysis._commands_types import World
        nothing: tuple = ()
        return Commands(rows, World(files=Files({}), sql=lambda *a, **k: nothing, shell=lambda *a, **k: nothing,  # type: ignore[arg-type]
                                    lines=lambda **k: nothing, entry=lambda *a: None, find_program=lambda name: None))

    assert go(Text.of(Hole("env", "TOOL")), Text.of("x")) == ["unknown dynamic-command"]
    assert go(Text.of(Hole("env", "TOOL", "rm -rf")), Text.of("/srv/a")) == ["filesystem delete /srv/a !"]
    assert go(Text.of(Hole("env", "BIN"), "/rm"), Text.of("/srv/a")) == ["filesystem delete /srv/a !"]
    assert go(Text.of("rm"), Text.of("/srv/", Hole("argument", "1"))) == ["filesystem delete /srv/${1} !"]
    assert go(Text.of("/etc/init.d/", Hole("argument", "1")), Text.of("restart")) == ["service write ${1}"]
    assert go(Text.of("/srv/init.d/", Hole("argument", "1")), Text.of("restart")) == ["unknown dynamic-command"]
    assert go() == []
    assert go(Text()) == []


@pytest.mark.parametrize(("line", "asks"), [
    ("apt-get remove nginx", True), ("apt-get remove -y nginx", False), ("terraform destroy", True), ("terraform destroy -auto-approve", False),
    ("docker system prune --volumes", True), ("docker system prune -f --volumes", False), ("rm -i /srv/a", True), ("rm /srv/a", False),
    ("terraform destroy -auto-approve=true", False), ("terraform destroy -auto-approve=false", True), ("terraform destroy -force=true", False),
])
def test_commands_that_ask_themselves(line: str, asks: bool, run: Callable) -> None:
    events = run(line)
    act = next(event for event in events if isinstance(event, Act) and event.action.value == "delete")
    assert any(guard.kind is GuardKind.CONFIRM for guard in act.guards) is asks
    assert any(isinstance(event, Guard) for event in events) is asks


def test_targets_follow_the_working_directory(run: Callable, told: Callable) -> None:
    assert told(run("rm a ../b /c", cwd=Text.of("/srv/x"))) == [
        "filesystem delete /srv/x/a !",
        "filesystem delete /srv/b !",
        "filesystem delete /c !",
    ]


def test_guards_condition_and_host_are_carried(run: Callable) -> None:
    guard = Guard(kind=GuardKind.CONFIRM, at=Location("x.sh", 1))
    act = next(event for event in run("sudo rm /srv/a", guards=(guard,), condition="$X is set", host="web1") if isinstance(event, Act))
    assert (act.guards, act.condition, act.host, act.resource) == ((guard,), "$X is set", "web1", "remote-host")
    assert act.confidence is Confidence.RESOLVED


def test_needs(run: Callable) -> None:
    needs = {(event.kind, event.name) for event in run("sudo docker compose up -d", {"compose.yaml": ""}) if isinstance(event, Need)}
    assert needs == {("binary", "sudo"), ("binary", "docker"), ("service", "docker"), ("file", "compose.yaml")}
    assert not [event for event in run("echo a") if isinstance(event, Need)]


def test_temporary_things_are_no_loss(run: Callable) -> None:
    for line in ("rm -rf /tmp/x", "rm -rf build/__pycache__", "rm -f app.pid", "find /tmp/x -delete", "rm -rf tools/venv", "rm /run/pidfile"):
        act = next(event for event in run(line) if isinstance(event, Act))
        assert not act.destructive, line


def test_names_that_only_end_like_those_of_lock_files_are_a_loss(run: Callable) -> None:
    for line in ("rm /srv/rapid_file", "rm /srv/block_path", "rm /srv/lock_files"):
        act = next(event for event in run(line) if isinstance(event, Act))
        assert act.destructive, line


def test_endless_wrapping_ends(run: Callable, told: Callable) -> None:
    assert told(run("sudo " * 200 + "rm /srv/a")) == ["unknown budget"]


def test_modules_of_python_itself_are_no_packages(run: Callable) -> None:
    def needs(line: str) -> list[tuple[str, str]]:
        return [(event.kind, event.name) for event in run(line) if isinstance(event, Need) and event.kind == "package"]

    assert needs("python3 -m venv .venv") == []
    assert needs("python3 -m unittest") == []
    assert needs("python3 -m somebody.tool x") == [("package", "somebody")]
    assert run("python3 -m json.tool x.json")[1:] == ()


_HANDS_ON = "from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n"


@pytest.mark.parametrize(("line", "text", "found"), [
    ("shop-manage flush --noinput", _HANDS_ON, ["database delete default !"]),
    ("shop-manage --settings x.y flush --noinput", _HANDS_ON, ["database delete default !"]),
    ("python shop-manage.py flush --noinput", _HANDS_ON, ["database delete default !"]),
    ("shop-manage --version", _HANDS_ON, []),
    ("shop-manage flush --noinput", "import click\n", []),
])
def test_a_program_that_hands_its_words_to_django(line: str, text: str, found: list[str], run: Callable, told: Callable) -> None:
    assert [one for one in told(run(line, {"shop-manage.py": text})) if "unknown" in one or "delete" in one] == found


@pytest.mark.parametrize(("folder", "found"), [("bin/", True), ("venv/bin/", True), ("share/", False), ("bin/other-", False)])
def test_a_program_of_the_repository_in_a_folder_that_is_not_known(folder: str, found: bool, run: Callable, told: Callable) -> None:
    line = [Text((Hole("env", "VENV"), f"/{folder}shop-manage")), Text.of("flush"), Text.of("--noinput")]
    assert ("database delete default !" in told(run(line, {"shop-manage.py": _HANDS_ON}))) is found


def test_a_program_called_manage_py_need_not_be_django(run: Callable) -> None:
    events = run("python manage.py dump now", {"manage.py": "import click\n"})
    assert [event.name for event in events if isinstance(event, Call)] == ["manage.py"]
    assert not [event for event in events if isinstance(event, Act | Unknown)]


def test_a_timeout_of_wget_is_no_upload(run: Callable, told: Callable) -> None:
    assert told(run("wget -O - -T 1 http://h/a")) == ["http read http://h/a"]
    assert "http write http://h/a" in told(run("curl -T a http://h/a"))


def test_a_dash_is_standard_input_from_any_folder(run: Callable, told: Callable) -> None:
    assert told(run("cat - a", cwd=Text.of("srv"))) == ["filesystem read srv/a"]


def test_what_runs_in_a_container_acts_elsewhere(run: Callable) -> None:
    acts = [event for event in run("docker run --rm img gcloud compute instances delete a") if isinstance(event, Act) and event.resource == "cloud"]
    assert [(act.target, act.host) for act in acts] == [("a", None)]
    acts = [event for event in run("docker exec db psql -c 'drop table x'") if isinstance(event, Act) and event.resource == "database"]
    assert [act.host for act in acts] == ["container:db"]
    needs = [event.name for event in run("docker run img --flag-of-it") if isinstance(event, Need) and event.kind == "binary"]
    assert needs == ["docker"]


def test_a_program_that_nobody_knows_hands_sql_on(run: Callable, told: Callable) -> None:
    events = run("shopctl sqlite3 shop.db 'delete from users'")
    assert [text for text in told(events) if not text.startswith("unknown")] == ["database delete users !"]
    assert {event.confidence for event in events if isinstance(event, Act)} == {Confidence.INFERRED}
    assert [text for text in told(run("shopctl psql install")) if not text.startswith("unknown")] == []


def test_what_must_be_installed(run: Callable) -> None:
    def binaries(line: str, files: dict[str, str] | None = None) -> list[str]:
        return [event.name for event in run(line, files or {}) if isinstance(event, Need) and event.kind == "binary"]

    assert binaries("/usr/local/bin/shopctl up") == ["shopctl"]
    assert binaries("./shopctl up") == []
    assert binaries("shop_enabled", {"lib/shop.sh": "function shop_enabled { true; }\n"}) == []
    assert binaries("shop_enabled", {"lib/shop.sh": "shop_enabled_not() { true; }\n"}) == ["shop_enabled"]


def test_a_bare_word_is_the_only_script_of_that_name(run: Callable) -> None:
    def calls(line: str, *paths: str) -> list[tuple[str, str]]:
        return [(event.to, event.confidence.value) for event in run(line, dict.fromkeys(paths, "")) if isinstance(event, Call)]

    assert calls("ops-restore.sh --all", "exe/ops-restore.sh") == [("sh:exe/ops-restore.sh", "inferred")]
    assert calls("ops-restore.sh", "exe/ops-restore.sh", "old/ops-restore.sh") == []      # one of two: not guessed
    assert calls("ops-restore.sh", "exe/ops-restore.txt") == []
    assert calls("ssh db1 ops-restore.sh", "exe/ops-restore.sh") == []                   # another machine has other programs


def test_a_script_where_a_package_puts_it(run: Callable) -> None:
    def calls(line: str, *paths: str) -> list[tuple[str, str]]:
        return [(event.to, event.confidence.value) for event in run(line, dict.fromkeys(paths, "")) if isinstance(event, Call)]

    assert calls("bash /usr/share/tool/hooks/restore/run.sh", "src/hooks/restore/run.sh") == [("sh:src/hooks/restore/run.sh", "inferred")]
    assert calls("bash /usr/share/tool/restore/run.sh", "src/hooks/restore/run.sh") == []
    assert calls("bash /usr/share/hooks/restore/run.sh", "a/hooks/restore/run.sh", "b/hooks/restore/run.sh") == []


def test_init_scripts_are_services(run: Callable, told: Callable) -> None:
    assert told(run("sudo /etc/init.d/ssh restart")) == told(run("service ssh restart"))
    assert "remote-host" not in " ".join(told(run("/etc/init.d/ssh restart")))
    assert told(run("/usr/bin/ssh host reboot")) != told(run("service ssh restart"))


def test_a_bare_word_is_the_script_beside_in_an_image(run: Callable) -> None:
    def calls(line: str, recipe: str) -> list[tuple[str, str]]:
        files = {"ops/load-all.sh": "", "old/load-all.sh": "", "Dockerfile": recipe}
        return [(event.to, event.confidence.value) for event in run(line, files) if isinstance(event, Call)]

    assert calls("load-all.sh -a", "FROM debian\nCOPY ops/* /usr/local/bin/\n") == [("sh:ops/load-all.sh", "inferred")]
    assert calls("load-all.sh -a", "FROM debian\nCOPY ops/* /srv/\n") == []
    assert calls("load-all.sh -a", "FROM debian\nCOPY old/* /usr/local/bin/\n") == []      # the one beside is no program there


def test_a_file_beside_the_caller_in_an_image(run: Callable) -> None:
    def calls(**recipes: str) -> list[tuple[str, str]]:
        files = {"jobs/load.py": "", **{f"{name}/Dockerfile": text for name, text in recipes.items()}}
        return [(event.to, event.confidence.value) for event in run("python load.py", files) if isinstance(event, Call)]

    base = "FROM debian\nCOPY ops/ /opt/shop/\n"
    assert calls(x=base + "COPY jobs/load.py /opt/shop/\n") == [("py:jobs/load.py", "inferred")]
    assert calls(x=base, y="FROM x\nCOPY jobs/load.py /opt/shop/\n") == [("py:jobs/load.py", "inferred")]
    assert calls(x=base, y="FROM x\nCOPY jobs/load.py /opt/other/\n") == []
    assert calls(x="FROM debian\nCOPY ops/ /\n", y="FROM x\nCOPY jobs/load.py /\n") == []          # every image has a "/"


def test_a_file_of_settings_is_no_program_of_that_name(run: Callable, told: Callable) -> None:
    assert told(run("/opt/x/bin/rm /srv/a", {"etc/bin/rm": "a=b\n"})) == ["filesystem delete /srv/a !"]
    assert told(run("./rm /srv/a", {"rm": "#!/usr/bin/perl\n"})) == ["unknown unmodelled-command"]


@pytest.mark.parametrize(("line", "kept"), [
    ("sed -i.bak -e s/a/b/ -e s/c/d/ /srv/a", ["keeps /srv/a.bak"]),
    ("sed --in-place=.orig s/a/b/ /srv/a", ["keeps /srv/a.orig"]),
    ("sed -ie s/a/b/ /srv/a", []),                     # meant as "-i -e"
    ("sed -i s/a/b/ /srv/a", []),
    ("pg_dump shop", ["dumps shop"]),
    ("pg_dump --schema-only shop", []),                # nothing can be brought back from that
])
def test_copies_that_are_kept(line: str, kept: list[str], run: Callable) -> None:
    assert [event.detail for event in run(line) if isinstance(event, Guard) and event.kind is GuardKind.BACKUP] == kept


@pytest.mark.parametrize("line", ["gcloud container clusters get-credentials web --zone=a", "aws eks update-kubeconfig --name web",
                                  "az aks get-credentials --name web"])
def test_credentials_of_a_cluster_change_the_file_of_settings(line: str, run: Callable, told: Callable) -> None:
    assert told(run(line)) == ["filesystem write kubeconfig"]
    assert "filesystem write kubeconfig" not in told(run("aws eks describe-cluster --name web"))


@pytest.mark.parametrize(("address", "lost"), [
    ("$API/admin/purge_history/$ROOM", True), ("https://example.org/api/users/delete", True), ("https://example.org/api/room-delete?x=1", True),
    ("https://example.org/zones/1/purge_cache", False), ("https://example.org/deleted/items", False), ("https://example.org/undelete", False),
    ("https://example.org/delete_token", False),
])
def test_a_request_that_asks_to_remove(address: str, lost: bool, run: Callable) -> None:
    assert [event.destructive for event in run(f"curl -X POST '{address}'") if isinstance(event, Act)] == [lost]
    assert not any(event.destructive for event in run(f"curl '{address}'") if isinstance(event, Act))


@pytest.mark.parametrize(("address", "wanted"), [
    ("https://ci.example.org/job/shop/build?token=$TOKEN", "write"),
    ("https://ci.example.org/buildByToken/buildWithParameters/build?job=a&token=b", "write"),
    ("http://localhost:8983/solr/admin/collections?action=DELETE&name=a", "write !"),
    ("http://localhost:8983/solr/a/dataimport?command=full-import", "write"), ("http://localhost:8080/shutdown", "write"),
    ("https://ci.example.org/generic-webhook-trigger/trigger", "write"), ("$API/users/delete", "write"),
    ("https://example.org/hook?token=$TOKEN", "write"), ("https://api.example.org/builds/12", "read"),
    ("https://ci.example.org/job/shop/build/12/api", "read"), ("http://localhost:8983/solr/admin/collections?action=LIST", "read"),
    ("https://example.org/docs/restart.html", "read"), ("https://raw.githubusercontent.com/a/b/main/bin/purge", "read"),
    ("https://example.org/build", "read"), ("https://example.org/api?token=$TOKEN", "read"),
])
def test_a_request_that_does_more_than_ask(address: str, wanted: str, run: Callable) -> None:
    told = [event for event in run(f"curl -s '{address}'") if isinstance(event, Act) and event.resource == "http"]
    assert [f"{event.action.value}{' !' if event.destructive else ''}" for event in told] == [wanted]
    assert all(event.action is Action.READ for event in run(f"curl -I '{address}'") if isinstance(event, Act))


@pytest.mark.parametrize(("files", "expected"), [
    ({}, ["database write default"]),
    ({"web/manage.py": "from django.core.management import execute_from_command_line\n"}, ["database write default"]),
    ({"web/manage.py": "import click\n"}, ["unknown dynamic-command"]),
])
def test_django_is_run_where_a_project_was_copied_to(files: dict[str, str], expected: list[str], run: Callable, told: Callable) -> None:
    found = told(run("/srv/venv/bin/python /srv/site/code/manage.py migrate --database default", files))
    assert found == expected


@pytest.mark.parametrize("line", ["../venv/bin/python ../venv/bin/gunicorn shop.wsgi:application -D",
                                  "python3 /srv/venv/bin/gunicorn shop.wsgi:application"])
def test_a_known_program_that_its_interpreter_starts(line: str, run: Callable, told: Callable) -> None:
    assert told(run(line)) == ["process write shop.wsgi:application"]


def test_a_program_that_an_interpreter_starts_and_nobody_knows(run: Callable, told: Callable) -> None:
    assert told(run("python3 /srv/venv/bin/frobnicate")) == ["unknown dynamic-command"]
    assert told(run("python3 /srv/gunicorn")) == ["unknown dynamic-command"]


@pytest.mark.parametrize(("line", "expected"), [
    ("aws --ca-bundle a.pem s3 rm s3://b/k", ["object-storage delete s3://b/k !"]),
    ("aws s3 cp --checksum-algorithm SHA256 a s3://b/k", ["filesystem read a", "object-storage write s3://b/k"]),
    ("aws s3 sync --no-progress --delete a s3://b", ["filesystem read a", "object-storage write s3://b", "object-storage delete s3://b !"]),
    ("aws ec2 delete-volume --debug --endpoint-url http://x --volume-id v", ["cloud delete v !"]),
    ("aws logs delete-log-stream --log-stream-name n", ["cloud delete n !"]),
])
def test_values_of_options_of_aws_are_no_operands(line: str, expected: list[str], run: Callable, told: Callable) -> None:
    assert told(run(line)) == expected


def test_a_sub_command_that_nobody_knows_is_told_with_the_name_that_is_written(run: Callable) -> None:
    details = [event.detail for event in run("s4cmd frobnicate") if isinstance(event, Unknown)]
    assert details == ["s4cmd frobnicate: a sub-command the catalogue does not describe"]


@pytest.mark.parametrize("line", [
    "wrap --once bash -c 'rm -r /srv/a'", "lock-it /x sh -ec 'rm -r /srv/a'", "helm frobnicate x /bin/bash -c 'rm -r /srv/a'",
    "fresh-tool run web bash -lc 'rm -r /srv/a'"])
def test_a_text_for_a_shell_behind_a_program_that_nobody_knows(line: str, run: Callable, told: Callable) -> None:
    said = told(run(line))
    assert "filesystem delete /srv/a !" in said
    assert any(text.startswith("unknown") for text in said)


@pytest.mark.parametrize("line", ["wrap --once bash -c 'uptime'", "wrap bash /srv/x.sh", "wrap -c 'rm -r /srv/a'", "echo bash -c 'rm -r /srv/a'"])
def test_other_words_behind_such_a_program_run_nothing(line: str, run: Callable, told: Callable) -> None:
    assert not any(text.startswith("filesystem delete") for text in told(run(line)))


@pytest.mark.parametrize(("name", "absent"), [
    ("scripts/gone.sh", True), ("./gone.sh", True), ("../ops/gone.py", True), ("/opt/tool/gone.sh", False), ("gone", False), ("build/gone", False)])
def test_a_script_that_only_the_repository_could_have_and_has_not(name: str, absent: bool, run: Callable) -> None:
    (detail,) = [event.detail for event in run(f"{name} x") if isinstance(event, Unknown)]
    assert detail == f"runs {name}, which {'is not in the repository' if absent else 'the catalogue does not describe'}"


def test_a_sub_command_that_is_not_known_has_the_name_that_was_written(run: Callable) -> None:
    assert [event.detail for event in run("nomad frobnicate x") if isinstance(event, Unknown)] == [
        "nomad frobnicate: a sub-command the catalogue does not describe"]


@pytest.mark.parametrize(("line", "expected"), [
    ("retry-job 3 kubectl delete namespace a", "cluster delete a !"),
    ("/usr/local/bin/ticket-run-command ana hdfs dfs -rm -r /a", "filesystem delete /a !"),
    ("run_as deploy rm -rf /srv/a", "filesystem delete /srv/a !"), ("with-lock /run/a.lock docker volume rm a", "container delete a !")])
def test_a_command_behind_a_program_that_runs_others(line: str, expected: str, run: Callable, told: Callable) -> None:
    said = told(run(line))
    assert any(expected in text for text in said)
    assert any(text.startswith("unknown") for text in said)


@pytest.mark.parametrize("line", ["notify-team rm -rf /srv/a", "run-tests cat /srv/a", "retry-job 3", "retry-job 3 --times 4 --wait 5 rm /srv/a",
                                  "running rm /srv/a"])
def test_other_programs_and_other_words_run_nothing(line: str, run: Callable, told: Callable) -> None:
    assert not any("delete" in text and not text.startswith("unknown") for text in told(run(line)))


def test_a_program_of_a_package_under_another_name(run, told) -> None:
    events = run("storefront db downgrade abc")
    assert told(events) == ["database delete abc !"]
    assert [event.name for event in events if isinstance(event, Need) and event.kind == "binary"] == ["storefront"]
    assert told(run("otherfront db downgrade abc")) == ["unknown unmodelled-command"]


@pytest.mark.parametrize("line", [".venv/bin/clean", "/opt/shop/bin/clean --all", "sudo /usr/local/bin/clean", "bin/clean"])
def test_a_command_of_the_repository_where_installing_puts_it(line: str, run: Callable) -> None:
    call = next(event for event in run(line, files={"clean.py": ""}) if isinstance(event, Call))
    assert (call.to, call.confidence) == ("py:clean.py", Confidence.INFERRED)


@pytest.mark.parametrize("line", ["/srv/clean/other", "/opt/clean", ".venv/bin/other", "lib/clean",
                                  "/snap/bin/clean", "/usr/bin/clean", "/bin/clean"])
def test_another_file_is_no_command_of_the_repository(line: str, run: Callable) -> None:
    assert not any(isinstance(event, Call) for event in run(line, files={"clean.py": ""}))


_OWN = {"manage.py": "import django", "shop/management/commands/clear_cache.py": "class Command:\n    def handle(self): pass\n",
        "shop/management/commands/migrate.py": "class Command(Migrate):\n    def handle(self): pass\n",
        "shop/management/commands/flush.py": "class Command(Flush):\n    help = 'a'\n"}


@pytest.mark.parametrize("name", ["clear_cache", "migrate"])
def test_a_command_of_the_repository_stands_before_djangos(name: str, run: Callable, told: Callable) -> None:
    for line in (f"./manage.py {name} --noinput", f"django-admin {name}", f"python manage.py {name}"):
        events = run(line, files=_OWN)
        assert [event.to for event in events if isinstance(event, Call)] == [f"py:shop/management/commands/{name}.py"]
        assert told(events) == []


@pytest.mark.parametrize(("line", "expected"), [
    ("./manage.py flush --noinput", "database delete default !"), ("./manage.py clearsessions", "database delete clearsessions")])
def test_djangos_own_command_where_nothing_stands_before_it(line: str, expected: str, run: Callable, told: Callable) -> None:
    assert told(run(line, files=_OWN)) == [expected]


def test_a_command_that_calls_the_one_that_it_stands_before(run: Callable, told: Callable) -> None:
    events = run("manage.py migrate", files=_OWN, at=Location("shop/management/commands/migrate.py", 3))
    assert told(events) == ["database write"]


@pytest.mark.parametrize(("words", "lost"), [
    ("curl -d action=wbremoveclaims -d claim=a https://h/w/api.php", True),
    ("curl --data 'action=delete&title=a' https://h/w/api.php", True),
    ("curl -F op=purge https://h/w/api.php", True),
    ("wget --post-data 'action=delete&title=a' https://h/w/api.php", True),
    ("curl -d action=edit -d text=delete https://h/w/api.php", False),
    ("curl -d reason=delete https://h/w/api.php", False),
])
def test_a_request_that_asks_to_remove_in_what_it_sends(words: str, lost: bool, run: Callable) -> None:
    acts = [event for event in run(words) if isinstance(event, Act) and event.resource == "http"]
    assert [act.destructive for act in acts] == [lost]
