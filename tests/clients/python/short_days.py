"""A rule gives up an upload whose days are short, while the date that it is told is of the calendar."""

import datetime
import time

from common import BUCKET, client, refused

s3 = client()
rule = {"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}}
rule["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": 7}
s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
where = {"Bucket": BUCKET, "Key": "forgotten"}
created = s3.create_multipart_upload(**where)
now = datetime.datetime.now(datetime.timezone.utc)
assert datetime.timedelta(days=7) < created["AbortDate"] - now <= datetime.timedelta(days=8), created
upload = {**where, "UploadId": created["UploadId"]}
s3.upload_part(**upload, PartNumber=1, Body=b"forgotten")
assert len(s3.list_parts(**upload)["Parts"]) == 1
time.sleep(8 * 0.2 + 0.3)
assert refused(s3.list_parts, **upload) == ("NoSuchUpload", 404)
assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)
