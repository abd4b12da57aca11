"""Who signs with a wrong secret, an unknown key or no key, and who signs with those of a session."""

import botocore
from common import BUCKET, MIN_PART, client, noise, read, refused, stored

s3 = client()
s3.put_object(Bucket=BUCKET, Key="secret", Body=b"of the owner")
stored("secret", b"of the owner")

wrong = client(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wrong")
assert refused(wrong.get_object, Bucket=BUCKET, Key="secret") == ("SignatureDoesNotMatch", 403)
assert refused(wrong.put_object, Bucket=BUCKET, Key="forged", Body=b"x") == ("SignatureDoesNotMatch", 403)
assert refused(wrong.create_multipart_upload, Bucket=BUCKET, Key="forged") == ("SignatureDoesNotMatch", 403)
unknown = client(aws_access_key_id="AKIDNOBODY", aws_secret_access_key="secret")
assert refused(unknown.get_object, Bucket=BUCKET, Key="secret") == ("InvalidAccessKeyId", 403)
anonymous = client(signature_version=botocore.UNSIGNED)
assert refused(anonymous.get_object, Bucket=BUCKET, Key="secret") == ("AccessDenied", 403)
assert refused(s3.get_object, Bucket=BUCKET, Key="forged") == ("NoSuchKey", 404)

keys = {"aws_access_key_id": "ASIAEXAMPLE", "aws_secret_access_key": "session secret"}
session = client(**keys, aws_session_token="session token")
assert read(session, "secret") == b"of the owner"
data = noise(10, MIN_PART + 3)
where = {"Bucket": BUCKET, "Key": "by a role"}
where["UploadId"] = session.create_multipart_upload(**where)["UploadId"]
parts = [
    {"PartNumber": number, "ETag": session.upload_part(**where, PartNumber=number, Body=piece)["ETag"]}
    for number, piece in enumerate((data[:MIN_PART], data[MIN_PART:]), 1)
]
session.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
stored("by a role", data)
for token in ("another token", None):
    forged = client(**keys, aws_session_token=token)
    code, status = refused(forged.get_object, Bucket=BUCKET, Key="secret")
    assert code in ("InvalidToken", "InvalidAccessKeyId") and status in (400, 403), (code, status)
