"""Keys of any letters, paginators of every list, batch deletes, ranges and tags."""

from common import BUCKET, MIB, client, noise, read, refused, stored

s3 = client()
KEYS = [
    "plain", "a b", "a+b", "a%20b", "a%2Bb", "a&b=c?d#e", "(x)'!*~$@,;:", "ü/ß", "日本/語.txt", "😀/😀", "a//b", "a/./b",
    "a/../b", "/leading", "trailing/", "<&>\"'", "new\nline", "tab\tand\rreturn", "back\\slash", "q" * 1024,
]  # fmt: skip
for key in KEYS:
    data = key.encode()
    s3.put_object(Bucket=BUCKET, Key=key, Body=data)
    if key.isprintable():
        stored(key, data)
    assert read(s3, key) == data, key
assert refused(s3.put_object, Bucket=BUCKET, Key="q" * 1025, Body=b"") == ("KeyTooLongError", 400)
listed = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
assert listed == sorted(KEYS, key=str.encode), listed
by_one = s3.get_paginator("list_objects").paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 1})
assert [item["Key"] for page in by_one for item in page["Contents"]] == listed
folders = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Delimiter="/", PaginationConfig={"PageSize": 2})
prefixes = [prefix["Prefix"] for page in folders for prefix in page.get("CommonPrefixes", [])]
assert prefixes == ["/", "a/", "trailing/", "ü/", "日本/", "😀/"], prefixes

for key in KEYS:
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    for number in (1, 2, 3):
        s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=number, Body=b"x")
    pages = s3.get_paginator("list_parts").paginate(
        Bucket=BUCKET, Key=key, UploadId=upload, PaginationConfig={"PageSize": 2}
    )
    assert [part["PartNumber"] for page in pages for part in page["Parts"]] == [1, 2, 3]
pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 3})
uploads = [(item["Key"], item["UploadId"]) for page in pages for item in page["Uploads"]]
assert [key for key, _ in uploads] == listed
for key, upload in uploads:
    s3.abort_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload)

copied = {"Bucket": BUCKET, "Key": "日本/語.txt"}
s3.copy_object(Bucket=BUCKET, Key="copy of ü+&", CopySource=copied)
stored("copy of ü+&", "日本/語.txt".encode())
s3.copy_object(Bucket=BUCKET, Key="copy", CopySource=f"{BUCKET}/a%2Bb")
stored("copy", b"a%2Bb")

tags = [{"Key": "Größe", "Value": "a+b c"}]
s3.put_object_tagging(Bucket=BUCKET, Key="ü/ß", Tagging={"TagSet": tags})
assert s3.get_object_tagging(Bucket=BUCKET, Key="ü/ß")["TagSet"] == tags

data = noise(4, 2 * MIB)
s3.put_object(Bucket=BUCKET, Key="ranges", Body=data)
for header, piece in {
    "bytes=0-0": data[:1],
    "bytes=100-299": data[100:300],
    "bytes=-7": data[-7:],
    f"bytes={MIB}-": data[MIB:],
    f"bytes={MIB}-99999999": data[MIB:],
}.items():
    assert read(s3, "ranges", Range=header) == piece, header
assert refused(s3.get_object, Bucket=BUCKET, Key="ranges", Range="bytes=9999999-") == ("InvalidRange", 416)

doomed = [{"Key": key} for key in [*KEYS[:16], *KEYS[18:], "was never there"]]
gone = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": doomed})
assert len(gone["Deleted"]) == len(doomed) and "Errors" not in gone, gone
left = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
assert left == ["copy", "copy of ü+&", "new\nline", "ranges", "tab\tand\rreturn"], left
print("deleted", len(doomed))
