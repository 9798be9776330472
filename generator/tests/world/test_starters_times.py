"""Starters that state their times beside what they run, and build systems: cookbooks, platforms, packages, macOS."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Started = Callable[..., list[str]]
WIPE = "ops/wipe.sh"
LAUNCHD = """<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
  <key>Label</key><string>org.example.wipe</string>
  <key>ProgramArguments</key>
  <array>
    <string>/app/ops/wipe.sh</string>
  </array>
  <key>StartCalendarInterval</key><dict><key>Hour</key><integer>3</integer></dict>
</dict></plist>
"""
RENDER = """services:
  - type: cron
    name: wipe
    schedule: "0 4 * * 1"
    startCommand: ./ops/wipe.sh
    buildCommand: ./ops/fill.sh
  - type: worker
    name: shop
    startCommand: ./ops/fill.sh
"""
CIRCLE = """version: 2.1
jobs:
  wipe:
    steps:
      - run: ./ops/wipe.sh
workflows:
  nightly:
    triggers:
      - schedule:
          cron: "0 2 * * *"
    jobs: [wipe]
"""
NOMAD = """job "wipe" {
  periodic {
    cron = "0 5 * * *"
  }
  task "wipe" {
    config {
      command = "/app/ops/wipe.sh"
    }
  }
}
"""
ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata:\n  name: wipe\nspec:\n  schedule: '0 6 * * *'\n  workflowSpec:\n" \
       "    templates:\n      - container:\n          command: [bash, ops/wipe.sh]\n"


@pytest.mark.parametrize(("path", "text", "told"), [
    ("etc/anacrontab", "SHELL=/bin/sh\n1 5 wipe.daily /app/ops/wipe.sh\n", "etc/anacrontab:2 cron @daily"),
    ("etc/anacrontab", "@weekly 5 wipe.weekly /app/ops/wipe.sh\n", "etc/anacrontab:1 cron @weekly"),
    ("puppet/shop.pp", "cron { 'wipe':\n  command => '/app/ops/wipe.sh',\n  hour    => 1,\n  minute  => 30,\n}\n",
     "puppet/shop.pp:2 cron 30 1 * * * puppet"),
    ("recipes/default.rb", "cron 'wipe' do\n  hour '1'\n  command '/app/ops/wipe.sh'\nend\n", "recipes/default.rb:3 cron * 1 * * * chef"),
    ("recipes/default.rb", "cron_d 'wipe' do\n  time :daily\n  command '/app/ops/wipe.sh'\nend\n", "recipes/default.rb:3 cron @daily chef"),
    ("config/schedule.rb", "every 1.day, at: '4:30 am' do\n  command '/app/ops/wipe.sh'\nend\n",
     "config/schedule.rb:2 cron every 1.day, at: '4:30 am' whenever"),
    ("render.yaml", RENDER, "render.yaml:5 cron 0 4 * * 1 startCommand"),
    (".platform.app.yaml", "crons:\n  wipe:\n    spec: '0 1 * * *'\n    cmd: './ops/wipe.sh'\n", ".platform.app.yaml:4 cron 0 1 * * * cmd"),
    ("ofelia.ini", "[job-exec \"wipe\"]\nschedule = @daily\ncommand = /app/ops/wipe.sh\n", "ofelia.ini:3 cron @daily command"),
    ("uwsgi.ini", "[uwsgi]\ncron = 0 -2 -1 -1 -1 /app/ops/wipe.sh\n", "uwsgi.ini:2 cron 0 */2 * * * cron"),
    ("app.json", "{\n  \"cron\": [\n    {\n      \"command\": \"./ops/wipe.sh\",\n      \"schedule\": \"0 7 * * *\"\n    }\n  ]\n}\n",
     "app.json:4 cron 0 7 * * * command"),
    (".circleci/config.yml", CIRCLE, ".circleci/config.yml:5 ci 0 2 * * * UTC job wipe"),
    ("wipe.nomad", NOMAD, "wipe.nomad:7 terraform 0 5 * * * job wipe"),
    ("argo/wipe.yaml", ARGO, "argo/wipe.yaml:10 k8s 0 6 * * * CronWorkflow wipe"),
    ("macos/org.example.wipe.plist", LAUNCHD, "macos/org.example.wipe.plist:6 cron * 3 * * * launchd"),
    ("macos/org.example.wipe.plist", LAUNCHD.replace("<key>StartCalendarInterval</key><dict><key>Hour</key><integer>3</integer></dict>",
                                                     "<key>StartInterval</key><integer>600</integer>"),
     "macos/org.example.wipe.plist:6 cron every 600 s launchd"),
])
def test_the_time_that_is_stated_beside_it(started: Started, path: str, text: str, told: str) -> None:
    assert started(WIPE, {WIPE: "#!/bin/sh\n", "ops/fill.sh": "#!/bin/sh\n", path: text}) == [told]


def test_a_time_belongs_to_its_own_job(started: Started) -> None:
    texts = {WIPE: "#!/bin/sh\n", "ops/fill.sh": "#!/bin/sh\n"}
    assert started("ops/fill.sh", {**texts, "render.yaml": RENDER}) == ["render.yaml:6 config buildCommand"]
    two = "[job-exec \"wipe\"]\nschedule = @daily\ncommand = /app/ops/wipe.sh\n[job-run \"fill\"]\ncommand = /app/ops/fill.sh\n"
    assert started("ops/fill.sh", {**texts, "ofelia.ini": two}) == ["ofelia.ini:5 config command"]
    puppet = "cron { 'wipe':\n  command => '/app/ops/wipe.sh',\n  hour => 1,\n}\nexec { 'fill':\n  command => '/app/ops/fill.sh',\n}\n"
    assert started("ops/fill.sh", {**texts, "shop.pp": puppet}) == ["shop.pp:6 config puppet"]
    ruby = "every 1.day do\n  command '/app/ops/wipe.sh'\nend\n\nsystem('/app/ops/fill.sh')\n"
    assert started("ops/fill.sh", {**texts, "config/schedule.rb": ruby}) == ["config/schedule.rb:5 script"]


@pytest.mark.parametrize("text", ["not a list", "<?xml version='1.0'?><!DOCTYPE plist [<!ENTITY a 'b'>]><plist>&a;",
                                  LAUNCHD.replace("<integer>3</integer>", "<integer>three</integer>")])
def test_a_broken_property_list_states_no_time(started: Started, text: str) -> None:
    text += "<key>Label</key><key>ProgramArguments</key>\n<string>/app/ops/wipe.sh</string>\n"
    assert [one.rpartition(":")[2].partition(" ")[2] for one in started(WIPE, {WIPE: "#!/bin/sh\n", "a.plist": text})][-1:] == ["config launchd"]


@pytest.mark.parametrize(("path", "text", "told"), [
    ("CMakeLists.txt", "add_custom_target(wipe\n  COMMAND ${CMAKE_SOURCE_DIR}/ops/wipe.sh all)\n", "CMakeLists.txt:2 make CMake"),
    ("meson.build", "run_command('ops/wipe.sh', check: true)\n", "meson.build:1 make Meson"),
    ("build.gradle", "task wipe(type: Exec) {\n  commandLine './ops/wipe.sh'\n}\n", "build.gradle:2 make Gradle"),
    ("build.xml", "<project>\n  <exec executable=\"ops/wipe.sh\"/>\n</project>\n", "build.xml:2 make Ant or Maven"),
    ("pom.xml", "<configuration>\n  <executable>${basedir}/ops/wipe.sh</executable>\n</configuration>\n", "pom.xml:2 make Ant or Maven"),
    ("Rakefile", "task :wipe do\n  sh './ops/wipe.sh all'\nend\n", "Rakefile:2 make task wipe"),
    ("lib/tasks/shop.rake", "namespace :shop do\n  task wipe: :environment do\n    system('ops/wipe.sh')\n  end\nend\n",
     "lib/tasks/shop.rake:3 make task wipe"),
    ("shop.spec", "Name: shop\n\n%post\n/app/ops/wipe.sh\n\n%files\n", "shop.spec:4 package %post"),
    ("etc/inittab", "wipe:2345:respawn:/app/ops/wipe.sh\n", "etc/inittab:1 config at the start of the machine"),
    ("package.json", "{\"scripts\": {\"wipe\": \"bash ops/wipe.sh\"}}\n", "package.json:1 package"),
    ("fly.toml", "[processes]\nwipe = \"./ops/wipe.sh\"\n", "fly.toml:2 config process wipe"),
    (".devcontainer/devcontainer.json", "{\"postCreateCommand\": \"bash ops/wipe.sh\"}\n",
     ".devcontainer/devcontainer.json:1 config postCreateCommand"),
    ("actions/wipe.yaml", "name: wipe\nrunner_type: local-shell-script\nentry_point: ../ops/wipe.sh\n", "actions/wipe.yaml:3 config entry_point"),
])
def test_what_builds_packages_and_platforms_run(started: Started, path: str, text: str, told: str) -> None:
    assert started(WIPE, {WIPE: "#!/bin/sh\n", path: text}) == [told]


@pytest.mark.parametrize(("path", "text"), [
    ("CMakeLists.txt", "install(PROGRAMS ops/wipe.sh DESTINATION bin)\n"),
    ("meson.build", "install_data('ops/wipe.sh')\n"),
    ("build.gradle", "sourceSets.main.resources.srcDir 'ops/wipe.sh'\n"),
    ("shop.spec", "Name: shop\n\n%files\n/app/ops/wipe.sh\n"),
    ("etc/inittab", "wipe:2345:off:/app/ops/wipe.sh\n# x:2:respawn:/app/ops/wipe.sh\n"),
    ("etc/anacrontab", "FILE=/app/ops/wipe.sh\n1 5 other /bin/true\n"),
    ("fly.toml", "[mounts]\nsource = \"./ops/wipe.sh\"\n"),
])
def test_what_only_names_it_starts_nothing(started: Started, path: str, text: str) -> None:
    assert [one for one in started(WIPE, {WIPE: "#!/bin/sh\n", path: text}) if " docs" not in one] == []
