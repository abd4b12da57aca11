"""SlowDown and lost responses, injected over HTTP: boto3 repeats its requests, and the hits show it."""

import botocore.exceptions
from common import BUCKET, MIN_PART, client, control, hits, inject, noise, refused, stored


def upload(s3, key, data):
    where = {"Bucket": BUCKET, "Key": key}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    parts = []
    for start in range(0, len(data), MIN_PART):
        number = len(parts) + 1
        part = s3.upload_part(**where, PartNumber=number, Body=data[start : start + MIN_PART])
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
    stored(key, data)
    return where["UploadId"]


def names_itself(s3, name):
    s3.meta.events.register("before-sign.s3", lambda request, **_: request.headers.add_header("x-test", name))
    return s3


retrying = client(retries={"mode": "standard", "total_max_attempts": 3})
once = client()

# The third attempt succeeds. A lost response of CreateMultipartUpload leaves an upload that the client does not know.
slow = inject("UploadPart", part=3, times=2, error="SlowDown")
lost = inject("CreateMultipartUpload", lose_response=True)
known = upload(retrying, "repeated", noise(1, 2 * MIN_PART + 1))
assert hits() == {slow: 2, lost: 1}, hits()
[leaked] = once.list_multipart_uploads(Bucket=BUCKET)["Uploads"]
assert leaked["Key"] == "repeated" and leaked["UploadId"] != known, leaked
once.abort_multipart_upload(Bucket=BUCKET, Key="repeated", UploadId=leaked["UploadId"])

# S3 completed the upload, and completes it again for the second attempt.
lost = inject("CompleteMultipartUpload", lose_response=True)
upload(retrying, "completed-again", noise(2, MIN_PART))
assert hits()[lost] == 1

# A client that does not repeat sees the connection break, although S3 has the object.
control("DELETE", "faults")
lost = inject("PutObject", lose_response=True)
try:
    once.put_object(Bucket=BUCKET, Key="lost", Body=b"lost")
    raise AssertionError("the response was not lost")
except botocore.exceptions.ConnectionClosedError:
    stored("lost", b"lost")
assert hits() == {lost: 1}

# Two clients share the server, and the fault meets one of them.
shared = inject("GetObject", header={"x-test": "one"}, always=True, error="SlowDown")
one, two = names_itself(client(), "one"), names_itself(client(), "two")
for _ in range(2):
    assert refused(one.get_object, Bucket=BUCKET, Key="lost") == ("SlowDown", 503)
    assert two.get_object(Bucket=BUCKET, Key="lost")["Body"].read() == b"lost"
assert hits() == {lost: 1, shared: 2}
assert len(control("DELETE", "faults")["faults"]) == 2
assert hits() == {}
