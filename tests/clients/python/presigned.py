"""Addresses that boto3 signs, used by who has neither keys nor an SDK."""

import urllib.error
import urllib.request

from common import BUCKET, MIN_PART, client, noise, stored, turn_clock


def send(url, method, body=None, headers=()):
    request = urllib.request.Request(url, data=body, method=method, headers=dict(headers))
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def check(s3, prefix, form=()):
    """`form` is what is sent with a body: urllib says that it is a form where nobody says anything."""
    data = noise(6, MIN_PART + 500)
    key = f"{prefix}/presigned ü+&.bin"
    where = {"Bucket": BUCKET, "Key": key}

    def sign(call, **more):
        return s3.generate_presigned_url(call, Params={**where, **more}, ExpiresIn=600)

    # An upload in parts, by who has only addresses.
    upload = s3.create_multipart_upload(**where)["UploadId"]
    parts = []
    for number, piece in enumerate((data[:MIN_PART], data[MIN_PART:]), 1):
        url = sign("upload_part", UploadId=upload, PartNumber=number)
        status, body, headers = send(url, "PUT", piece, form)
        assert status == 200, (status, body)
        parts.append({"PartNumber": number, "ETag": headers["ETag"]})
    listed = send(sign("list_parts", UploadId=upload), "GET")
    assert listed[0] == 200 and listed[1].count(b"<Part>") == 2, listed
    document = "".join(
        f"<Part><PartNumber>{part['PartNumber']}</PartNumber><ETag>{part['ETag']}</ETag></Part>" for part in parts
    )
    document = f"<CompleteMultipartUpload>{document}</CompleteMultipartUpload>".encode()
    # S3 takes no form for a list of parts.
    kind = form or {"Content-Type": "application/xml"}
    done = send(sign("complete_multipart_upload", UploadId=upload), "POST", document, kind)
    assert done[0] == 200 and b"CompleteMultipartUploadResult" in done[1], done
    stored(key, data)

    status, body, headers = send(sign("get_object"), "GET")
    assert (status, body == data) == (200, True)
    disposed = sign("get_object", ResponseContentDisposition='attachment; filename="db.tar"')
    status, body, headers = send(disposed, "GET", headers={"Range": "bytes=10-19"})
    assert (status, body) == (206, data[10:20]) and headers["Content-Disposition"].startswith("attachment")
    assert send(sign("head_object"), "HEAD")[0] == 200

    where["Key"] = f"{prefix}/small"
    status, body, _ = send(sign("put_object"), "PUT", b"by an address", form)
    assert status == 200, body
    stored(where["Key"], b"by an address")
    where["Key"] = f"{prefix}/doomed"
    assert send(sign("put_object"), "PUT", b"", form)[0] == 200
    assert send(sign("delete_object"), "DELETE")[0] == 204
    assert send(sign("get_object"), "GET")[0] == 404

    assert send(sign("get_object").split("?")[0], "GET")[0] == 403, "nobody signed this one"
    status, body, _ = send(sign("get_object").replace("doomed", "small"), "GET")
    assert (status, b"<Code>SignatureDoesNotMatch</Code>" in body) == (403, True), body
    # Two minutes are far from the quarter of an hour by which clocks may differ.
    where["Key"] = f"{prefix}/small"
    late = s3.generate_presigned_url("get_object", Params=where, ExpiresIn=110)
    assert send(late, "GET")[:2] == (200, b"by an address")
    turn_clock(120)
    status, body, _ = send(late, "GET")
    assert (status, b"Request has expired" in body) == (403, True), body


if __name__ == "__main__":
    check(client(signature_version="s3v4"), "v4")
