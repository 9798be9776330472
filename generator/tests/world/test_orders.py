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
