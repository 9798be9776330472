"""The target of an operation of AWS is the thing that it acts on, not the part of it."""

from __future__ import annotations

import pytest

TARGETS = {
    "boto3.client('dynamodb').delete_item(TableName='orders', Key={'id': {'S': '1'}})": "orders",
    "query = {'Key': {'id': 1}, 'TableName': 'orders'}\nboto3.client('dynamodb').delete_item(**query)": "orders",
    "boto3.client('s3').delete_object(Key='a/b', Bucket='shop')": "shop",
    "boto3.client('iam').delete_user_policy(UserName='ada', PolicyName='p')": "ada",
    "boto3.client('ec2').delete_key_pair(KeyName='deploy')": "deploy",
    "boto3.client('ec2').delete_volume(VolumeId='vol-1')": "vol-1",
    "boto3.client('ecs').delete_cluster(cluster='shop')": "shop",
    "boto3.client('es').delete_elasticsearch_domain(DomainName='search-1')": "search-1",
}


@pytest.mark.parametrize("call", TARGETS)
def test_target(trace, call: str) -> None:
    assert [(effect.action, effect.target) for effect in trace(f"import boto3\n{call}\n").effects] == [("delete", TARGETS[call])]


def test_what_is_no_name_is_no_target(trace) -> None:
    assert [effect.target for effect in trace("import boto3\nboto3.client('ec2').delete_tags(Tags=[])\n").effects] == [None]


def test_going_through_pages_is_the_operation_that_they_are_of(trace) -> None:
    code = """
        import boto3
        def pages(client):
            paginator = client.get_paginator("list_objects_v2")
            return [page for page in paginator.paginate(Bucket="shop")]
        pages(boto3.client("s3"))
    """
    assert [(effect.resource, effect.action, effect.target, effect.at.line) for effect in trace(code).effects] == [("object-storage", "read", "shop", 4)]


def test_a_paginator_that_nobody_goes_through_reads_nothing(trace) -> None:
    assert not trace("import boto3\nboto3.client('s3').get_paginator('list_objects_v2')\n").effects


@pytest.mark.parametrize(("target", "told"), [
    ("found['group']['name']", "${name}"),
    ("found['name'][0]", "${name}"),
    ("'pool-' + found['name']", "pool-${name}"),
    ("'pool'", "pool"),
])
def test_what_a_service_answered_is_not_called_like_the_service(trace, target: str, told: str) -> None:
    code = (f"import boto3\nfound = boto3.client('codedeploy').get_deployment(deploymentId='d')\n"
            f"boto3.client('autoscaling').delete_auto_scaling_group(AutoScalingGroupName={target})\n")
    assert [effect.target for effect in trace(code).effects if effect.destructive] == [told]


def test_a_measurement_needs_its_service(trace) -> None:
    walked = trace("import boto3\nboto3.client('cloudwatch').put_metric_data(Namespace='n', MetricData=[])\nboto3.client('s3')\n")
    assert not walked.effects
    assert [need.name for need in walked.needs if need.kind == "service"] == ["cloudwatch"]


@pytest.mark.parametrize(("parameters", "lost"), [
    ("{'commands': ['cd /srv', 'rm -rf /srv/data']}", ["/srv/data"]),
    ("{'commands': [f'rm -rf /srv/{name}']}", ["/srv/${name}"]),
    ("{'workingDirectory': ['rm -rf /srv/data']}", []),
])
def test_what_instances_are_sent_to_run(trace, parameters: str, lost: list[str]) -> None:
    code = f"import boto3, sys\nname = input()\nboto3.client('ssm').send_command(DocumentName='AWS-RunShellScript', Parameters={parameters})\n"
    effects = trace(code).effects
    assert [(effect.target, effect.host) for effect in effects if effect.destructive] == [(target, "instances") for target in lost]
    assert "remote-host execute" in {f"{effect.resource} {effect.action.value}" for effect in effects}


@pytest.mark.parametrize(("call", "words"), [
    ("delete_object(Bucket='b', Key='k')", "deletes an object of s3"), ("delete_objects(Bucket='b')", "deletes objects of s3"),
    ("put_bucket_policy(Bucket='b')", "writes a bucket policy of s3"), ("abort_multipart_upload(Bucket='b')", "calls s3 abort_multipart_upload"),
])
def test_an_operation_in_words(trace, call: str, words: str) -> None:
    assert [effect.what for effect in trace(f"import boto3\nboto3.client('s3').{call}\n").effects] == [words]


@pytest.mark.parametrize(("call", "told"), [
    ("boto3.client(service_name='ses', region_name='a').send_email(Source='b')", ("email", "send")),
    ("boto3.client(region_name='a', service_name='s3').delete_bucket(Bucket='b')", ("object-storage", "delete")),
    ("boto3.Session().client(service_name='sqs').purge_queue(QueueUrl='b')", ("queue", "delete")),
])
def test_a_service_that_is_named_by_keyword(trace, call: str, told: tuple[str, str]) -> None:
    assert [(effect.resource, effect.action) for effect in trace(f"import boto3\n{call}\n").effects] == [told]
