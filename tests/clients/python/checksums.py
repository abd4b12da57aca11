"""Every checksum that boto3 computes, whole and by the part, and what a wrong one gets."""

import base64

import botocore.exceptions
from common import BUCKET, MIN_PART, client, noise, read, refused, stored

try:
    import awscrt.checksums
except ImportError:
    # Without it boto3 computes but three.
    ALGORITHMS = ["CRC32", "SHA1", "SHA256"]
else:
    ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]
    assert awscrt.checksums

s3 = client()
data = noise(3, MIN_PART + 1000)
for algorithm in ALGORITHMS:
    field = f"Checksum{algorithm}"
    key = f"checksums/{algorithm}"
    put = s3.put_object(Bucket=BUCKET, Key=key, Body=data, ChecksumAlgorithm=algorithm)
    stored(key, data)
    head = s3.head_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
    assert head[field] == put[field], (algorithm, head, put)
    assert read(s3, key, ChecksumMode="ENABLED") == data
    wrong = {field: base64.b64encode(bytes(len(base64.b64decode(put[field])))).decode()}
    assert refused(s3.put_object, Bucket=BUCKET, Key="wrong", Body=data, **wrong) == ("BadDigest", 400), algorithm

    key = f"checksums/{algorithm}-in-parts"
    where = {"Bucket": BUCKET, "Key": key}
    created = s3.create_multipart_upload(**where, ChecksumAlgorithm=algorithm)
    assert created["ChecksumAlgorithm"] == algorithm
    parts = []
    for number, piece in enumerate((data[:MIN_PART], data[MIN_PART:]), 1):
        where["UploadId"] = created["UploadId"]
        part = s3.upload_part(**where, PartNumber=number, Body=piece, ChecksumAlgorithm=algorithm)
        parts.append({"PartNumber": number, "ETag": part["ETag"], field: part[field]})
    done = s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
    stored(key, data)
    whole = done["ChecksumType"] == "FULL_OBJECT"
    assert whole == (algorithm == "CRC64NVME"), done
    assert done[field].endswith("-2") != whole, done
    if whole:
        assert done[field] == put[field]
    got = s3.get_object_attributes(
        Bucket=BUCKET, Key=key, ObjectAttributes=["Checksum", "ObjectParts", "ETag", "ObjectSize", "StorageClass"]
    )
    assert got["ObjectSize"] == len(data) and got["Checksum"][field] in done[field], got

# Without trailers and with them, without any checksum, and with what was asked for before there were others.
for name, config in {
    "when-required": {"request_checksum_calculation": "when_required"},
    "unsigned": {"s3": {"payload_signing_enabled": False}},
    "signed": {"s3": {"payload_signing_enabled": True}},
}.items():
    other = client(**config)
    other.put_object(Bucket=BUCKET, Key=f"checksums/{name}", Body=data)
    stored(f"checksums/{name}", data)
    with open("file", "wb") as file:
        file.write(data)
    with open("file", "rb") as file:
        other.put_object(Bucket=BUCKET, Key=f"checksums/{name}-file", Body=file, ContentEncoding="gzip")
    stored(f"checksums/{name}-file", data)
    assert s3.head_object(Bucket=BUCKET, Key=f"checksums/{name}-file")["ContentEncoding"] == "gzip"

md5 = {"Bucket": BUCKET, "Key": "wrong", "Body": b"x", "ContentMD5": base64.b64encode(bytes(16)).decode()}
assert refused(s3.put_object, **md5) == ("BadDigest", 400)
try:
    s3.head_object(Bucket=BUCKET, Key="wrong")
except botocore.exceptions.ClientError as error:
    assert error.response["Error"]["Code"] == "404"
else:
    raise AssertionError("what was refused is stored")
