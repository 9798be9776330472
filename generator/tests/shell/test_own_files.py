"""Files that a script makes anew and removes again: no loss. What it only adds to, and what lay there before, is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("line", [
    "openssl req -new -key a.key -out a.csr", "curl -so a.csr https://h/a", "curl --output=a.csr https://h/a", "wget -O a.csr https://h/a",
    "wget -q https://h/a.csr", "pg_dump -f a.csr shop", "tar -czf a.csr src", "sudo -u www cp b a.csr", "sudo cp b a.csr", "sort -o a.csr b",
    "echo x | tee a.csr", "ln -s b a.csr", "echo x > a.csr", "if [ -e b ]; then\n  gpg -o a.csr -d b\nfi",
    "make_it() { curl -so a.csr https://h/a; }\nmake_it"])
def test_what_was_made_anew_is_no_loss(trace, line: str) -> None:
    assert "filesystem delete a.csr" in trace(f"{line}\nrm -f a.csr\n").told()
    assert "filesystem delete b.csr !" in trace(f"{line}\nrm -f b.csr\n").told()


@pytest.mark.parametrize("line", [
    "echo x | tee -a a.csr", "echo x >> a.csr", "tar -rf a.csr src", "zip a.csr src", "sort -o a.csr a.csr", "openssl x509 -req -in a.csr -out b",
    "mkdir -p a.csr", "tar -xf x.tgz -C a.csr", "chmod 600 a.csr", "sed -i 's/a/b/' a.csr", "git clone https://h/a"])
def test_what_lay_there_before_is_a_loss(trace, line: str) -> None:
    assert "filesystem delete a.csr !" in trace(f"{line}\nrm -rf a.csr\n").told()


def test_a_folder_that_something_was_written_to_is_a_loss(trace) -> None:
    assert "filesystem delete out !" in trace("mongodump --out out\nrm -rf out\n").told()
    assert "filesystem delete /var/backups !" in trace("cp a.db /var/backups\nrm -rf /var/backups\n").told()


BACKED = "backup=\"/srv/backups/$(date +%F)-db.sqlite\"\nsudo -u www cp /srv/db.sqlite \"$backup\"\n"


def test_a_copy_that_the_script_made_is_no_loss(trace) -> None:
    traced = trace(BACKED + "sudo -u www rm -f \"$backup\"\n")
    assert not any(act.destructive for act in traced.acts())


def test_a_copy_of_the_file_of_a_database_is_a_backup_of_it(trace) -> None:
    assert trace(BACKED + "alembic upgrade head\n").guards("database write") == ["backup"]
    assert trace(BACKED.replace("db.sqlite", "a.conf") + "alembic upgrade head\n").guards("database write") == []


@pytest.mark.parametrize("line", ["find /srv -name '*.py[co]' -delete", "find /srv -name '*.pyc' -exec rm {} ;", "rm -f /srv/*.py[cod]"])
def test_what_python_makes_again_is_no_loss(trace, line: str) -> None:
    assert not any(act.destructive for act in trace(line + "\n").acts())


@pytest.mark.parametrize("name", ["PIDFILE", "MONITOR_PID_FILE", "lockfile", "LOCK_PATH"])
def test_a_file_that_says_that_something_runs_is_no_loss(trace, name: str) -> None:
    assert f"filesystem delete ${{{name}}}" in trace(f'[ -f "${name}" ] && rm "${name}"\n').told()


@pytest.mark.parametrize("name", ["RAPID_FILE", "BLOCK_PATH", "DATA"])
def test_a_file_that_is_only_called_like_one_is_a_loss(trace, name: str) -> None:
    assert f"filesystem delete ${{{name}}} !" in trace(f'rm "${name}"\n').told()


@pytest.mark.parametrize("text", [
    "curl -o /srv/a http://h/a || rm /srv/a", "wget -O /srv/a http://h/a || { rm /srv/a; exit 1; }", "curl -fsSLo /srv/a http://h/a\nrm /srv/a",
    "wget -qO /srv/a http://h/a\nrm /srv/a", "f() { curl --output=\"$2\" \"$1\"; }\nf http://h/a /srv/a || rm -f /srv/a"])
def test_a_download_by_its_name_is_no_folder(text: str, trace: Callable) -> None:
    assert not [told for told in trace(text).told() if told.endswith(" !")]


@pytest.mark.parametrize("text", ["curl -O http://h/a || rm /srv/a", "wget -P /srv/a http://h/b\nrm -r /srv/a", "curl -o - http://h/a\nrm /srv/a"])
def test_a_download_elsewhere_says_nothing_of_it(text: str, trace: Callable) -> None:
    assert [told for told in trace(text).told() if told.endswith(" !")] == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("text", "lost"), [
    ("k=a_$RANDOM\naws ec2 create-key-pair --key-name $k > k.pem\naws ec2 delete-key-pair --key-name $k", []),
    ("k=a_$$\naws ec2 create-key-pair --key-name $k > k.pem\naws ec2 delete-key-pair --key-name $k", []),
    ("aws ec2 create-key-pair --key-name a > k.pem\naws ec2 delete-key-pair --key-name a", ["secret delete a !"]),
    ("k=a_$RANDOM\naws ec2 delete-key-pair --key-name $k", ["secret delete a_${RANDOM} !"])])
def test_what_is_made_for_one_run_is_no_loss(text: str, lost: list[str], trace: Callable) -> None:
    assert [told for told in trace(text).told() if told.endswith(" !")] == lost


@pytest.mark.parametrize(("text", "read"), [
    ("diff <(sort a) <(sort b)", ["filesystem read a", "filesystem read b"]),
    ("comm -12 <(curl -s http://h/a) c", ["http read http://h/a", "filesystem read c"]),
    ("cat $(ls a)", ["filesystem read ${output of ls}"])])
def test_what_a_command_prints_is_no_file(text: str, read: list[str], trace: Callable) -> None:
    assert sorted(trace(text).told(reads=True)) == sorted(read)


@pytest.mark.parametrize("line", ["dd if=/dev/zero of=/EMPTY bs=1M || true", "sudo dd bs=1M if=/dev/urandom of=/EMPTY", "truncate -s 10G /EMPTY",
                                  "truncate --size=10G /EMPTY", "fallocate -l 1G /EMPTY", "mkfile 10m /EMPTY"])
def test_room_that_a_script_fills_and_gives_back_is_no_loss(trace, line: str) -> None:
    assert "filesystem delete /EMPTY" in trace(f"{line}\nrm -f /EMPTY\n").told()


@pytest.mark.parametrize("line", ["dd if=/dev/sda of=/EMPTY", "dd if=/EMPTY of=/other",
                                  "dd if=/dev/zero of=/EMPTY seek=10 conv=notrunc", "truncate -s +10G /EMPTY", "truncate -s 0 /EMPTY",
                                  "truncate -r other /EMPTY", "fallocate -p -l 1G /EMPTY"])
def test_what_a_file_held_before_is_a_loss(trace, line: str) -> None:
    assert "filesystem delete /EMPTY !" in trace(f"{line}\nrm -f /EMPTY\n").told()


@pytest.mark.parametrize("name", ["conf-$RANDOM.yml", "/srv/$(uuidgen).sql", "/srv/$(uuid -v4)", "/srv/$SRANDOM/*"])
def test_what_chance_named_was_made_by_this_run(trace, name: str) -> None:
    assert not any(act.destructive for act in trace(f"F={name}\nrm -rf $F\n").acts())


@pytest.mark.parametrize("name", ["$(ls | sed -n \"${RANDOM}p\")", "${FILES[$RANDOM % 3]}", "conf-$RANDOMS.yml"])
def test_what_chance_chose_was_there_before(trace, name: str) -> None:
    assert any(act.destructive for act in trace(f"rm -rf {name}\n").acts())


@pytest.mark.parametrize("text", [
    "f() {\n  if [ -n \"$1\" ]; then local t=/tmp/xyz.report; date > $t; fi\n  rm -f \"$t\"\n}\nf a\nf\n",
    "f() {\n  while :; do\n    \"$@\" && break\n    local log=/tmp/x.log\n    date > \"$log\"\n    break\n  done\n  rm -f \"$log\"\n}\nf true\n",
    "f() {\n  rm -f \"$t\"\n  declare t=/tmp/a\n}\nf\n",
])
def test_a_variable_of_a_function_holds_nothing_before_it_is_declared(text: str, trace: Callable) -> None:
    assert [told for told in trace(text).told() if told.endswith("!")] == []


@pytest.mark.parametrize("text", [
    "f() {\n  rm -rf \"$SHOP_DIR\"\n}\nf\n", "f() {\n  local SHOP_DIR=$SHOP_DIR\n  rm -rf \"$SHOP_DIR\"\n}\nf\n",
    "f() {\n  local SHOP_DIR=\"${SHOP_DIR:-/srv}\"\n  rm -rf \"$SHOP_DIR\"\n}\nf\n", "g() { local SHOP_DIR=a; }\nf() { rm -rf \"$SHOP_DIR\"; }\nf\n",
    "SHOP_DIR=/srv/a\nf() {\n  rm -rf \"$SHOP_DIR\"\n  local SHOP_DIR=x\n}\nf\n",
])
def test_a_variable_that_comes_from_outside_is_still_known(text: str, trace: Callable) -> None:
    assert [told for told in trace(text).told() if told.endswith("!")]


@pytest.mark.parametrize("text", [
    "wget https://h/a/tool-$V-linux\nrm tool-$V-linux",
    "curl -LO https://h/a/tool\nrm tool",
    "wget -P /srv/in https://h/a/tool\nrm /srv/in/tool",
    "curl https://h/a > a.gz\ngunzip -f a.gz\nrm a",
    "curl https://h/a > a.gz\ngzip -d a.gz\nmv a b\nrm b",
    "wget https://h/a-$V.tar.gz\ntar xzf a-$V.tar.gz\nrm -rf a-$V a-$V.tar.gz",
    "wget https://h/a.zip -O a.zip\nunzip a.zip -d /srv/in\nrm -r /srv/in/a",
    "curl https://h/a > a.txt\ngzip a.txt\nrm a.txt.gz",
])
def test_what_comes_of_what_was_fetched_is_no_loss(trace, text: str) -> None:
    assert not any(act.destructive for act in trace(text).acts())


@pytest.mark.parametrize("text", [
    "wget -c https://h/a/tool\nrm tool",
    "wget -O b https://h/a/tool\nrm tool",
    "curl https://h/a/tool | sh\nrm tool",
    "gunzip -f a.gz\nrm a",
    "tar xzf a.tar.gz\nrm -rf a",
    "wget https://h/a.tar.gz\ntar xzf b.tar.gz\nrm -rf b",
    "mv a b\nrm b",
    "wget https://h/\nrm h",
])
def test_what_may_have_been_there_is_a_loss(trace, text: str) -> None:
    assert any(act.destructive for act in trace(text).acts())
