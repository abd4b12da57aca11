"""boto3's managed transfer: files and streams, in one piece and in parts, by threads and by one."""

import io

from boto3.s3.transfer import TransferConfig
from common import BUCKET, MIB, client, noise, sha256, stored

s3 = client()
big = noise(1, 23 * MIB + 12_345)
with open("big", "wb") as file:
    file.write(big)

for name, config in {
    "threads": TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=5 * MIB, max_concurrency=8),
    "one-thread": TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=7 * MIB, use_threads=False),
    "one-piece": TransferConfig(multipart_threshold=64 * MIB),
}.items():
    key = f"managed/{name}"
    seen = []
    extra = {"ContentType": "application/x-tar", "Metadata": {"made-by": name}, "StorageClass": "STANDARD_IA"}
    s3.upload_file("big", BUCKET, key, ExtraArgs=extra, Config=config, Callback=seen.append)
    assert sum(seen) == len(big), (name, sum(seen))
    stored(key, big)

    head = s3.head_object(Bucket=BUCKET, Key=key)
    assert head["ContentLength"] == len(big)
    assert head["ContentType"] == "application/x-tar"
    assert head["Metadata"] == {"made-by": name}
    assert head["StorageClass"] == "STANDARD_IA"
    assert ("-" in head["ETag"]) == (name != "one-piece"), head["ETag"]

    down = f"down-{name}"
    s3.download_file(BUCKET, key, down, Config=config)
    with open(down, "rb") as file:
        assert sha256(file.read()) == sha256(big), name

# A stream that cannot be sought.
class Pipe(io.RawIOBase):
    def __init__(self, data):
        self.inner = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.inner.read(size)


s3.upload_fileobj(Pipe(big), BUCKET, "managed/pipe", Config=TransferConfig(multipart_chunksize=6 * MIB))
stored("managed/pipe", big)
s3.upload_fileobj(io.BytesIO(b""), BUCKET, "managed/empty")
stored("managed/empty", b"")
s3.put_object(Bucket=BUCKET, Key="managed/text", Body="Grüße".encode())
stored("managed/text", "Grüße".encode())

buffer = io.BytesIO()
s3.download_fileobj(BUCKET, "managed/pipe", buffer, Config=TransferConfig(multipart_chunksize=4 * MIB))
assert buffer.getvalue() == big
assert s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []) == []

# A copy in parts, and one in one piece.
source = {"Bucket": BUCKET, "Key": "managed/threads"}
in_parts = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=6 * MIB)
s3.copy(source, BUCKET, "managed/copy-in-parts", Config=in_parts)
s3.copy(source, BUCKET, "managed/copy", Config=TransferConfig(multipart_threshold=64 * MIB))
for key in ("managed/copy-in-parts", "managed/copy"):
    stored(key, big)
assert s3.head_object(Bucket=BUCKET, Key="managed/copy")["Metadata"] == {"made-by": "threads"}
assert s3.head_object(Bucket=BUCKET, Key="managed/copy-in-parts")["ETag"].endswith('-4"')
