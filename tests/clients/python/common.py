"""What the scripts of boto3 share. What a script says that it stored, the world must have."""

import hashlib
import json
import os
import random
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

BUCKET = os.environ["BUCKET"]
MIB = 1024 * 1024
MIN_PART = 5 * MIB


def client(service="s3", **config):
    credentials = {
        name: config.pop(name)
        for name in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        if name in config
    }
    return boto3.client(service, config=Config(**config), **credentials)


def control(method, path, body=None):
    """The response to a control request."""
    url = f"{os.environ['AWS_ENDPOINT_URL']}/_fake-s3/{path}"
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method)) as response:
        return json.load(response)


def inject(operation, **fault):
    """Injects a fault, and returns its number."""
    return control("POST", "faults", {"operation": operation, **fault})["number"]


def hits():
    """The number of requests that each fault has met."""
    return {fault["number"]: fault["hits"] for fault in control("GET", "faults")["faults"]}


def turn_clock(seconds):
    """Turns the world's clock, so that nobody waits; says what happened by itself."""
    return control("POST", "clock", {"seconds": seconds})["events"]


def noise(seed, length):
    """So many bytes that never repeat, different for each seed."""
    return random.Random(seed).randbytes(length)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def stored(key, data):
    print("stored", key, sha256(data))


def read(s3, key, **more):
    return s3.get_object(Bucket=BUCKET, Key=key, **more)["Body"].read()


def refused(call, **arguments):
    """The code and the status with which a call fails, as it must."""
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError(f"{call.__name__} was not refused")
