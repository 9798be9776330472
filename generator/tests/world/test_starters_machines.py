"""Who starts a script on machines and in images: make, compose, units, recipes, cookbooks."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handover_generator.sources._starters.concourse_timers import timed_jobs
from handover_generator.sources._starters.context import Lines

Started = Callable[..., list[str]]
PY = "import sys\nif __name__ == '__main__':\n    sys.exit(0)\n"


# make, containers, machines -----------------------------------------------------------------------------------------------


def test_make_target_and_folder_change(started: Started) -> None:
    text = "reset: check\n\tcd ops && ./run.sh\n\nall:\n\techo ops/run.sh is dangerous\n"
    assert started("ops/run.sh", {"ops/run.sh": "#!/bin/sh\n", "Makefile": text}) == ["Makefile:2 make target reset"]


def test_makes_marks_before_a_command_are_no_part_of_its_path(started: Started) -> None:
    texts = {"scripts/update_all": "#!/bin/sh\n", "scripts/ask.sh": "#!/bin/sh\n", "Makefile": "up:\n\t@scripts/update_all\n\t-@scripts/ask.sh\n"}
    assert started("scripts/update_all", texts) == ["Makefile:2 make target up"]
    assert started("scripts/ask.sh", texts) == ["Makefile:3 make target up"]


PIPELINE = """jobs:
  - name: stop
    plan:
      - get: shop
        trigger: true
        params: {paths: [shop/ops/wipe.sh]}
      - task: wipe
        config:
          platform: linux
          run:
            path: sh
            args:
              - -c
              - |
                ./shop/ops/wipe.sh --all
"""


def test_what_a_pipeline_of_concourse_runs(started: Started) -> None:
    texts = {"ops/wipe.sh": "#!/bin/sh\n", "ci/deploy.yml": PIPELINE}
    assert started("ops/wipe.sh", texts) == ["ci/deploy.yml:15 ci Concourse"]
    task = {"ops/wipe.sh": "#!/bin/sh\n", "ci/task.yml": "---\nplatform: linux\ninputs:\n  - name: shop\nrun:\n  path: shop/ops/wipe.sh\n"}
    assert started("ops/wipe.sh", task) == ["ci/task.yml:6 ci Concourse"]


def test_a_file_that_a_pipeline_only_names_is_not_started(started: Started) -> None:
    texts = {"ops/wipe.sh": "#!/bin/sh\n", "ci/deploy.yml": PIPELINE.replace("./shop/ops/wipe.sh --all", "true")}
    assert started("ops/wipe.sh", texts) == []


_TIMER = """resources:
  - name: shop
    type: git
    source: {uri: https://example.org/shop.git}
  - name: nightly
    type: time
    source:
%s

jobs:
"""


@pytest.mark.parametrize(("source", "told"), [
    ("      interval: 24h", "every 1 day"), ("      {interval: 90m}", "every 90 minutes"), ("      interval: \"168h\"", "every 1 week"),
    ("      start: 2:30 AM\n      stop: 3:30 AM\n      location: Europe/London", "30 2 * * * Europe/London"),
    ("      start: 2:30 PM\n      stop: 3:30 PM\n      days: [Monday, Thursday]", "30 14 * * 1,4 UTC"),
    ("      days:\n      - Sunday\n      start: '0130'\n      stop: '0200'", "30 1 * * 0 UTC"),
    ("      interval: 1h\n      start: 8AM\n      stop: 6PM", "every 1 hour from 8AM to 6PM"),
])
def test_a_timer_of_concourse_sets_a_job_off(started: Started, source: str, told: str) -> None:
    job = PIPELINE.removeprefix("jobs:\n").replace("- get: shop\n", "- get: shop\n      - get: nightly\n")
    text = _TIMER % source + job + "  - name: other\n    plan:\n      - task: x\n        config:\n          run:\n            path: ops/other.sh\n"
    text = text.replace("source:\n      {", "source: {")
    texts = {"ops/wipe.sh": "#!/bin/sh\n", "ops/other.sh": "#!/bin/sh\n", "ci/deploy.yml": text}
    line = text[:text.index("./shop/ops/wipe.sh")].count("\n") + 1
    assert started("ops/wipe.sh", texts) == [f"ci/deploy.yml:{line} ci {told} Concourse"]
    assert started("ops/other.sh", texts) == [f"ci/deploy.yml:{text[:text.index('ops/other.sh')].count(chr(10)) + 1} ci Concourse"]


@pytest.mark.parametrize("step", ["- get: nightly", "- get: nightly\n        trigger: false", "- get: shop\n        trigger: true"])
def test_a_timer_that_a_job_only_waits_for_does_not(started: Started, step: str) -> None:
    text = _TIMER % "      interval: 24h" + PIPELINE.removeprefix("jobs:\n").replace("- get: shop\n        trigger: true", step)
    (told,) = started("ops/wipe.sh", {"ops/wipe.sh": "#!/bin/sh\n", "ci/deploy.yml": text})
    assert told.endswith(" ci Concourse")


def test_long_rows_of_a_pipeline_cost_no_time() -> None:
    began = time.monotonic()
    for text in ("- name: a\n  type: time\n  trigger: true" + " " * 200_000 + "x\n", "- a: b\n" * 30_000 + "time trigger",
                 "- - - - " * 20_000 + "time trigger", "- name: a\n  type: time\n  source: {" + "a: " * 60_000 + "} trigger\n"):
        timed_jobs(Lines(text))
    assert time.monotonic() - began < 3


def test_dockerfile_instructions(started: Started) -> None:
    text = "FROM x\nRUN apt-get update && \\\n    bash docker/setup-db.sh\nCMD [\"python\", \"-m\", \"shop.worker\"]\n"
    texts = {"docker/setup-db.sh": "#!/bin/sh\n", "shop/worker.py": PY, "shop/__init__.py": "", "Dockerfile": text}
    assert started("docker/setup-db.sh", texts) == ["Dockerfile:3 dockerfile RUN"]
    assert started("shop/worker.py", texts) == ["Dockerfile:4 dockerfile CMD"]


def test_compose_service_and_container_path(started: Started) -> None:
    text = ("services:\n  cron:\n    command: /app/jobs/hourly_mail.py\n"
            "  db:\n    volumes:\n      - ./sql/fill.sh:/docker-entrypoint-initdb.d/1.sh\n")
    texts = {"jobs/hourly_mail.py": PY, "sql/fill.sh": "#!/bin/sh\n", "docker-compose.yml": text}
    assert started("jobs/hourly_mail.py", texts) == ["docker-compose.yml:3 compose service cron"]
    assert started("sql/fill.sh", texts) == ["docker-compose.yml:6 compose service db, volumes"]


@pytest.mark.parametrize("init", ["shop/__init__.py", "shop/__init__.py!"])
def test_a_package_that_is_run_is_its_main(started: Started, init: str) -> None:
    files = {init: PY, "shop/__main__.py": PY, "compose.yml": "services:\n  job:\n    image: shop\n    command: python -m shop nightly\n",
             "Makefile": "all:\n\tpython -m shop.jobs\n"}
    assert started("shop/__main__.py", files) == ["compose.yml:4 compose service job"]
    assert started(init.rstrip("!"), files) == []


def test_systemd_timer_gives_the_schedule(started: Started) -> None:
    texts = {"bin/dump-all.sh": "#!/bin/sh\n",
             "etc/dump.service": "[Unit]\nDescription=runs dump-all.sh\n[Service]\nExecStart=/opt/shop/bin/dump-all.sh -q\n",
             "etc/dump.timer": "[Timer]\nOnCalendar=Mon *-*-* 02:00:00 Europe/Paris\n"}
    assert started("bin/dump-all.sh", texts) == ["etc/dump.service:4 systemd Mon *-*-* 02:00:00 Europe/Paris Europe/Paris ExecStart"]


def test_kubernetes_cronjob(started: Started) -> None:
    text = """apiVersion: v1
kind: Service
metadata:
  name: web
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: tidy
spec:
  schedule: "0 4 * * 0"
  timeZone: Asia/Tokyo
  jobTemplate: {spec: {template: {spec: {containers: [{command: [python, /app/jobs/tidy_up.py]}]}}}}
"""
    assert started("jobs/tidy_up.py", {"jobs/tidy_up.py": PY, "k8s/tidy.yaml": text}) == ["k8s/tidy.yaml:13 k8s 0 4 * * 0 Asia/Tokyo "
                                                                                          "CronJob tidy"]


def test_terraform_and_cloud_rules_in_code(started: Started) -> None:
    terraform = 'resource "aws_x" "night" {\n  schedule_expression = "cron(0 1 * * ? *)"\n  command = "python jobs/tidy_up.py"\n}\n'
    code = 'RULES = dict(\n    cron="cron(0 21 ? * mon *)",\n    input={"command": ["shop-tidy"]})\nOTHER = 1\n'
    texts = {"jobs/tidy_up.py": PY, "jobs/__init__.py": "", "infra/a.tf": terraform, "ops/rules.py": code,
             "setup.py": "from setuptools import setup\nsetup(entry_points={'console_scripts': ['shop-tidy = jobs.tidy_up:main']})\n"}
    assert started("jobs/tidy_up.py", texts) == [
        "infra/a.tf:3 terraform cron(0 1 * * ? *) resource aws_x night", "ops/rules.py:3 script cron(0 21 ? * mon *) UTC",
                                                 "setup.py:2 package shop-tidy"]


def test_procfile_ansible_cron_and_config(started: Started) -> None:
    ansible = "- name: nightly\n  cron:\n    name: n\n    minute: \"5\"\n    hour: \"2\"\n    job: /opt/app/jobs/tidy_up.py\n"
    texts = {"jobs/tidy_up.py": PY, "Procfile": "clock: python jobs/tidy_up.py\n", "roles/x/tasks/main.yml": ansible,
             "etc/supervisord.conf": "[program:x]\ncommand=python jobs/tidy_up.py\n; command=jobs/tidy_up.py\n",
             "conf/list.yml": "title: jobs/tidy_up.py\n"}
    assert started("jobs/tidy_up.py", texts) == [
        "Procfile:1 procfile process clock", "etc/supervisord.conf:2 config command",
                                                 "roles/x/tasks/main.yml:6 cron 5 2 * * * task nightly"]


@pytest.mark.parametrize(("key", "starts"), [("postdeploy", True), ("pr-predestroy", True), ("teardown", True), ("predestined", False)])
def test_what_a_platform_runs_before_it_takes_an_app_away(key: str, starts: bool, started: Started) -> None:
    texts = {"bin/drop_app.sh": "#!/bin/sh\n", "app.json": f'{{\n  "name": "shop",\n  "other": {{\n    "{key}": "./bin/drop_app.sh"\n  }}\n}}\n'}
    assert started("bin/drop_app.sh", texts) == [f"app.json:4 config {key}"] * starts


def test_a_file_of_an_ansible_role_is_named_by_its_tasks_alone(started: Started) -> None:
    task = "- name: put it there\n  copy:\n    src: backup.py\n    dest: /tmp/\n- command: /tmp/backup.py\n"
    texts = {"roles/a/files/backup.py": PY, "roles/b/files/backup.py": PY, "roles/a/tasks/main.yml": task}
    assert [row.split(" ")[0].split(":")[0] for row in started("roles/a/files/backup.py", texts)] == ["roles/a/tasks/main.yml"]
    assert started("roles/b/files/backup.py", texts) == []


def test_celery_beat(started: Started) -> None:
    text = ("CELERY_TIMEZONE = 'Europe/Rome'\nbeat_schedule = {\n    'a': {\n        'task': 'shop.tasks.mail',\n        'schedule': "
            "crontab(minute=0, hour=3),\n    },\n"
            "    'b': {'task': 'shop.other.run', 'schedule': 30.0},\n}\n")
    texts = {"shop/__init__.py": "", "shop/tasks.py": PY, "shop/other.py": PY, "shop/celery.py": text}
    assert started("shop/tasks.py", texts) == ["shop/celery.py:4 celery 0 3 * * * Europe/Rome beat schedule"]


# cookbooks and modules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("script", "recipe", "text"), [
    ("cookbooks/maps/templates/default/update.erb", "cookbooks/maps/recipes/default.rb", "x do\n  source \"update.erb\"\nend\n"),
    ("cookbooks/web/files/default/backup.sh", "cookbooks/web/resources/port.rb", "  source \"backup.sh\"\n"),
])
def test_a_recipe_names_files_of_its_own_cookbook(started: Started, script: str, recipe: str, text: str) -> None:
    files = {script: "#!/bin/sh\nls\n", recipe: text, "cookbooks/other/recipes/default.rb": text}
    assert [row.split(" ")[0].rpartition(":")[0] for row in started(script, files)] == [recipe]


def test_an_installed_name_without_suffix_is_its_script(started: Started) -> None:
    unit = "[Service]\nExecStart=/usr/local/bin/replicate-cleanup\n"
    assert started("files/bin/replicate-cleanup", {"files/bin/replicate-cleanup": "#!/bin/sh\nls\n", "units/clean.service": unit}) != []
    assert started("files/bin/cleanup", {"files/bin/cleanup": "#!/bin/sh\nls\n", "docs/a.rb": "exec \"/usr/local/bin/cleanup\"\n"}) == []


# images and units by content ------------------------------------------------------------------------------------------------

SH = "#!/bin/sh\nrm -rf /srv/a\n"


def test_a_recipe_names_what_it_copies_by_its_bare_name(started: Started) -> None:
    recipe = "FROM debian\nADD install-db /tmp/install-db\nRUN /tmp/install-db\n"
    assert started("image/install-db", {"image/install-db!": SH, "image/Dockerfile": recipe}) == ["image/Dockerfile:2 dockerfile ADD"]


@pytest.mark.parametrize(("line", "starts"), [
    ("docker run --rm shop/test install-db now", True),
    ("@docker run --rm $(TTY) \\\n    -v $(CODE):/code \\\n    $(IMAGE) install-db now", True),
    ("$(DOCKER_COMPOSE) exec -T shop install-db", True),
    ("docker build . && ./configure run x install-db", False),
    ("docker run --rm install-db now", False),
    ("docker run --name install-db shop/test", False),
    ("docker build -t install-db .", False),
    ("cargo run shop install-db", False),
])
def test_a_program_that_is_started_in_a_container(started: Started, line: str, starts: bool) -> None:
    texts = {"image/install-db!": SH, "image/Dockerfile": "FROM debian\nCOPY install-db /usr/local/bin/\n", "Makefile": f"test:\n\t{line}\n"}
    found = [one for one in started("image/install-db", texts) if one.startswith("Makefile")]
    assert bool(found) is starts


def test_a_recipe_starts_what_it_copied_with_its_folder(started: Started) -> None:
    recipe = "FROM debian\nCOPY files/ /\nENTRYPOINT [\"/entrypoint.sh\"]\n"
    texts = {"a/files/entrypoint.sh!": SH, "a/Dockerfile": recipe, "b/files/entrypoint.sh!": SH, "b/Dockerfile": recipe}
    assert started("a/files/entrypoint.sh", texts) == ["a/Dockerfile:3 dockerfile ENTRYPOINT"]


def test_an_image_on_top_of_another_runs_what_lies_there(started: Started) -> None:
    texts = {"base/install-db!": SH, "base/Dockerfile": "FROM debian\nADD install-db /tmp/install-db\n",
             "dev/Dockerfile": "FROM shop/base\nRUN /tmp/install-db\n"}
    assert started("base/install-db", texts) == ["base/Dockerfile:2 dockerfile ADD", "dev/Dockerfile:2 dockerfile RUN"]


def test_a_script_reads_another_from_inside_the_image(started: Started) -> None:
    texts = {"core/files/setup_db.sh!": SH, "other/setup_db.sh!": SH, "core/Dockerfile": "FROM debian\nCOPY files/ /\n",
             "core/files/k8s/run.sh!": "#!/bin/sh\nsource /setup_db.sh\n"}
    assert started("core/files/setup_db.sh", texts) == ["core/files/k8s/run.sh:2 script sourced"]
    assert started("other/setup_db.sh", texts) == []


@pytest.mark.parametrize("name", ["deploy/shop.systemd", "deploy/shop.service.tmpl", "deploy/units/shop"])
def test_a_unit_is_known_by_its_sections(name: str, started: Started) -> None:
    unit = "[Unit]\nDescription=Shop\n\n[Service]\nType=simple\nExecStartPre=/opt/shop/shop-before.sh\n"
    found = started("templates/shop-before.sh", {"templates/shop-before.sh!": SH, name: unit})
    assert found == ([f"{name}:6 systemd ExecStartPre"])


def test_an_init_script_named_like_a_unit(started: Started) -> None:
    script = "#!/usr/bin/env bash\nstart() {\n  sh /opt/shop/shop-before.sh\n}\n"
    texts = {"templates/shop-before.sh!": SH, "templates/shop.service": script}
    assert started("templates/shop-before.sh", texts) == ["templates/shop.service:3 script"]


def test_an_openrc_script_is_shell(started: Started) -> None:
    texts = {"templates/shop-before.sh!": SH, "templates/shop.openrc": "#!/sbin/openrc-run\nstart() {\n  sh /opt/shop/shop-before.sh\n}\n"}
    assert started("templates/shop-before.sh", texts) == ["templates/shop.openrc:3 script"]


SNAKEFILE = '''configfile: "config.yaml"

TOOL = "bin/clean.sh"

rule fetch:
    input:
        script = "bin/other.sh"
    output: "data/raw.json"
    shell:
        """
        ./bin/fetch.sh --all > {output}
        """

rule tidy:
    params: tool = "bin/clean.sh"
    run:
        try:
            shell("./bin/tidy.sh")
        finally:
            pass

onsuccess:
    shell("./bin/tell.sh done")
'''


def test_rules_of_snakemake_start_what_their_orders_name(started: Started) -> None:
    names = ("bin/fetch.sh", "bin/other.sh", "bin/tell.sh", "bin/clean.sh", "bin/tidy.sh")
    files = dict.fromkeys(names, "#!/bin/sh\n") | {"workflow/fetch.smk": SNAKEFILE}
    assert started("bin/fetch.sh", files) == ["workflow/fetch.smk:11 make snakemake rule fetch"]
    assert started("bin/tell.sh", files) == ["workflow/fetch.smk:23 make snakemake"]
    assert started("bin/tidy.sh", files) == ["workflow/fetch.smk:18 make snakemake rule tidy"]
    assert started("bin/other.sh", files) == []
    assert started("bin/clean.sh", files) == []


def test_a_vagrantfile_provisions_with_a_script(started: Started) -> None:
    text = "Vagrant.configure do |config|\n  config.vm.provision \"shell\", path: '../ops/boot-host.sh'\n  # path: '../ops/other-host.sh'\nend\n"
    texts = {"ops/boot-host.sh!": SH, "ops/other-host.sh!": SH, "vm/Vagrantfile": text}
    assert started("ops/boot-host.sh", texts) == ["vm/Vagrantfile:2 config vagrant provision"]
    assert started("ops/other-host.sh", texts) == ["vm/Vagrantfile:3 docs in a comment"]


@pytest.mark.parametrize(("line", "told"), [("replace-db all", True), ("    $ replace-db", True), ("Call `replace-db`.", True),
                                            ("sudo replace-db", True), ("    DB=shop ./replace-db all", True), ("in other/replace-db", False),
                                            ("    bash replace-db", True), ("`sudo sh -x replace-db now`", True), ("a bash replace-db", False),
                                            ("the replace-db step", False), ("replace-db: yes", False), ("my-replace-db", False)])
def test_prose_names_a_program_without_suffix_where_a_command_stands(started: Started, line: str, told: bool) -> None:
    assert (started("exe/replace-db", {"exe/replace-db!": SH, "docs/a.md": f"How to:\n\n{line}\n"}) == ["docs/a.md:3 docs"]) is told
    assert started("exe/replace-db", {"exe/replace-db!": SH, "old/replace-db!": SH, "docs/a.md": line}) == []


@pytest.mark.parametrize(("line", "told"), [("$ openPort shop:80", True), ("Call `$ openPort`.", True), ("    $ sudo openPort", True),
                                            ("openPort shop:80", False), ("Call `openPort`.", False), ("$ openPort=80", False)])
def test_prose_names_a_program_of_two_words_in_one_behind_a_prompt(started: Started, line: str, told: bool) -> None:
    """On a line of its own such a name is mostly one of code."""
    assert (started("exe/openPort", {"exe/openPort!": SH, "docs/a.md": f"How to:\n\n{line}\n"}) == ["docs/a.md:3 docs"]) is told


def test_a_template_of_a_makefile_is_one(started: Started) -> None:
    files = {"data/merge_all.py": PY, "data/Makefile-load.jinja2": "out.sql:\n\tpython merge_all.py\n"}
    assert started("data/merge_all.py", files) == ["data/Makefile-load.jinja2:2 make target out.sql"]
    files = {"data/merge_all.py": PY, "data/Makefile-load.txt": "see python merge_all.py\n"}
    assert not any(" make " in line for line in started("data/merge_all.py", files))


_IMAGES = {"web/sh/load-all.sh!": SH, "old/sh/load-all.sh!": SH,
           "web/Dockerfile": "FROM debian\nCOPY sh/*.sh /usr/local/bin/\nCMD [\"load-all.sh\"]\n",
           "old/Dockerfile": "FROM debian\nCOPY sh/* /usr/local/bin/\n"}


def test_an_image_runs_by_its_bare_name_what_it_copied_with_others(started: Started) -> None:
    assert started("web/sh/load-all.sh", _IMAGES) == ["web/Dockerfile:3 dockerfile CMD"]
    assert started("old/sh/load-all.sh", _IMAGES) == []
    recipe = _IMAGES["web/Dockerfile"]
    for other in (recipe.replace("/usr/local/bin", "/opt/data"), recipe.replace("*.sh", "*.pl")):
        assert started("web/sh/load-all.sh", {**_IMAGES, "web/Dockerfile": other}) == []


@pytest.mark.parametrize("path", ["web/sh/load-all.sh", "old/sh/load-all.sh"])
def test_what_two_images_have_in_one_place_is_either(path: str, started: Started) -> None:
    texts = {**_IMAGES, "etc/nightly.cron": "0 3 * * * /usr/local/bin/load-all.sh\n", "README.md": "docker compose run web load-all.sh -a\n"}
    found = started(path, texts)
    assert "etc/nightly.cron:1 cron 0 3 * * *" in found
    assert "README.md:1 docs" in found


def test_what_images_have_in_one_place_is_for_each_its_own(started: Started) -> None:
    texts = {f"{name}/rootfs/etc/steps/setup!": SH for name in ("api", "web")}
    texts |= {f"{name}/Dockerfile": "FROM debian\nCOPY rootfs/ /\n" for name in ("api", "web")}
    texts |= {"web/rootfs/etc/s6-rc.d/10-setup/up": "/etc/steps/setup\n", "web/rootfs/etc/s6-rc.d/20-serve/run": "#!/command/execlineb -P\nserve\n",
              "web/rootfs/etc/s6-rc.d/10-setup/type": "/etc/steps/setup\n"}
    assert started("web/rootfs/etc/steps/setup", texts) == ["web/rootfs/etc/s6-rc.d/10-setup/up:1 config service 10-setup"]
    assert started("api/rootfs/etc/steps/setup", texts) == []
    execline = {**texts, "api/rootfs/etc/services.d/x/run": "#!/command/execlineb -P\n/etc/steps/setup\n"}
    assert started("api/rootfs/etc/steps/setup", execline) == ["api/rootfs/etc/services.d/x/run:2 config service x"]


@pytest.mark.parametrize(("order", "found"), [
    ("RUN tidy-up && rm x", ["web/Dockerfile:2 dockerfile RUN"]),
    ("RUN apt-get update && \\\n    tidy-up", ["web/Dockerfile:3 dockerfile RUN"]),
    ("RUN apt-get install tidy-up", []),
    ("ENV NAME=tidy-up", []),
])
def test_an_image_runs_a_program_of_the_image_below(order: str, found: list[str], started: Started) -> None:
    texts = {"base/rootfs/usr/bin/tidy-up!": SH, "base/Dockerfile": "FROM debian\nCOPY rootfs /\n", "web/Dockerfile": f"FROM base\n{order}\n"}
    assert started("base/rootfs/usr/bin/tidy-up", texts) == found


def test_an_image_runs_a_file_in_its_working_folder(started: Started) -> None:
    texts = {"images/common/begin.sh!": SH, "images/nfs/begin.sh!": SH, "images/base/Dockerfile": "FROM debian\nCOPY ./common/ /opt/shop/\n",
             "images/web/Dockerfile": "FROM shop/base\nWORKDIR /opt/shop\nCMD [\"bash\", \"begin.sh\"]\n",
             "images/nfs/Dockerfile": "FROM debian\nCOPY ./nfs/begin.sh /begin.sh\nCMD [\"sh\", \"begin.sh\"]\n",
             "images/other/Dockerfile": "FROM debian\nWORKDIR /srv\nCMD [\"sh\", \"begin.sh\"]\n"}
    assert started("images/common/begin.sh", texts) == ["images/web/Dockerfile:3 dockerfile CMD"]
    assert [row.split(":")[0] for row in started("images/nfs/begin.sh", texts)] == ["images/nfs/Dockerfile"]


def test_a_part_of_a_snap_is_built_by_a_script(started: Started) -> None:
    texts = {"build/make-part.sh!": SH, "snap/snapcraft.yaml": "parts:\n  a:\n    override-build: $CRAFT_PROJECT_DIR/build/make-part.sh a\n"}
    assert started("build/make-part.sh", texts) == ["snap/snapcraft.yaml:3 config override-build"]
    texts["snap/snapcraft.yaml"] = "parts:\n  a:\n    source: build/make-part.sh\n"
    assert started("build/make-part.sh", texts) == []


def test_a_workflow_that_is_named_after_tests_starts_things(started: Started) -> None:
    order = "jobs:\n  a:\n    steps:\n      - run: ops/load-all.sh now\n"
    assert started("ops/load-all.sh", {"ops/load-all.sh!": SH, ".github/workflows/build-test.yaml": order}) == [
        ".github/workflows/build-test.yaml:4 ci job a"]
    assert started("ops/load-all.sh", {"ops/load-all.sh!": SH, "tests/build.yaml": order.replace("run:", "command:")})[0].split()[1] == "tests"


def test_a_tool_that_looks_for_its_file_by_name(started: Started) -> None:
    texts = {"fabfile.py": "from fabric.api import task\n@task\ndef deploy():\n    pass\n",
             "README.md": "# Shop\n\nRunning `fab deploy:live` will deploy.\n", "notes.md": "A fab lab, and prefab (fab = good).\n"}
    assert started("fabfile.py", texts) == ["README.md:3 docs"]


def test_a_module_without_a_package_is_started_by_its_packaging(started):
    setup = "from setuptools import setup\nsetup(py_modules=['shop_tool'], entry_points={'console_scripts': ['shop-tool = shop_tool:main']})\n"
    files = {"x-tool/shop_tool.py": "def main():\n    pass\n", "x-tool/setup.py": setup}
    assert started("x-tool/shop_tool.py", files) == ["x-tool/setup.py:2 package shop-tool"]
    assert started("x-tool/shop_tool.py", {**files, "x-tool/setup.py": setup.replace("shop_tool:main", "other:main")}) == []


LISTED = "# Shop\n\nManagement commands:\n\n* tidyup - Removes what is old\n  for good\n* `reload`: Loads\n\nAbout tidyup\n"


@pytest.mark.parametrize(("text", "expected"), [
    (LISTED, ["README.md:5 docs management command"]),
    ("Management commands\n-------------------\n\n1. tidyup\n", ["README.md:4 docs management command"]),
    ("Management commands:\n\nnothing here\n\n* tidyup - Removes\n", []),
    ("Words:\n\n* tidyup - Removes\n", []),
    ("Management commands:\n* tidyup is what nobody runs\n", []),
])
def test_a_list_of_management_commands_names_them(started, text: str, expected: list[str]) -> None:
    command = "shop/management/commands/tidyup.py"
    assert started(command, {command: "class Command:\n    pass\n", "README.md": text}) == expected


@pytest.mark.parametrize(("path", "line", "row"), [
    ("mail/procmailrc", "|/opt/bin/on_mail.sh", "mail/procmailrc:1 config procmail"),
    ("mail/procmailrc", "A=| /opt/bin/on_mail.sh x", "mail/procmailrc:1 config procmail"),
    ("home/.forward", "\"|/opt/bin/on_mail.sh\"", "home/.forward:1 config on a mail"),
    ("etc/aliases", "alert: \"|/opt/bin/on_mail.sh\"", "etc/aliases:1 config on a mail")])
def test_what_gets_mail_is_started_by_it(started: Started, path: str, line: str, row: str) -> None:
    texts = {"bin/on_mail.sh": "#!/bin/sh\n"}
    assert started("bin/on_mail.sh", {**texts, path: line + "\n"}) == [row]
    assert started("bin/on_mail.sh", {**texts, path: "# " + line + "\n"}) in ([], [f"{path}:1 docs in a comment"])
    assert started("bin/on_mail.sh", {**texts, path: "LOGFILE=/opt/bin/on_mail.sh\n"}) == []


TASK = "- name: init\n  shell: './manage.py init'\n  args:\n    chdir: {}\n- name: other\n  command: ls\n"


@pytest.mark.parametrize(("folder", "found"), [("/var/www/app", True), ("'{{ code }}'", True), ("/var/www/other", False)])
def test_a_task_that_changes_its_folder(started: Started, folder: str, found: bool) -> None:
    texts = {"app/manage.py": PY, "roles/x/tasks/main.yml": TASK.format(folder)}
    assert started("app/manage.py", texts) == (["roles/x/tasks/main.yml:2 ansible task init"] if found else [])
    if folder.startswith("'"):                           # one of two
        assert started("app/manage.py", {**texts, "old/manage.py": PY}) == []


def test_a_program_in_a_folder_above(started: Started) -> None:
    texts = {"app/manage.py": PY, "app/bin/reset": "#!/bin/sh\n./manage.py reset\n"}
    assert started("app/manage.py", texts) == ["app/bin/reset:2 script"]
    assert started("app/manage.py", {**texts, "app/bin/reset": "#!/bin/sh\nmanage.py reset\n"}) == []
    assert started("app/manage.py", {"app/manage.py": PY, "lib/bin/reset": texts["app/bin/reset"]}) == []


@pytest.mark.parametrize(("module", "detail"), [("copy", "copied"), ("ansible.builtin.template", "copied"), ("script", "task put")])
def test_what_a_task_only_copies(started: Started, module: str, detail: str) -> None:
    task = f"- name: put\n  {module}:\n    src: bin/on_mail.sh\n    dest: /opt/bin/on_mail.sh\n"
    assert started("bin/on_mail.sh", {"bin/on_mail.sh": "#!/bin/sh\n", "tasks/main.yml": task}) == [f"tasks/main.yml:3 ansible {detail}"]
def test_a_name_that_is_compared_with_or_shown_starts_nothing(started: Started) -> None:
    up = {"ops/renew_all.sh": "#!/bin/sh\nrm /srv/a\n"}
    assert started("ops/renew_all.sh", {**up, "ops/lib.sh": 'if [[ "$(basename $0)" = "renew_all.sh" ]]; then\n  x=1\nfi\n'}) == [
        "ops/lib.sh:1 docs named, not run"]
    assert started("ops/renew_all.sh", {**up, "ops/lib.sh": "cat <<'TXT'\nNow run\n  ./renew_all.sh again\nTXT\n"}) == [
        "ops/lib.sh:3 docs in a message"]
    assert started("ops/renew_all.sh", {**up, "ops/lib.sh": "cat <<TXT\nhello\nTXT\n./renew_all.sh\n"}) == ["ops/lib.sh:4 script"]
    assert started("ops/renew_all.sh", {**up, "ops/lib.sh": "[ -n \"$A\" ] && ./renew_all.sh\n"}) == ["ops/lib.sh:1 script"]
    assert started("ops/renew_all.sh", {**up, "ops/lib.sh": "bash <<TXT\n./renew_all.sh\nTXT\n"}) == ["ops/lib.sh:2 script"]


def test_an_action_of_github_runs_what_stands_behind_a_document(started: Started) -> None:
    text = ("name: up.sh\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n        cat <<EOT >> x.sh\n"
            "        #!/bin/bash\n        touch /a\n"
            "        EOT\n\n        ./up.sh --quiet\n")
    assert started("up.sh", {"up.sh": "#!/bin/sh\nrm /srv/a\n", "action.yaml": text}) == ["action.yaml:12 ci"]
    assert started("up.sh", {"up.sh": "#!/bin/sh\nrm /srv/a\n", "action.yml": "name: up\ninputs:\n  script:\n    default: ./up.sh\n"}) == []


IMAGE = "# of the site\nARG BASE\nFROM ${BASE} AS site\nCOPY . /app\nCMD [\"./jobs/tidy_up.py\"]\n"


def test_a_recipe_of_an_image_is_known_by_its_text(started: Started) -> None:
    texts = {"jobs/tidy_up.py": "#!/usr/bin/env python\n" + PY, "docker/prod": IMAGE, "notes": "FROM here on\nwe RUN jobs/tidy_up.py\n"}
    assert started("jobs/tidy_up.py", texts) == ["docker/prod:5 dockerfile CMD", "notes:2 docs"]


def test_heroku_starts_images_like_a_procfile(started: Started) -> None:
    texts = {"jobs/tidy_up.py": PY, "heroku.yml": "build:\n  docker:\n    web: Dockerfile\nrun:\n  clock: python jobs/tidy_up.py\n"}
    assert started("jobs/tidy_up.py", texts) == ["heroku.yml:5 procfile process clock"]


def test_a_recipe_that_puts_another_file_there_does_not_copy_this_one(started: Started) -> None:
    texts = {"a/shop_extend!": SH, "a/Dockerfile": "FROM base\nCOPY shop_extend /usr/local/bin/\n", "b/extend.sh!": SH,
             "b/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/shop_extend\nRUN chmod 644 /usr/local/bin/shop_extend\n"}
    assert [row.split(":")[0] for row in started("a/shop_extend", texts)] == ["a/Dockerfile"]


_JOB = """description "wipes"
start on runlevel [2345]
respawn
# script: see ops/wipe.sh
env LAST=/srv/shop/ops/note.sh
pre-start exec /srv/shop/ops/check.sh
script
    . /etc/environment
    /bin/bash /srv/shop/ops/wipe.sh --all \\
        >> /var/log/wipe.log
end script
post-stop exec /bin/echo \\
    /srv/shop/ops/note.sh
"""
_OPS = {"ops/wipe.sh": "#!/bin/sh\n", "ops/check.sh": "#!/bin/sh\n", "ops/note.sh": "#!/bin/sh\n"}


@pytest.mark.parametrize("path", ["etc/init/wipe.conf", "confs/wipe.conf.j2"])
def test_a_job_of_upstart(started: Started, path: str) -> None:
    texts = {**_OPS, path: _JOB}
    assert started("ops/wipe.sh", texts) == [f"{path}:9 config upstart job wipe"]
    assert started("ops/check.sh", texts) == [f"{path}:6 config upstart job wipe"]
    assert not [told for told in started("ops/note.sh", texts) if "upstart" in told and ":5 " in told]


def test_other_configuration_is_no_job_of_upstart(started: Started) -> None:
    assert started("ops/wipe.sh", {**_OPS, "etc/shop.conf": "[shop]\nscript\n  /srv/shop/ops/wipe.sh\nend script\n"}) == []
    assert started("ops/wipe.sh", {**_OPS, "etc/shop.conf": "respawn\nlog /srv/shop/ops/wipe.sh\n"}) == []
