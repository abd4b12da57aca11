"""Conditional writes and reads, versions, and the codes by which boto3 tells errors apart."""

from common import BUCKET, MIN_PART, client, noise, read, refused, stored

s3 = client()
key = {"Bucket": BUCKET, "Key": "state.json"}
first = s3.put_object(**key, Body=b"1", IfNoneMatch="*")
assert refused(s3.put_object, **key, Body=b"2", IfNoneMatch="*") == ("PreconditionFailed", 412)
s3.put_object(**key, Body=b"3", IfMatch=first["ETag"])
assert refused(s3.put_object, **key, Body=b"4", IfMatch=first["ETag"]) == ("PreconditionFailed", 412)
stored("state.json", b"3")
e_tag = s3.head_object(**key)["ETag"]
assert refused(s3.get_object, **key, IfNoneMatch=e_tag) == ("304", 304)
assert refused(s3.get_object, **key, IfMatch='"0"') == ("PreconditionFailed", 412)
gone = {"Bucket": BUCKET, "Key": "gone"}
assert refused(s3.put_object, **gone, Body=b"5", IfMatch=e_tag) == ("NoSuchKey", 404)

# Of two uploads of one key that each want to be the first one is.
data = noise(5, MIN_PART)
big = {"Bucket": BUCKET, "Key": "big"}
uploads = [s3.create_multipart_upload(**big)["UploadId"] for _ in range(2)]
for upload in uploads:
    part = s3.upload_part(**big, UploadId=upload, PartNumber=1, Body=data)
    call = {**big, "UploadId": upload, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}}
    if upload == uploads[0]:
        s3.complete_multipart_upload(**call, IfNoneMatch="*")
    else:
        assert refused(s3.complete_multipart_upload, **call, IfNoneMatch="*") == ("PreconditionFailed", 412)
        s3.abort_multipart_upload(**big, UploadId=upload)
stored("big", data)

assert refused(s3.get_object, **gone) == ("NoSuchKey", 404)
try:
    s3.get_object(**gone)
except s3.exceptions.NoSuchKey as error:
    assert error.response["Error"]["Key"] == "gone"
nowhere = {"Bucket": "nobody-has-it"}
assert refused(s3.list_objects_v2, **nowhere) == ("NoSuchBucket", 404)
assert refused(s3.head_bucket, **nowhere) == ("404", 404)
assert refused(s3.create_bucket, Bucket="Not_A_Name") == ("InvalidBucketName", 400)
assert refused(s3.delete_bucket, Bucket=BUCKET) == ("BucketNotEmpty", 409)
assert refused(s3.upload_part, **gone, UploadId="none", PartNumber=1, Body=b"") == ("NoSuchUpload", 404)
assert refused(s3.abort_multipart_upload, **gone, UploadId="none") == ("NoSuchUpload", 404)
invalid = refused(s3.upload_part, **big, UploadId=uploads[0], PartNumber=10_001, Body=b"")
assert invalid == ("InvalidArgument", 400), invalid
assert refused(s3.get_bucket_lifecycle_configuration, Bucket=BUCKET) == ("NoSuchLifecycleConfiguration", 404)
rule = {"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}}
rule["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": 7}
s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
assert s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"] == [rule]
upload = s3.create_multipart_upload(**gone)
assert upload["AbortRuleId"] == "tidy" and upload["AbortDate"], upload
s3.abort_multipart_upload(**gone, UploadId=upload["UploadId"])

s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
one = s3.put_object(Bucket=BUCKET, Key="versions", Body=b"one")["VersionId"]
two = s3.put_object(Bucket=BUCKET, Key="versions", Body=b"two")["VersionId"]
assert read(s3, "versions", VersionId=one) == b"one" and read(s3, "versions") == b"two"
marker = s3.delete_object(Bucket=BUCKET, Key="versions")
assert marker["DeleteMarker"]
assert refused(s3.get_object, Bucket=BUCKET, Key="versions") == ("NoSuchKey", 404)
pages = s3.get_paginator("list_object_versions").paginate(
    Bucket=BUCKET, Prefix="versions", PaginationConfig={"PageSize": 1}
)
pages = list(pages)
assert [item["VersionId"] for page in pages for item in page.get("Versions", [])] == [two, one]
assert [item["VersionId"] for page in pages for item in page.get("DeleteMarkers", [])] == [marker["VersionId"]]
s3.delete_object(Bucket=BUCKET, Key="versions", VersionId=marker["VersionId"])
stored("versions", b"two")
s3.get_waiter("object_exists").wait(Bucket=BUCKET, Key="versions", WaiterConfig={"Delay": 1, "MaxAttempts": 1})
