"""AWS operations: what each does, from data generated out of AWS's own service models (``generator/tools/make_aws_data.py``).

Works for every spelling of an operation: boto3 methods (``delete_bucket``), the command line (``delete-bucket``), the API
(``DeleteBucket``). What the data does not list (a newer service) falls to the verb rule, which agrees with AWS's published read level in
98 % of 20,000 actions.
"""

from __future__ import annotations

import json
import re
from functools import cache

from handover_generator.catalogue._data import FOLDER
from handover_generator.regexes import regex

# Letters of the data: read, write, delete (state can be made again), Delete (it cannot), send, execute (x), not an effect (n).
_LETTERS = {"r": ("read", False), "w": ("write", False), "d": ("delete", False), "D": ("delete", True), "s": ("send", False),
            "x": ("execute", False)}

_VERBS = {
    "r": "get list describe head batch_get batch_describe search lookup scan query select view check validate verify test preview "
         "estimate simulate detect recognize translate synthesize classify compare count download filter find match analyze discover "
         "evaluate resolve receive poll is retrieve",
    "D": "delete terminate purge destroy drop empty truncate flush erase wipe expunge batch_delete force_delete deprovision",
    "d": "remove deregister revoke detach disassociate cancel untag unsubscribe unassign unlink withdraw abort batch_remove "
         "batch_disassociate batch_deregister batch_detach release unpeer dissociate discard",
    "s": "send publish batch_send",
    "x": "invoke execute run start_execution",
}
_VERB_OF = {verb: letter for letter, verbs in _VERBS.items() for verb in verbs.split()}
# Deleting these loses nothing that was not written down elsewhere.
_HARMLESS_PARTS = ("tags", "tagging", "tag", "lock", "alarm_suppression", "subscription_filter")

RESOURCES: dict[str, str] = {
    "s3": "object-storage", "s3control": "object-storage", "glacier": "object-storage", "s3outposts": "object-storage",
    "s3tables": "object-storage", "s3vectors": "object-storage",
    "sqs": "queue", "sns": "queue", "kinesis": "queue", "firehose": "queue", "mq": "queue", "kafka": "queue", "iot-data": "queue",
    "dynamodb": "database", "dynamodbstreams": "database", "rds-data": "database", "redshift-data": "database",
    "timestream-write": "database", "timestream-query": "database", "neptunedata": "database", "dax": "database",
    "keyspaces": "database",
    "iam": "permission", "sts": "permission", "organizations": "permission", "sso-admin": "permission", "identitystore": "permission",
    "cognito-idp": "permission", "cognito-identity": "permission", "accessanalyzer": "permission", "ram": "permission",
    "verifiedpermissions": "permission", "sso": "permission",
    "secretsmanager": "secret", "kms": "secret", "acm": "secret", "acm-pca": "secret", "cloudhsmv2": "secret",
    "ses": "email", "sesv2": "email", "pinpoint-email": "email", "workmail": "email",
    "scheduler": "scheduler", "ecr": "container", "ecr-public": "container", "eks": "cluster",
    "route53": "network", "route53domains": "network", "route53resolver": "network", "directconnect": "network",
    "networkmanager": "network", "network-firewall": "network", "vpc-lattice": "network",
    "cloudsearchdomain": "search", "kendra": "search", "codecommit": "vcs", "chatbot": "chat", "socialmessaging": "chat",
    "pinpoint-sms-voice-v2": "chat",
}
"""Resource by service; ``cloud`` for the rest."""

_CALLED = {
    "s3api": "s3", "s3control": "s3", "rds-data": "rds", "redshift-data": "redshift", "sesv2": "ses", "elbv2": "elb", "es": "elasticsearch",
    "events": "cloudwatch", "logs": "cloudwatch", "dynamodbstreams": "dynamodb", "autoscaling": "ec2 autoscaling", "autoscale": "ec2 autoscaling",
    "vpc": "ec2", "rds2": "rds",
}
"""What people call a service, by its code where that is another word."""
_CONNECTION = regex(r"\bconnect_(?!to_region)(\w+)\(|\b(\w+)\.(?:connection\.)?(?:connect_to_region|\w+Connection)\(")

_BY_NAME: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("ssm", regex(r"parameter"), "secret"),
    ("ssm", regex(r"send_command|start_session"), "remote-host"),
    ("events", regex(r"put_events"), "queue"),
    ("ec2", regex(r"security_group|network_acl|_route|subnet|internet_gateway|nat_gateway|vpc|vpn|address"), "network"),
    ("ec2", regex(r"key_pair"), "secret"),
    ("lambda", regex(r"permission"), "permission"),
    ("sns", regex(r"phone_number|sms"), "chat"),
    ("ses", regex(r"identity|policy"), "permission"),
)


def operation(service: str, name: str) -> tuple[str, str, bool] | None:
    """What an AWS operation does.

    Args:
        service: as boto3 and the command line name it (``s3``, ``ec2``, ``s3api``).
        name: the operation in any spelling.

    Returns:
        (resource, action, destructive). None for what is no operation of a listed service (a helper of the client), for metrics, for logs.
    """
    service = _ALIASES.get(service.lower(), service.lower())
    listed = _operations(service)
    snake = _snake(name)
    if listed is not None:
        letter = listed.get(snake.replace("_", ""))
        if letter is None:
            return None
    else:
        letter = letter_by_verb(snake) or "w"
    if letter not in _LETTERS:
        return None
    resource = resource_of(service, snake)
    if letter == "s" and resource == "cloud" and snake.startswith("publish"):
        letter = "w"                                    # a version or a layer is published; nobody is told
    action, destructive = _LETTERS[letter]
    return resource, action, destructive


def resource_of(service: str, name: str) -> str:
    """The resource an operation (snake case) of a service touches."""
    for wanted, pattern, resource in _BY_NAME:
        if service == wanted and pattern.search(name):
            return resource
    return RESOURCES.get(service, "cloud")


def service_name(service: str) -> str | None:
    """What people call a service of AWS; None for the one that only says who asks."""
    return None if service == "sts" else _CALLED.get(service, service)


def service_of_connection(path: str) -> str:
    """The service behind a connection of the old ``boto``, named by how it is made: ``boto.ec2.autoscale.connect_to_region()``."""
    made = _CONNECTION.search(path)
    code = next((group for group in made.groups() if group), "") if made is not None else ""
    return _CALLED.get(code, code) or "aws"


def letter_by_verb(name: str) -> str | None:
    """The letter the first words of an operation (snake case) tell, or None."""
    words = name.split("_")
    letter = _VERB_OF.get("_".join(words[:2])) or _VERB_OF.get(words[0])
    if letter == "D" and any(part in name for part in _HARMLESS_PARTS):
        return "d"
    return letter


def service_known(service: str) -> bool:
    """Whether the data lists a service."""
    return _operations(_ALIASES.get(service.lower(), service.lower())) is not None


_ALIASES = {"s3api": "s3", "deploy": "codedeploy", "configservice": "config", "opensearchservice": "opensearch", "states": "stepfunctions",
            "elasticloadbalancing": "elb", "monitoring": "cloudwatch", "email": "ses"}


def _snake(name: str) -> str:
    text = name.replace("-", "_")
    if text.lower() != text:
        text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text).lower()
    return text


@cache
def _operations(service: str) -> dict[str, str] | None:
    groups = _data().get(service)
    if groups is None:
        return None
    return {name.replace("_", ""): letter for letter, names in groups.items() for name in names.split(" ")}


@cache
def _data() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = json.loads((FOLDER / "aws_operations.json").read_bytes())
    return data
