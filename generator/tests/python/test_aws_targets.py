"""The target of an operation of AWS is the thing that it acts on, not the part of it."""

from __future__ import annotations

import pytest

TARGETS = {
    "boto3.client('dynamodb').delete_item(TableName='orders', Key={'id': {'S': '1'}})": "orders",
    "query = {'Key': {'id': 1}, 'TableName': 'orders'}\nboto3.client('dynamodb').delete_item(**query)": "orders",
    "boto3.client('s3').delete_object(Key='a/b', Bucket='shop')": "shop",
    "boto3.client('iam').delete_user_policy(UserName='ada', PolicyName='p')": "ada",
    "boto3.client('es').delete_elasticsearch_domain(DomainName='search-1')": "search-1",
}


@pytest.mark.parametrize("call", TARGETS)
def test_target(trace, call: str) -> None:
    assert [(effect.action, effect.target) for effect in trace(f"import boto3\n{call}\n").effects] == [("delete", TARGETS[call])]


def test_what_is_no_name_is_no_target(trace) -> None:
    assert [effect.target for effect in trace("import boto3\nboto3.client('ec2').delete_tags(Tags=[])\n").effects] == [None]
