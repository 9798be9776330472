"""The configuration of an application holds what its class says."""

from __future__ import annotations

import pytest

_FILES = {
    "mails/__init__.py": "", "shop/__init__.py": "",
    "mails/apps.py": """
    import boto3
    from django.apps import AppConfig
    from functools import cached_property

    class MailsConfig(AppConfig):
        name = "mails"

        @cached_property
        def ses_client(self):
            return boto3.client("ses")
    """,
    "shop/apps.py": """
    from django.apps import AppConfig

    class ShopConfig(AppConfig):
        name = "company.shop"
        label = "store"

        def wipe(self):
            import shutil
            shutil.rmtree("/srv/store")
    """,
}


@pytest.mark.parametrize(("line", "told"), [
    ("apps.get_app_config('mails').ses_client.send_email(Source='a@b.org')", {("email", "send")}),
    ("apps.get_app_config('store').wipe()", {("filesystem", "delete")}),
    ("apps.get_app_config('shop').wipe()", set()),
    ("apps.get_app_config(name).wipe()", set()),
])
def test_a_member_of_a_configuration_is_followed(trace, line: str, told: set[tuple[str, str]]) -> None:
    found = trace(f"import sys\nfrom django.apps import apps\nname = sys.argv[1]\n{line}\n", _FILES)
    assert {(effect.resource, str(effect.action)) for effect in found.effects} == told
    assert bool(found.unknowns) is not bool(told)
