"""Rules of a cloud that are written in Python: which schedule is whose, and what a wrapper of ``manage.py`` starts."""

from __future__ import annotations

from collections.abc import Callable

COMMAND = "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self, **options):\n        pass\n"
WRAPPER = "#!/bin/sh\n/srv/venv/bin/python /srv/app/manage.py \"$@\"\n"
STACK = """class Jobs(Stack):
    def __init__(self):
        self.add_job(
            "first", "cron(0 3 ? * SUN *)",
            "runuser -l web -c '/usr/bin/run-manage purge_orders'",
        )
        self.add_job("second", "rate(5 minutes)", "/srv/app/ops/count.sh")

        command = "runuser -l web -c '/usr/bin/run-manage tidy_users --report'"
        if self.place == "staging":
            command = "runuser -l web -c '/usr/bin/run-manage tidy_users'"
        self.add_job(
            "third",
            "cron(30 2 * * ? *)",
            command,
        )

        rule = Rule(self, "fourth", schedule=Schedule.expression("rate(1 day)"))

        rule.add_target(Runner("/srv/app/ops/report.sh"))
"""
TEXTS = {
    "manage.py": "from django.core.management import execute_from_command_line\nexecute_from_command_line()\n", "ops/run-manage!": WRAPPER,
    "shop/management/commands/purge_orders.py": COMMAND, "shop/management/commands/tidy_users.py": COMMAND,
    "ops/count.sh": "#!/bin/sh\nrm x\n", "ops/report.sh": "#!/bin/sh\nrm y\n", "infra/jobs.py": STACK,
}


def test_each_command_has_the_schedule_of_its_own_rule(started: Callable[..., list[str]]) -> None:
    def of(path: str) -> list[str]:
        return [row for row in started(path, TEXTS) if row.startswith("infra/")]

    assert of("shop/management/commands/purge_orders.py") == ["infra/jobs.py:5 script cron(0 3 ? * SUN *) UTC management command"]
    assert of("shop/management/commands/tidy_users.py") == ["infra/jobs.py:9 script cron(30 2 * * ? *) UTC management command"]
    assert of("ops/count.sh") == ["infra/jobs.py:7 script rate(5 minutes) UTC"]
    assert of("ops/report.sh") == ["infra/jobs.py:20 script rate(1 day) UTC"]


def test_a_command_in_a_sentence_is_started_by_nobody(started: Callable[..., list[str]]) -> None:
    said = "raise ValueError\nHINT = 'you may want to call /usr/bin/run-manage purge_orders by hand'\n"
    assert started("shop/management/commands/purge_orders.py", {**TEXTS, "infra/jobs.py": said}) == [
        "infra/jobs.py:2 docs in a message"]
