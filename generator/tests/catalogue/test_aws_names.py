"""Services of AWS are called what people call them, and by one name from Python and from the shell."""

from __future__ import annotations

import pytest

from handover_generator.catalogue.aws import service_name, service_of_connection


@pytest.mark.parametrize(("code", "name"), [("es", "elasticsearch"), ("events", "cloudwatch"), ("s3api", "s3"), ("sqs", "sqs"), ("sts", None)])
def test_service(code: str, name: str | None) -> None:
    assert service_name(code) == name


@pytest.mark.parametrize(("path", "name"), [
    ("boto.connect_ec2()", "ec2"), ("boto.connect_autoscale().get_all_groups()[]", "ec2 autoscaling"), ("boto.ec2.connect_to_region()", "ec2"),
    ("boto.ec2.autoscale.connect_to_region()", "ec2 autoscaling"), ("boto.ec2.cloudwatch.connect_to_region()", "cloudwatch"),
    ("boto.ec2.connection.EC2Connection()", "ec2"), ("boto.connect()", "aws"), ("other", "aws"),
])
def test_service_of_a_connection(path: str, name: str) -> None:
    assert service_of_connection(path) == name
