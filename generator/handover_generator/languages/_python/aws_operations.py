"""Operations of AWS: what they do by the catalogue, what they are called in words, and what they are about."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.moved_away import is_moved_away
from handover_generator.languages._python.rows import ACTIONS
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import Api, Map, Seq, Values, join
from handover_generator.model.behaviour import Act, Need
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.row_kinds import RowKinds

_AWS_TARGETS = ("Bucket", "TableName", "QueueUrl", "QueueName", "TopicArn", "FunctionName", "InstanceIds", "StackName", "SecretId", "DomainName",
                "UserName", "RoleName", "GroupName", "DBInstanceIdentifier", "DBClusterIdentifier", "CacheClusterId", "AutoScalingGroupName",
                "StreamName", "DeliveryStreamName", "logGroupName", "HostedZoneId", "DistributionId", "KeyName", "InstanceId", "VolumeId",
                "SnapshotId", "ImageId", "GroupId", "DBSnapshotIdentifier", "FileSystemId", "AllocationId", "LoadBalancerArn", "TargetGroupArn",
                "CertificateArn", "stateMachineArn", "ClusterName", "clusterName", "cluster", "repositoryName", "ProjectName", "projectName",
                "JobName", "jobName", "UserPoolId", "PolicyArn", "KeyId", "VpcId", "SubnetId", "Key", "Name", "name")
_VERBS = {"delete": "deletes", "put": "writes", "get": "reads", "create": "creates", "update": "changes", "describe": "reads", "list": "lists",
          "start": "starts", "stop": "stops", "terminate": "terminates", "reboot": "reboots", "copy": "copies", "send": "sends", "remove": "removes",
          "modify": "changes", "purge": "empties", "run": "starts", "attach": "attaches", "detach": "detaches", "publish": "publishes",
          "upload": "uploads", "download": "fetches", "restore": "restores", "disable": "disables", "enable": "enables", "submit": "submits"}
"""How operations of AWS begin, and what that is called of somebody who does it."""
_REMOVES_OBJECTS = frozenset({"delete_object", "delete"})


def operated(frame: RowKinds, row: ApiRow, node: ast.AST, receiver: Api, arguments: Arguments) -> None:
    """An operation is called: its effect, and the commands that it sends to instances."""
    service = row.service or receiver.service or (receiver.made_with.literal if receiver.made_with else None) or ""
    named = literal(frame.role(row.target, receiver, arguments) or ()) if row.target else None
    operation = named or (receiver.items[-1] if receiver.items else "")
    if (needed := frame.tools.aws_service(service)) is not None:
        frame.emit(Need(kind="service", name=needed, at=frame.at(node)))       # for a measurement, which is no effect, too
    found = frame.tools.aws(service, operation)
    if found is None:
        return
    resource, action, destructive = found
    target = next((values for name in _AWS_TARGETS if (values := arguments.keywords.get(name))), None)
    shown = frame.shown(text_of(target)) if target else None
    kept = frame.of_this_run(resource, ACTIONS[action], shown) or (destructive and operation in _REMOVES_OBJECTS and is_moved_away(frame, node))
    frame.emit(Act(resource=resource, action=ACTIONS[action], what=_operation(service, operation), at=frame.at(node),
                   destructive=destructive and not kept, target=shown, condition=frame.condition, confidence=frame.certainty))
    if operation == "send_command":
        for text in _sent_lines(arguments.keywords.get("Parameters") or ()):
            frame.run_shell(text, node, "instances")


def _sent_lines(parameters: Values) -> list[Text]:
    """The lines of shell that Systems Manager is given to run on instances: ``{"commands": [...]}``."""
    held = [one for value in parameters if isinstance(value, Map) for one in value.get("commands") or ()]
    return [text for one in held for text in texts_of(join(*one.items) if isinstance(one, Seq) else (one,))]


def _operation(service: str, operation: str) -> str:
    """What an operation of AWS does, in words: "deletes an object of s3"; as it is called where that is no plain verb and thing."""
    verb, _, thing = operation.partition("_")
    words = thing.replace("_", " ")
    if verb not in _VERBS or not words:
        return f"calls {service} {operation}"
    article = "" if words.endswith("s") else "an " if words[0] in "aeio" else "a "
    return f"{_VERBS[verb]} {article}{words} of {service}"
