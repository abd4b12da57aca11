"""A rule gives up an upload whose days are short, while the date that it is told is of the calendar."""

import datetime
import email.utils

from common import BUCKET, client, refused, turn_clock

s3 = client()
rule = {"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}}
rule["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": 1}
s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
where = {"Bucket": BUCKET, "Key": "forgotten"}
created = s3.create_multipart_upload(**where)
now = email.utils.parsedate_to_datetime(created["ResponseMetadata"]["HTTPHeaders"]["date"])
assert datetime.timedelta(days=1) < created["AbortDate"] - now <= datetime.timedelta(days=2), created
upload = {**where, "UploadId": created["UploadId"]}
s3.upload_part(**upload, PartNumber=1, Body=b"forgotten")
assert len(s3.list_parts(**upload)["Parts"]) == 1
# Two days of six minutes; the clocks may differ by a quarter of an hour.
events = turn_clock(13 * 60)
assert [(event["kind"], event["key"], event["rule"]) for event in events] == [("upload_aborted", "forgotten", "tidy")]
print("aborted", created["UploadId"])
assert refused(s3.list_parts, **upload) == ("NoSuchUpload", 404)
assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)
