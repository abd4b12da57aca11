"""Forms that boto3 signs, filled in by who has no keys, as browsers do."""

import urllib.error
import urllib.request

from common import BUCKET, client, noise, stored

BOUNDARY = "----of-a-browser"


def send(url, fields, data, name="file.bin"):
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [file.encode(), b"Content-Type: text/plain\r\n\r\n", data, f"\r\n--{BOUNDARY}--\r\n".encode()]
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    request = urllib.request.Request(url, data=b"".join(parts), headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def check(s3, prefix):
    data = noise(12, 300_000)
    key = f"{prefix}/form ü+&"
    form = s3.generate_presigned_post(BUCKET, key, ExpiresIn=600)
    status, body, headers = send(form["url"], form["fields"], data)
    assert status == 204 and headers["ETag"], (status, body)
    stored(key, data)

    conditions = [
        ["content-length-range", 1, 1000],
        ["starts-with", "$key", f"{prefix}/user/"],
        ["starts-with", "$Content-Type", "image/"],
        {"success_action_status": "201"},
        {"x-amz-meta-by": "form"},
    ]
    fields = {"success_action_status": "201", "x-amz-meta-by": "form"}
    form = s3.generate_presigned_post(BUCKET, f"{prefix}/user/${{filename}}", fields, conditions, ExpiresIn=600)
    fields = {**form["fields"], "Content-Type": "image/png"}
    status, body, _ = send(form["url"], fields, b"picture", name="me.png")
    assert status == 201 and f"<Key>{prefix}/user/me.png</Key>".encode() in body, (status, body)
    stored(f"{prefix}/user/me.png", b"picture")
    head = s3.head_object(Bucket=BUCKET, Key=f"{prefix}/user/me.png")
    assert (head["ContentType"], head["Metadata"]) == ("image/png", {"by": "form"}), head

    for wanted, broken, file in [
        ("EntityTooLarge", {}, bytes(1001)),
        ("EntityTooSmall", {}, b""),
        ("AccessDenied", {"key": "elsewhere"}, b"x"),
        ("AccessDenied", {"Content-Type": "text/html"}, b"x"),
        ("AccessDenied", {"x-amz-meta-by": "me"}, b"x"),
        ("AccessDenied", {"x-amz-meta-more": "x"}, b"x"),
        ("SignatureDoesNotMatch", {signature(fields): signed(fields)}, b"x"),
    ]:
        status, body, _ = send(form["url"], {**fields, **broken}, file)
        assert status in (400, 403) and f"<Code>{wanted}</Code>".encode() in body, (wanted, broken, body)


def signature(fields):
    return "x-amz-signature" if "x-amz-signature" in fields else "signature"


def signed(fields):
    """Another signature than that of the form."""
    return fields[signature(fields)][::-1]


if __name__ == "__main__":
    check(client(signature_version="s3v4"), "v4")
