"""SSE-C: customers' keys on objects, parts, reads and copies. Needs a world whose buckets take them."""

from boto3.s3.transfer import TransferConfig
from common import BUCKET, MIB, MIN_PART, client, noise, read, refused, stored

s3 = client()
data = noise(7, 12 * MIB)
key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": noise(8, 32)}
other = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": noise(9, 32)}
source = {f"CopySource{name}": value for name, value in key.items()}

with open("secret", "wb") as file:
    file.write(data)
config = TransferConfig(multipart_threshold=6 * MIB, multipart_chunksize=5 * MIB)
s3.upload_file("secret", BUCKET, "secret", ExtraArgs=key, Config=config)
stored("secret", data)
assert read(s3, "secret", **key) == data
assert refused(s3.get_object, Bucket=BUCKET, Key="secret") == ("InvalidRequest", 400)
assert refused(s3.get_object, Bucket=BUCKET, Key="secret", **other)[1] == 403
s3.download_file(BUCKET, "secret", "down", ExtraArgs=key, Config=config)
with open("down", "rb") as file:
    assert file.read() == data

where = {"Bucket": BUCKET, "Key": "in-parts"}
created = s3.create_multipart_upload(**where, **key)
assert created["SSECustomerAlgorithm"] == "AES256" and created["SSECustomerKeyMD5"]
upload = {**where, "UploadId": created["UploadId"]}
assert refused(s3.upload_part, **upload, PartNumber=1, Body=b"x")[1] == 400
assert refused(s3.upload_part, **upload, PartNumber=1, Body=b"x", **other)[1] == 400
part = s3.upload_part(**upload, PartNumber=1, Body=data[:MIN_PART], **key)
assert part["SSECustomerKeyMD5"] == created["SSECustomerKeyMD5"]
copied = s3.upload_part_copy(
    **upload, PartNumber=2, CopySource=f"{BUCKET}/secret", CopySourceRange=f"bytes={MIN_PART}-{len(data) - 1}", **key, **source
)
parts = [
    {"PartNumber": 1, "ETag": part["ETag"]},
    {"PartNumber": 2, "ETag": copied["CopyPartResult"]["ETag"]},
]
s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}, **key)
stored("in-parts", data)
s3.copy_object(Bucket=BUCKET, Key="plain", CopySource=f"{BUCKET}/in-parts", **source)
stored("plain", data)
assert read(s3, "plain") == data
