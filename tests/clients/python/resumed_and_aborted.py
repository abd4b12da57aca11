"""An upload that another process began is found, its parts are listed, and it goes on; another is given up."""

import io

from boto3.s3.transfer import TransferConfig
from common import BUCKET, MIN_PART, client, noise, refused, stored

s3 = client()
data = noise(2, 4 * MIN_PART + 99)
pieces = [data[at : at + MIN_PART] for at in range(0, len(data), MIN_PART)]
where = {"Bucket": BUCKET, "Key": "resumed ü+&/db.tar"}

first = s3.create_multipart_upload(**where, ContentType="application/x-tar", ChecksumAlgorithm="CRC32")["UploadId"]
for number in (1, 3):
    s3.upload_part(**where, UploadId=first, PartNumber=number, Body=pieces[number - 1])

# ... and the process is gone. Another one finds what it left.
s3 = client()
open_uploads = s3.list_multipart_uploads(Bucket=BUCKET)["Uploads"]
assert [(upload["Key"], upload["UploadId"]) for upload in open_uploads] == [(where["Key"], first)]
there = {
    part["PartNumber"]: part
    for page in s3.get_paginator("list_parts").paginate(**where, UploadId=first, PaginationConfig={"PageSize": 1})
    for part in page["Parts"]
}
assert sorted(there) == [1, 3] and there[1]["Size"] == MIN_PART
parts = []
for number, piece in enumerate(pieces, 1):
    if number in there:
        parts.append({"PartNumber": number, "ETag": there[number]["ETag"]})
        parts[-1]["ChecksumCRC32"] = there[number]["ChecksumCRC32"]
    else:
        answer = s3.upload_part(**where, UploadId=first, PartNumber=number, Body=piece)
        parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumCRC32": answer["ChecksumCRC32"]})
done = s3.complete_multipart_upload(**where, UploadId=first, MultipartUpload={"Parts": parts})
assert done["ETag"].endswith('-5"') and done["Bucket"] == BUCKET and done["Key"] == where["Key"], done
stored(where["Key"], data)
assert refused(s3.list_parts, **where, UploadId=first) == ("NoSuchUpload", 404)

where = {"Bucket": BUCKET, "Key": "aborted"}
second = s3.create_multipart_upload(**where)["UploadId"]
s3.upload_part(**where, UploadId=second, PartNumber=1, Body=pieces[0])
wrong = {"Parts": [{"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'}]}
assert refused(s3.complete_multipart_upload, **where, UploadId=second, MultipartUpload=wrong) == ("InvalidPart", 400)
s3.abort_multipart_upload(**where, UploadId=second)
assert refused(s3.upload_part, **where, UploadId=second, PartNumber=2, Body=b"x") == ("NoSuchUpload", 404)
assert refused(s3.head_object, **where) == ("404", 404)

third = s3.create_multipart_upload(**where)["UploadId"]
small = [
    {"PartNumber": n, "ETag": s3.upload_part(**where, UploadId=third, PartNumber=n, Body=b"small")["ETag"]}
    for n in (1, 2)
]
too_small = refused(s3.complete_multipart_upload, **where, UploadId=third, MultipartUpload={"Parts": small})
assert too_small == ("EntityTooSmall", 400), too_small
turned = {"Parts": small[::-1]}
assert refused(s3.complete_multipart_upload, **where, UploadId=third, MultipartUpload=turned) == ("InvalidPartOrder", 400)
s3.abort_multipart_upload(**where, UploadId=third)
assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)


class Broken(io.RawIOBase):
    """A stream that fails behind its second part. What stored the first ones gives the upload up."""

    left = 2 * MIN_PART

    def readable(self):
        return True

    def read(self, size=-1):
        if self.left == 0:
            raise OSError("the stream is broken")
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


# By one thread, so that the first parts are stored before the stream breaks.
parts_of = TransferConfig(multipart_threshold=MIN_PART, multipart_chunksize=MIN_PART, use_threads=False)
calls = []
s3.meta.events.register("before-call.s3.*", lambda model, **_: calls.append(model.name))
try:
    s3.upload_fileobj(Broken(), BUCKET, "broken", Config=parts_of)
except OSError as error:
    assert str(error) == "the stream is broken"
else:
    raise AssertionError("the broken stream was stored")
assert calls.count("AbortMultipartUpload") == 1 and calls.count("UploadPart") >= 1, calls
assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)
assert refused(s3.head_object, Bucket=BUCKET, Key="broken") == ("404", 404)
