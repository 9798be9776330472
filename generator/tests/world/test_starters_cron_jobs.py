"""Jobs of a library for cron: what names them in a crontab, and what the settings of Django list with its time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
JOB = "import cronjobs\nfrom shop.log import capture\n@cronjobs.register\n@capture\ndef purge_old():\n    pass\n"
LISTED = "CRONJOBS = [\n    ('0 5 * * *', 'shop.daily.run', '>> /tmp/log'),\n    ('@weekly', 'shop.weekly.run'),\n" \
         "    ('*/5 * * * *', 'django.core.management.call_command', ['clearsessions']),\n]\nTIMES = [('1 1 * * *', 'shop.other.run')]\n"


@pytest.mark.parametrize(("path", "text", "told"), [
    ("etc/crontab", "7 0 * * * root cd /app && python manage.py cron purge_old 2>&1\n", ["etc/crontab:1 cron 7 0 * * *"]),
    ("bin/crontab.tpl", "7 0 * * * {{ cron }} purge_old | grep -v Warning\n", ["bin/crontab.tpl:1 cron 7 0 * * *"]),
    ("update.sh", "#!/bin/sh\n./manage.py cron purge_old\n", ["update.sh:2 script"]),
    ("update.sh", "#!/bin/sh\n./manage.py cron fill\necho cron purge_old\n", []),
])
def test_who_names_a_job_starts_its_file(started: Started, path: str, text: str, told: list[str]) -> None:
    found = started("shop/cron.py", {"shop/__init__.py": "", "shop/cron.py": JOB, path: text})
    assert [row.partition(" as ")[0] for row in found] == told


def test_a_job_that_two_files_register_is_none_of_them(started: Started) -> None:
    assert started("shop/cron.py", {"shop/cron.py": JOB, "mill/cron.py": JOB, "update.sh": "./manage.py cron purge_old\n"}) == []


def test_what_the_settings_list_starts_at_its_time(started: Started) -> None:
    files = {"shop/__init__.py": "", "shop/settings.py": LISTED} | {f"shop/{name}.py": "def run(): pass\n" for name in ("daily", "weekly", "other")}
    assert started("shop/daily.py", files) == ["shop/settings.py:2 cron 0 5 * * * calls run"]
    assert started("shop/weekly.py", files) == ["shop/settings.py:3 cron @weekly calls run"]
    assert started("shop/other.py", files) == []
