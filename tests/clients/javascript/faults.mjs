// SlowDown and lost responses, injected over HTTP: the SDK repeats its requests, and the hits show it.
import assert from "node:assert/strict";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { BUCKET, MIN_PART, bytes, client, control, hits, inject, noise, refused, stored } from "./common.mjs";

async function upload(s3, key, data) {
  const where = { Bucket: BUCKET, Key: key };
  where.UploadId = (await s3.send(new CreateMultipartUploadCommand(where))).UploadId;
  const parts = [];
  for (let start = 0; start < data.length; start += MIN_PART) {
    const part = { ...where, PartNumber: parts.length + 1, Body: data.subarray(start, start + MIN_PART) };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    parts.push({ PartNumber: part.PartNumber, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...where, MultipartUpload: { Parts: parts } }));
  stored(key, data);
  return where.UploadId;
}

function namesItself(s3, name) {
  const add = (next) => (args) => {
    args.request.headers["x-test"] = name;
    return next(args);
  };
  s3.middlewareStack.add(add, { step: "build" });
  return s3;
}

const retrying = client({ maxAttempts: 3 });
const once = client();

// The third attempt succeeds. A lost response of CreateMultipartUpload leaves an upload that the client does not know.
const slow = await inject("UploadPart", { part: 3, times: 2, error: "SlowDown" });
let lost = await inject("CreateMultipartUpload", { lose_response: true });
const known = await upload(retrying, "repeated", noise(1, 2 * MIN_PART + 1));
assert.deepEqual(await hits(), { [slow]: 2, [lost]: 1 });
const { Uploads } = await once.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
assert.deepEqual([Uploads.length, Uploads[0].Key, Uploads[0].UploadId === known], [1, "repeated", false]);
const leaked = { Bucket: BUCKET, Key: "repeated", UploadId: Uploads[0].UploadId };
await once.send(new AbortMultipartUploadCommand(leaked));

// S3 completed the upload, and completes it again for the second attempt.
lost = await inject("CompleteMultipartUpload", { lose_response: true });
await upload(retrying, "completed-again", noise(2, MIN_PART));
assert.equal((await hits())[lost], 1);

// A client that does not repeat sees the connection break, although S3 has the object.
await control("DELETE", "faults");
lost = await inject("PutObject", { lose_response: true });
const put = once.send(new PutObjectCommand({ Bucket: BUCKET, Key: "lost", Body: "lost" }));
await assert.rejects(put, { code: "ECONNRESET" });
stored("lost", "lost");
assert.deepEqual(await hits(), { [lost]: 1 });

// Two clients share the server, and the fault meets one of them.
const shared = await inject("GetObject", { header: { "x-test": "one" }, always: true, error: "SlowDown" });
const [one, two] = ["one", "two"].map((name) => namesItself(client(), name));
for (let turn = 0; turn < 2; turn++) {
  const get = new GetObjectCommand({ Bucket: BUCKET, Key: "lost" });
  assert.deepEqual(await refused(one.send(get)), ["SlowDown", 503]);
  assert.equal((await bytes((await two.send(get)).Body)).toString(), "lost");
}
assert.deepEqual(await hits(), { [lost]: 1, [shared]: 2 });
assert.equal((await control("DELETE", "faults")).faults.length, 2);
assert.deepEqual(await hits(), {});
