"""AWS operations, in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.catalogue import aws


@pytest.mark.parametrize(("service", "name", "wanted"), [
    ("s3", "delete_bucket", ("object-storage", "delete", True)),
    ("s3api", "delete-bucket", ("object-storage", "delete", True)),
    ("s3", "DeleteBucket", ("object-storage", "delete", True)),
    ("s3", "get_object", ("object-storage", "read", False)),
    ("s3", "PutObject", ("object-storage", "write", False)),
    ("s3", "delete_object_tagging", ("object-storage", "delete", False)),
    ("ec2", "terminate-instances", ("cloud", "delete", True)),
    ("ec2", "describe_instances", ("cloud", "read", False)),
    ("ec2", "stop_instances", ("cloud", "write", False)),
    ("ec2", "authorize_security_group_ingress", ("network", "write", False)),
    ("sqs", "purge_queue", ("queue", "delete", True)),
    ("sqs", "delete_message", ("queue", "delete", False)),
    ("sqs", "send_message", ("queue", "send", False)),
    ("sns", "publish", ("queue", "send", False)),
    ("lambda", "publish-layer-version", ("cloud", "write", False)),
    ("dynamodb", "scan", ("database", "read", False)),
    ("dynamodb", "batch_write_item", ("database", "write", False)),
    ("iam", "delete_user", ("permission", "delete", True)),
    ("kms", "schedule_key_deletion", ("secret", "delete", True)),
    ("ssm", "put_parameter", ("secret", "write", False)),
    ("ssm", "send-command", ("remote-host", "execute", False)),
    ("secretsmanager", "get_secret_value", ("secret", "read", False)),
    ("ses", "send_email", ("email", "send", False)),
    ("lambda", "invoke", ("cloud", "execute", False)),
    ("route53", "change_resource_record_sets", ("network", "write", False)),
    ("events", "put_rule", ("cloud", "write", False)),
    ("rds", "delete_db_instance", ("cloud", "delete", True)),
])
def test_an_operation_is_known_by_what_it_does(service, name, wanted):
    assert aws.operation(service, name) == wanted


def test_helpers_of_the_client_metrics_and_logs_are_no_operations():
    assert aws.operation("s3", "get_paginator") is None
    assert aws.operation("s3", "upload_file") is None
    assert aws.operation("cloudwatch", "put_metric_data") is None
    assert aws.operation("logs", "put_log_events") is None


def test_a_service_that_is_not_listed_falls_to_the_verb():
    assert not aws.service_known("brandnew")
    assert aws.operation("brandnew", "DeleteThing") == ("cloud", "delete", True)
    assert aws.operation("brandnew", "list-things") == ("cloud", "read", False)
    assert aws.operation("brandnew", "frobnicate") == ("cloud", "write", False)


def test_the_three_spellings_agree_for_every_listed_operation():
    for service in ("s3", "ec2", "iam", "rds", "lambda"):
        for names in aws._data()[service].values():
            for name in names.split(" "):
                camel = "".join(word.capitalize() for word in name.split("_"))
                assert aws.operation(service, name) == aws.operation(service, name.replace("_", "-")) == aws.operation(service, camel), name


def test_nothing_that_reads_is_destructive_and_most_deletes_are():
    deletes = destructive = 0
    for service, groups in aws._data().items():
        for names in groups.values():
            for name in names.split(" "):
                found = aws.operation(service, name)
                if found is None:
                    continue
                assert not (found[2] and found[1] != "delete"), name
                if name.startswith("delete_"):
                    deletes += 1
                    destructive += found[2]
                    assert found[1] == "delete", (service, name)
    assert destructive / deletes > 0.95


def test_every_service_with_a_resource_is_listed():
    assert set(aws.RESOURCES) <= set(aws._data())


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_names_get_an_answer(service, name):
    found = aws.operation(service, name)
    assert found is None or found[1] in ("read", "write", "delete", "send", "execute")
    assert aws.letter_by_verb(name) in (None, *aws._LETTERS)
