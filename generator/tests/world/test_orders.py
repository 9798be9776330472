"""Files in which a line by itself gives an order: each starts what its orders name, and nothing else that it names."""

from __future__ import annotations

import pytest

SH = "#!/bin/sh\nrm -rf /srv/x\n"


@pytest.mark.parametrize(("path", "text"), [
    ("ops/monitrc", 'check process app with pidfile /run/app.pid\n  start program = "/srv/app/ops/night-job.sh"\n'),
    ("etc/logrotate.d/app", "/var/log/app {\n  daily\n  postrotate\n    /srv/app/ops/night-job.sh\n  endscript\n}\n"),
    ("udev/99-disk.rules", 'ACTION=="add", RUN+="/srv/app/ops/night-job.sh"\n'),
    ("etc/xinetd.d/app", "service app\n{\n  server = /srv/app/ops/night-job.sh\n}\n"),
    ("etc/incron.d/app", "/srv/in IN_CREATE /srv/app/ops/night-job.sh $#\n"),
    ("nagios/nrpe.cfg", "command[check]=/srv/app/ops/night-job.sh\n"),
    ("puppet/app.pp", 'cron { "night": command => "/srv/app/ops/night-job.sh", hour => 3 }\n'),
    ("salt/app.sls", "night:\n  cmd.run:\n    - name: /srv/app/ops/night-job.sh\n"),
    ("image/rc.local", "/srv/app/ops/night-job.sh &\n"),
    (".envrc", "source ops/night-job.sh\n"),
    (".ebextensions/app.config", 'container_commands:\n  01:\n    command: "/srv/app/ops/night-job.sh"\n'),
    (".gitpod.yml", "tasks:\n  - init: ops/night-job.sh\n"),
    ("hatch.toml", '[envs.default.scripts]\nnight = "ops/night-job.sh"\n'),
    ("app.json", '{\n  "scripts": {\n    "postdeploy": "ops/night-job.sh"\n  }\n}\n'),
])
def test_an_order_starts_what_it_names(started, path: str, text: str) -> None:
    found = started("ops/night-job.sh", {"ops/night-job.sh!": SH, path: text})
    assert [row.split(":")[0] for row in found if "docs" not in row] == [path]


@pytest.mark.parametrize(("path", "text"), [
    ("etc/logrotate.d/app", "/srv/app/ops/night-job.sh {\n  daily\n}\n"),
    ("ops/monitrc", "check file job with path /srv/app/ops/night-job.sh\n"),
    ("puppet/app.pp", 'file { "/srv/app/ops/night-job.sh": mode => "0755" }\n'),
    ("image/rc.local", "# /srv/app/ops/night-job.sh\n"),
])
def test_what_a_file_only_names_is_not_started(started, path: str, text: str) -> None:
    assert [row for row in started("ops/night-job.sh", {"ops/night-job.sh!": SH, path: text}) if "docs" not in row] == []


PLACED = "backup:\n  file.managed:\n    - name: /var/lib/x/b.bash\n    - source: salt:///db/files/night-job.bash\n"
RUN = "  cron.present:\n    - name: /var/lib/x/b.bash --all\n    - hour: 23\n"


@pytest.mark.parametrize(("text", "expected"), [
    (PLACED + RUN, ["salt/db/init.sls:4 cron * 23 * * * salt"]),
    (PLACED + "other:\n" + RUN, ["salt/db/init.sls:4 cron * 23 * * * salt"]),
    (PLACED + "other:\n" + RUN.replace("x/b.bash", "x/c.bash"), ["salt/db/init.sls:4 config salt"]),
    ("/srv/night-job.sh:\n  file.managed:\n    - source: salt://db/files/night-job.bash\n  cron.present:\n    - special: '@daily'\n",
     ["salt/db/init.sls:3 cron @daily salt"]),
    ("{{ one }}-script:\n  file.managed:\n    - name: /srv/{{ one }}/run.bash\n    - source: salt://db/files/night-job.bash\n"
     "{{ one }}-job:\n  cron.present:\n    - name: \"{% if x %}/srv/{{ one }}/run.bash {% endif %}timeout 9 true\"\n    - minute: '*/15'\n",
     ["salt/db/init.sls:4 cron */15 * * * * salt"]),
    ("a:\n  file.managed:\n    - source: salt://web/files/night-job.bash\n", []),
])
def test_a_file_that_salt_places_is_started_under_its_new_name(started, text: str, expected: list[str]) -> None:
    assert started("salt/db/files/night-job.bash", {"salt/db/files/night-job.bash": SH, "salt/web/files/night-job.bash": SH,
                                                    "salt/db/init.sls": text}) == expected


PLAY = "- hosts: all\n  tasks:\n    - name: Clean\n      {}:\n        path: /srv/old\n"


def test_a_task_runs_the_module_of_its_name(started) -> None:
    files = {"ops/library/clean_up.py": "print(1)\n", "ops/play.yml": PLAY.format("clean_up")}
    assert started("ops/library/clean_up.py", files) == ["ops/play.yml:4 ansible task Clean"]
    assert started("ops/library/clean_up.py", {**files, "ops/play.yml": PLAY.format("clean_up").replace("    - name: Clean\n      c", "    - c")}) \
        == ["ops/play.yml:3 ansible"]


@pytest.mark.parametrize("text", [PLAY.format("copy") + "        clean_up: true\n", PLAY.format("copy") + "      vars:\n        clean_up: yes\n"])
def test_an_argument_of_a_task_is_no_module(started, text: str) -> None:
    assert started("ops/library/clean_up.py", {"ops/library/clean_up.py": "print(1)\n", "ops/play.yml": text}) == []
    assert started("web/library/clean_up.py", {"web/library/clean_up.py": "print(1)\n", "ops/play.yml": PLAY.format("clean_up")}) == []


def test_a_vagrantfile_that_computes_the_name_of_a_script(started) -> None:
    text = 'Vagrant.configure("2") do |config|\n  config.vm.provision :shell, path: "provisioning/#{type}.sh"\nend\n'
    files = {"provisioning/web-box.sh": SH, "provisioning/old/web-box2.sh": SH, "Vagrantfile": text}
    assert started("provisioning/web-box.sh", files) == ["Vagrantfile:2 config vagrant provision"]
    assert started("provisioning/old/web-box2.sh", files) == []
