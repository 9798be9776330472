"""Cloud command lines: aws, gcloud, az, gsutil by service and operation.

The verb of an operation decides the action. A verb rule alone agrees with the published read/non-read levels of AWS in 98 % of 20,455
actions; the levels themselves never say *delete*, so deleting verbs are told apart here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import is_file, joined, shown
from handover_generator.catalogue import aws
from handover_generator.model.behaviour import Act, Action, Call, Guard, GuardKind, Need, Unknown
from handover_generator.model.text import Hole, Text
from handover_generator.records import record
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_READ = word_set("""
    access get list describe head ls show search scan query select lookup view check validate test estimate preview export wait print diff
    read download tail filter simulate is has exists history status logs info version batchget transactget presign config verify
""")
_DELETE = word_set("""
    delete remove terminate purge deregister revoke detach disassociate cancel release drop destroy rm rb reset stop disable
    unsubscribe undeploy deprovision flush clear empty abort reject erase expire unlink uninstall del dissociate decommission
""")
_LOST = word_set("""
    delete remove terminate purge drop destroy rm rb flush clear empty erase del deprovision
""")
_SEND = frozenset(["send", "publish", "notify", "post"])
_EXECUTE = frozenset(["invoke", "execute", "run", "start-query-execution", "exec", "call", "ssh", "start-session"])

_OTHER_VERBS = word_set("""
    create update set add deploy start restart apply enable import cp mv rsync sync rm ls cat upload
    upload-batch publish scale resize patch assign login deploy-app connect submit attach upgrade scp promote
    failover rollback
""")
"""Verbs of gcloud and az beside those."""

_KEPT = regex(r"(?:\A|-)(?:snapshots?|backups?|image)(?:-|\Z)")
_KEEPING = frozenset(["create", "copy", "start", "snapshot", "backup", "export"])
_OF_OBJECTS = frozenset(("cp", "mv", "sync", "rsync", "rm", "rb", "mb", "ls", "cat", "presign", "du"))
_SECRET = regex(r"(?i)(?:secret|key|token|password|credential)")
_RESOURCES = {
    "s3": "object-storage",
    "s3api": "object-storage",
    "storage": "object-storage",
    "gsutil": "object-storage",
    "glacier": "object-storage",
    "s3control": "object-storage",
    "sqs": "queue",
    "sns": "queue",
    "kinesis": "queue",
    "pubsub": "queue",
    "firehose": "queue",
    "servicebus": "queue",
    "eventhubs": "queue",
    "events": "queue",
    "eventgrid": "queue",
    "mq": "queue",
    "kafka": "queue",
    "tasks": "queue",
    "dynamodb": "database",
    "rds": "database",
    "rds-data": "database",
    "sql": "database",
    "redshift": "database",
    "redshift-data": "database",
    "spanner": "database",
    "bigtable": "database",
    "firestore": "database",
    "datastore": "database",
    "cosmosdb": "database",
    "docdb": "database",
    "neptune": "database",
    "athena": "database",
    "postgres": "database",
    "mysql": "database",
    "bq": "database",
    "keyspaces": "database",
    "elasticache": "cache",
    "redis": "cache",
    "memcache": "cache",
    "memorydb": "cache",
    "es": "search",
    "opensearch": "search",
    "cloudsearch": "search",
    "cloudsearchdomain": "search",
    "iam": "permission",
    "sts": "permission",
    "ad": "permission",
    "role": "permission",
    "organizations": "permission",
    "cognito-idp": "permission",
    "kms": "secret",
    "secretsmanager": "secret",
    "secrets": "secret",
    "keyvault": "secret",
    "acm": "secret",
    "ses": "email",
    "sesv2": "email",
    "pinpoint": "email",
    "route53": "network",
    "dns": "network",
    "network": "network",
    "route53domains": "network",
    "elb": "network",
    "elbv2": "network",
    "eks": "cluster",
    "ecs": "cluster",
    "container": "cluster",
    "aks": "cluster",
    "ecr": "container",
    "artifacts": "container",
    "acr": "container",
    "scheduler": "scheduler",
}
_DRY = ("--dryrun", "--dry-run", "--what-if", "--validate-only", "--no-execute-changeset")
_TARGETS = (
    "--bucket",
    "--table-name",
    "--queue-url",
    "--topic-arn",
    "--function-name",
    "--db-instance-identifier",
    "--db-cluster-identifier",
    "--instance-ids",
    "--instance-id",
    "--stream-name",
    "--secret-id",
    "--secret",
    "--role-name",
    "--user-name",
    "--stack-name",
    "--cluster",
    "--cluster-name",
    "--log-group-name",
    "--hosted-zone-id",
    "--domain-name",
    "--repository-name",
    "--key-id",
    "--policy-arn",
    "--name",
    "-n",
    "--volume-id",
    "--snapshot-id",
    "--image-id",
    "--group-name",
    "--group-id",
    "--distribution-id",
    "--id",
    "--resource-group",
    "-g",
    "--cache-cluster-id",
    "--db-snapshot-identifier",
    "--auto-scaling-group-name",
    "--rule",
    "--target-group-arn",
    "--load-balancer-name",
    "--vault-name",
    "--account-name",
    "--container-name",
    "--instance",
    "--database",
    "--replication-group-id",
)


def verb_of(operation: str) -> str:
    """The first word of an operation: ``delete`` of delete-table, DeleteTable and delete_table; batch forms without their ``batch``."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", operation)
    verbs: list[str] = [word.lower() for word in words]
    if len(verbs) > 1 and verbs[0] in ("batch", "transact", "bulk", "admin", "force", "create-or"):
        return verbs[1]
    return verbs[0] if verbs else ""


def judge(operation: str) -> tuple[Action, bool]:
    """(action, destructive) of a cloud operation by its verb."""
    verb = verb_of(operation)
    if verb in _READ:
        return Action.READ, False
    if verb in _DELETE:
        return Action.DELETE, verb in _LOST
    if verb in _SEND:
        return Action.SEND, False
    if verb in _EXECUTE or operation in _EXECUTE:
        return Action.EXECUTE, False
    return Action.WRITE, False


def _behind_options(operands: list[Text], style: str) -> list[Text]:
    """The operands from the service on: ``aws $PROFILE s3 rm``. A variable before the name of one holds options, or nothing."""
    while style in ("aws", "gsutil") and len(operands) > 1 and operands[0].literal is None and (
            all(isinstance(part, Hole) for part in operands[0].parts)):
        following = operands[1].literal or ""
        if not (following in _OF_OBJECTS if style == "gsutil" else following in ("s3", "configure") or aws.service_known(following)):
            break
        operands = operands[1:]
    return operands


@record(frozen=True, slots=True)
class _Asked:
    """What a command line of a cloud asks for. ``literal``: its operands as far as they are known; ``rest``: those behind the operation."""

    style: str
    service: str
    operation: str
    literal: list[str]
    rest: list[Text]


def cloud(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """``aws service operation``, ``gcloud group ... verb``, ``az group ... verb``, ``gsutil verb``."""
    style = next((part.settings["style"] for part in reversed(parsed.chain) if "style" in part.settings), "aws")
    if style == "gsutil" and parsed.sub and any(part.effects for part in parsed.chain[1:]):
        return                           # a row of its own tells what it does; others only which options it takes
    asked = _asked(parsed, style)
    if not asked.operation:
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at, detail="a cloud operation known only when it runs"))
        return
    name = aws.service_name(asked.service)
    if name and style == "aws" and name != "configure":
        told.events.append(Need(kind="service", name=name, at=circumstances.at))
    if style == "aws" and asked.service == "configure" and asked.operation in ("get", "set"):
        _key_of_login(asked.operation, asked.rest, circumstances, told)
        return
    if _only_settings(asked) or _only_tries(asked, parsed) or _told_apart(commands, asked, parsed, circumstances, told):
        return
    if _keeps(asked.literal):
        told.events.append(Guard(kind=GuardKind.BACKUP, at=circumstances.at, detail=f"runs {asked.service} {asked.operation}"))
    target = _target(parsed, asked.rest)
    on = f" on {target}" if target else ""
    if style == "aws" and aws.service_known(asked.service) and (listed := aws.operation(asked.service, asked.operation)) is not None:
        resource, action, destructive = listed
        told.act(circumstances, resource, action, f"runs {asked.service} {asked.operation}{on}", target, destructive=destructive)
        return
    resource, action, destructive = _by_words(asked)
    named = style in ("gcloud", "az") and asked.operation in asked.literal
    groups = asked.literal[: asked.literal.index(asked.operation)] if named else [asked.service]
    told.act(circumstances, resource, action, f"runs {' '.join([*groups, asked.operation])}{on}", target,
             destructive=destructive and resource != "permission")


def _asked(parsed: Parsed, style: str) -> _Asked:
    operands = _behind_options(list(parsed.operands), style)
    literal = [operand.literal or "" for operand in operands]
    if style == "gsutil" and parsed.sub:
        service, operation, rest = "gsutil", parsed.sub, operands
    elif style == "gsutil":
        service, operation, rest = "gsutil", (literal or [""])[0], operands[1:]
    elif style == "aws":
        service, operation, rest = [*literal, ""][0], [*literal, "", ""][1], operands[2:]
        if not operation and len(operands) > 1:
            operation = _begun(operands[1]) or ""
    else:
        service, operation, rest = _nested(literal, operands)
    return _Asked(style, service, operation, literal, rest)


def _only_settings(asked: _Asked) -> bool:
    """Whether only settings of the tool itself are looked at or changed."""
    return asked.service == "configure" or (asked.style == "az" and asked.service in ("login", "logout", "config", "version")) or (
        asked.style == "gcloud" and asked.service in ("auth", "config", "components", "info", "version", "init"))


def _only_tries(asked: _Asked, parsed: Parsed) -> bool:
    """Whether it only says what it would do."""
    return parsed.has(_DRY) or (asked.style == "gsutil" and asked.operation == "rsync" and parsed.has(("-n",)))


def _told_apart(commands: Commands, asked: _Asked, parsed: Parsed, circumstances: Circumstances, told: Told) -> bool:
    """What has a way of its own to be told: objects that are copied like files, commands and statements that run elsewhere, dumps."""
    operation, rest = asked.operation, asked.rest
    like_files = asked.service in ("s3", "gsutil") or (asked.style == "gcloud" and asked.service == "storage")
    if like_files and operation in _OF_OBJECTS:
        _objects(operation, rest, parsed, circumstances, told)
        return True
    if asked.style == "gcloud" and operation == "scp":
        told.events += (event for event in commands.run([Text.of("scp"), *rest], circumstances.inside())
                        if not isinstance(event, Need))          # of gcloud; it brings its own
        return True
    if _run_there(commands, asked.service, operation, asked.style, rest, parsed, circumstances, told):
        return True
    if verb_of(operation) in ("execute", "start", "query", "run", "connect") and _statements(commands, parsed, circumstances, told):
        return True
    if asked.style == "gcloud" and asked.service == "sql" and operation in ("import", "export") and len(rest) > 2:
        _dumped(operation, rest, circumstances, told)
        return True
    if operation in ("get-credentials", "update-kubeconfig"):
        told.act(circumstances, "filesystem", Action.WRITE, "changes which cluster is meant", "kubeconfig")
        return True
    return False


def _by_words(asked: _Asked) -> tuple[str, Action, bool]:
    """What an operation that no list has does by the words in its name: resource, action, whether something is lost."""
    service, operation = asked.service, asked.operation
    verb = verb_of(operation)
    resource = _RESOURCES.get(service, "cloud")
    action, destructive = judge(operation)
    if resource == "secret" and verb in ("get", "decrypt", "versions", "access"):
        action = Action.READ
    elif resource == "email" and action is not Action.READ and "template" not in operation and "send" not in operation:
        resource = "cloud"
    elif service == "ssm":
        if "parameter" in operation:
            resource = "secret"
        elif action is Action.SEND:
            resource, action = "remote-host", Action.EXECUTE
        else:
            resource = "cloud"
    elif service in ("stepfunctions", "batch", "glue", "codebuild") and verb in ("start", "submit"):
        action = Action.EXECUTE
    elif service == "ec2" and action is Action.EXECUTE:
        action = Action.WRITE            # run-instances makes machines; it does not run a command
    elif service in ("firehose", "kinesis", "events") and verb == "put":
        action = Action.SEND
    elif service in ("dynamodb", "rds-data") and verb == "execute":
        action = Action.EXECUTE
    if "security-group" in operation and action is not Action.READ:
        resource = "network"
    return resource, action, destructive


def _dumped(operation: str, rest: list[Text], circumstances: Circumstances, told: Told) -> None:
    """``gcloud sql export sql INSTANCE gs://b/dump.gz``, and the same back in."""
    database, file = shown(rest[1].render()), shown(rest[2].render())
    if operation == "export":
        told.act(circumstances, "database", Action.READ, f"dumps {database}", database)
        told.events.append(Guard(kind=GuardKind.BACKUP, at=circumstances.at, detail=f"dumps {database} into {file}"))
        told.act(circumstances, "object-storage", Action.WRITE, f"writes the dump {file}", file)
    else:
        told.act(circumstances, "object-storage", Action.READ, f"reads {file}", file)
        told.act(circumstances, "database", Action.WRITE, f"loads {file} into {database}", database)


def _keeps(words: list[str]) -> bool:
    """``create-db-snapshot``, ``sql backups create``, ``compute disks snapshot``: what there is now can be brought back."""
    return any(map(_KEPT.search, words[:4])) and any(verb_of(word) in _KEEPING for word in words[:4])


def _key_of_login(operation: str, rest: list[Text], circumstances: Circumstances, told: Told) -> None:
    """``aws configure get aws_secret_access_key``: what lies in the settings of whoever runs it."""
    name = rest[0].render() if rest else ""
    secret = _SECRET.search(name) is not None
    if operation == "set":
        told.act(circumstances, "secret" if secret else "filesystem", Action.WRITE, f"sets {name}", name if secret else "~/.aws/config")
    elif secret:
        told.act(circumstances, "secret", Action.READ, f"reads {name}", name)


def _run_there(commands: Commands, service: str, operation: str, style: str, rest: list[Text], parsed: Parsed, circumstances: Circumstances,
               told: Told) -> bool:
    """A command line that is run on a machine or in a container of a cloud; False where there is none, or none that can be read."""
    given = parsed.value("--command", "--scripts") if operation in ("ssh", "execute-command", "run-command") else None
    words = [text for text in parsed.flags.get("--", []) if text is not None] if operation == "ssh" and style == "gcloud" else []
    line = given if given is not None else Text.join(" ", words) if words else None
    if line is None or not line or (line.literal or "").startswith("@"):
        return False
    place = _target(parsed, rest) or service
    host = place if style != "aws" else f"container:{place}"
    events = commands.shell_text(line, circumstances.inside(host=host))
    if not any(isinstance(event, Act | Call) for event in events):
        return False
    told.events += [event for event in events if event not in told.events]
    return True


def _statements(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> bool:
    """What SQL given to a database of the cloud does; False where there is none, or none that can be read."""
    texts = [text for name in ("--sql", "--sqls", "--query-string", "--statement") for text in parsed.texts(name)]
    if not texts and circumstances.stdin is not None:
        texts = [circumstances.stdin]                        # "gcloud sql connect main" opens a client, and that is fed
    events = [event for text in texts for event in commands.world.sql(text, at=circumstances.at, guards=circumstances.guards,
                                                                      condition=circumstances.condition, host=circumstances.host)]
    if not any(isinstance(event, Act) for event in events):
        return False
    told.events += [event for event in events if event not in told.events]
    return True


def _begun(operation: Text) -> str:
    """``put-${KIND}-policy``: an operation whose verb is written and whose object is not; empty where the verb is open too."""
    first = operation.parts[0] if operation.parts else None
    return operation.render() if isinstance(first, str) and first.partition("-")[1] else ""


def _nested(literal: list[str], operands: list[Text]) -> tuple[str, str, list[Text]]:
    """gcloud and az: groups, then a verb, then names. The verb is the last word whose own verb is known, else the last word."""
    known = _READ | _DELETE | _SEND | _EXECUTE | _OTHER_VERBS
    literal = [word for word in literal if word not in ("alpha", "beta")]
    offset = len(operands) - len(literal)
    for index, word in enumerate(literal[:6]):
        if index and (word in known or verb_of(word) in known):
            return literal[0], word, operands[index + 1 + offset :]
    return (literal[0], literal[-1], []) if len(literal) > 1 else (literal[0] if literal else "", literal[0] if literal else "", [])


def _target(parsed: Parsed, rest: list[Text]) -> str | None:
    if parsed.spec.settings.get("style") == "gcloud" and parsed.has(("--cluster",)) and rest and (named := shown(rest[0].render())):
        return named                                         # a pool of machines, of which the option only says where it lies
    for name in _TARGETS:
        value = parsed.value(name)
        if value is not None:
            return value.render()
    if parsed.spec.settings.get("style") == "aws":           # there names are values of options only, and each operation has its own
        for name in parsed.flags:
            if _NAMES.fullmatch(name) and (value := parsed.value(name)) is not None:
                return value.render()
    return shown(rest[0].render()) if rest else None


_NAMES = regex(r"--(?!endpoint-)[a-z0-9-]+-(?:ids?|names?|arns?|identifiers?|urls?)")
_CLOUD_URL = ("s3://", "gs://", "wasb://", "https://")


_SAYS_CLOUD = regex(r"(?i)s3|bucket|gcs|gs_|ur[il]|remote|object")


def _distant(operation: str, paths: list[Text]) -> Text | None:
    """The path that must be in the cloud though only a run can tell its text: these commands have it on one side at least. Of two that are
    not known, the one whose name says so, else the one that is written.
    """
    if any("://" in path.render() for path in paths):
        return None
    open_ended = [path for path in paths if path.parts and isinstance(path.parts[0], Hole)]
    if operation not in ("cp", "mv", "sync", "rsync"):
        return open_ended[0] if open_ended and len(paths) == 1 else None
    if len(paths) < 2 or not open_ended:
        return None
    named = [path for path in open_ended if any(_SAYS_CLOUD.search(hole.name) for hole in path.holes)]
    return named[-1] if named else open_ended[-1]


def _objects(operation: str, paths: list[Text], parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """Object storage commands, which work like cp, mv, rm and rsync over two worlds."""
    distant = _distant(operation, paths)

    def side(path: Text, action: Action, what: str, *, lost: bool = False, everything: bool = False) -> None:
        rendered = path.render()
        if path is distant or rendered.startswith(_CLOUD_URL) or "://" in rendered:
            told.act(circumstances, "object-storage", action, f"{what} {rendered}", rendered, destructive=lost, everything=everything)
            return
        rendered = shown(joined(path, circumstances.cwd).render())
        if is_file(rendered):
            told.act(circumstances, "filesystem", action, f"{what} {rendered}", rendered, destructive=lost, everything=everything)

    if operation in ("cp", "mv", "sync", "rsync") and len(paths) >= 2:
        for source in paths[:-1][:6]:
            side(source, Action.READ, "reads")
            if operation == "mv":
                side(source, Action.DELETE, "moves away")
        side(paths[-1], Action.WRITE, "writes")
        if parsed.has(("--delete", "-d", "--delete-unmatched-destination-objects")):
            side(paths[-1], Action.DELETE, "removes what the source lacks from", lost=True)
    elif operation in ("rm", "rb"):
        for path in paths[:12]:
            whole = parsed.has(("--recursive", "-r", "-R", "--force")) or operation == "rb"
            side(path, Action.DELETE, "removes everything under" if whole else "removes", lost=True, everything=whole)
    elif operation == "mb":
        for path in paths[:3]:
            side(path, Action.WRITE, "makes the bucket")
    else:
        for path in paths[:3] or [Text.of("s3://")]:
            side(path, Action.READ, "lists" if operation == "ls" else "reads")
