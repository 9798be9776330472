"""Images and services of compose files that start a program of their own: what they are given are its arguments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis._commands_images import entrypoints

_COMPOSE = """
version: "3"
services:
  tf:      # of the infrastructure
    image: registry.example.org/acme/tf:1.5
    entrypoint: ["terraform"]     # and nothing else
  shell:
    image: alpine
  wrapped:
    build: .
    entrypoint: /entrypoint.sh
  line:
    entrypoint: sh -c
volumes:
  entrypoint: terraform
"""


@pytest.mark.parametrize(("line", "wanted"), [
    ("docker run --rm hashicorp/terraform:1.5 destroy -auto-approve", "cloud delete infrastructure !"),
    ("docker run --rm public.ecr.aws/hashicorp/terraform@sha256:abc destroy -auto-approve", "cloud delete infrastructure !"),
    ("docker run --rm amazon/aws-cli s3 rm --recursive s3://a", "object-storage delete s3://a !"),
    ("podman run bitnami/kubectl delete ns a", "cluster delete a !"),
    ("docker compose run --rm tf destroy -auto-approve", "cloud delete infrastructure !"),
    ("docker-compose run tf destroy", "cloud delete infrastructure !"),
    ("docker compose run line 'rm -rf /srv/a'", "container delete /srv/a !"),
    ("docker compose run wrapped rm -rf /srv/a", "container delete /srv/a !"),
    ("docker compose run --entrypoint rm tf -rf /srv/a", "container delete /srv/a !"),
    ("docker run --rm alpine rm -rf /srv/a", "container delete /srv/a !"),
    ("docker compose exec tf rm -rf /srv/a", "container delete /srv/a !"),
])
def test_what_is_lost_by_it(line: str, wanted: str, run: Callable, told: Callable) -> None:
    assert [one for one in told(run(line, {"ops/docker-compose.yml": _COMPOSE})) if one.endswith("!")] == [wanted]


def test_its_words_are_no_commands(run: Callable, told: Callable) -> None:
    files = {"compose.yaml": _COMPOSE}
    for line in ("docker run --rm hashicorp/terraform init", "docker compose run tf init"):
        assert not [one for one in told(run(line, files)) if one.startswith(("service", "unknown"))]


def test_a_service_that_two_files_start_differently_starts_what_nobody_knows(run: Callable, told: Callable) -> None:
    files = {"a/compose.yaml": "services:\n  tf:\n    entrypoint: terraform\n", "b/compose.yaml": "services:\n  tf:\n    entrypoint: packer\n"}
    assert "unknown unmodelled-command" in told(run("docker compose run tf destroy", files))


def test_only_what_services_say_on_one_line_is_read() -> None:
    assert entrypoints(_COMPOSE) == {"tf": ("terraform",), "wrapped": ("/entrypoint.sh",), "line": ("sh", "-c")}
    assert entrypoints("services:\n  a:\n    entrypoint:\n      - rm\n") == {}
