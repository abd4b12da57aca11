"""Signatures of version 2, in headers and in addresses."""

import post
import presigned
from common import BUCKET, MIN_PART, client, noise, read, refused, stored

s3 = client(signature_version="s3")
data = noise(11, MIN_PART + 9)
key = "by version 2/ü+&"
s3.put_object(Bucket=BUCKET, Key=key, Body=data, Metadata={"made-by": "boto3"}, ContentType="text/plain")
stored(key, data)
assert read(s3, key) == data
assert s3.head_object(Bucket=BUCKET, Key=key)["Metadata"] == {"made-by": "boto3"}
wrong = client(signature_version="s3", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wrong")
assert refused(wrong.get_object, Bucket=BUCKET, Key=key) == ("SignatureDoesNotMatch", 403)
# Version 2 signs the type, whether or not there is one.
presigned.check(s3, "v2", form={"Content-Type": ""})
post.check(s3, "v2")
