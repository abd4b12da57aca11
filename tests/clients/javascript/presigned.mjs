// Addresses that the SDK for JavaScript signs, as a server does for browsers.
import assert from "node:assert/strict";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { BUCKET, MIN_PART, client, noise, refused, stored } from "./common.mjs";

for (const [name, s3] of Object.entries({
  "by-default": client(),
  "when-required": client({ requestChecksumCalculation: "WHEN_REQUIRED" }),
})) {
  const data = noise(2, MIN_PART + 500);
  const where = { Bucket: BUCKET, Key: `${name}/presigned ü+&.bin` };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(where));
  const Parts = [];
  for (const [index, piece] of [data.subarray(0, MIN_PART), data.subarray(MIN_PART)].entries()) {
    const command = new UploadPartCommand({ ...where, UploadId, PartNumber: index + 1 });
    const answer = await fetch(await getSignedUrl(s3, command, { expiresIn: 600 }), { method: "PUT", body: piece });
    assert.equal(answer.status, 200, await answer.text());
    Parts.push({ PartNumber: index + 1, ETag: answer.headers.get("etag") });
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
  stored(where.Key, data);

  const read = await fetch(await getSignedUrl(s3, new GetObjectCommand(where), { expiresIn: 600 }));
  assert.ok(Buffer.from(await read.arrayBuffer()).equals(data));

  where.Key = `${name}/small`;
  const put = await getSignedUrl(s3, new PutObjectCommand({ ...where, ContentType: "text/plain" }), {
    expiresIn: 600,
    signableHeaders: new Set(["content-type"]),
  });
  const sent = await fetch(put, { method: "PUT", body: "by an address", headers: { "content-type": "text/plain" } });
  assert.equal(sent.status, 200, await sent.text());
  stored(where.Key, Buffer.from("by an address"));
  const other = await fetch(put, { method: "PUT", body: "x", headers: { "content-type": "text/html" } });
  assert.equal(other.status, 403);
  assert.match(await other.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
}

const stranger = client({ credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: "wrong" } });
const call = stranger.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "none" }));
assert.deepEqual(await refused(call), ["SignatureDoesNotMatch", 403]);
