// lib-storage's Upload, of buffers and streams; ranges, lists, copies in parts, conditions.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { BUCKET, MIB, MIN_PART, bytes, client, noise, refused, stored } from "./common.mjs";

const s3 = client();
const data = noise(1, 16 * MIB + 77);
await writeFile("big", data);

for (const [key, body, more] of [
  ["upload/buffer", () => data, {}],
  ["upload/file", () => createReadStream("big"), {}],
  ["upload/pieces", () => Readable.from(pieces(data, 100_003)), {}],
  ["upload/one-by-one", () => createReadStream("big"), { queueSize: 1 }],
  ["upload/small", () => Readable.from([Buffer.from("small")]), {}],
  ["upload/empty", () => Readable.from([]), {}],
]) {
  const params = { Bucket: BUCKET, Key: key, Body: body(), ContentType: "application/x-tar", Metadata: { by: "js" } };
  const upload = new Upload({ client: s3, partSize: MIN_PART, queueSize: 4, params, ...more });
  let loaded = 0;
  upload.on("httpUploadProgress", (progress) => (loaded = progress.loaded));
  const done = await upload.done();
  const sent = { "upload/small": Buffer.from("small"), "upload/empty": Buffer.alloc(0) }[key] ?? data;
  assert.equal(loaded, sent.length, key);
  if (sent === data) {
    assert.match(done.ETag, /-4"$/);
    assert.match(done.Location, new RegExp(`^https?://.*/${key}$`));
  }
  stored(key, sent);
  const read = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  assert.ok((await bytes(read.Body)).equals(sent), key);
  assert.equal(read.ContentType, "application/x-tar");
  assert.deepEqual(read.Metadata, { by: "js" });
}

function* pieces(data, length) {
  for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

// A stream in one piece: its checksum comes behind it, in chunks.
for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"]) {
  const key = `streams/${ChecksumAlgorithm}`;
  const Body = createReadStream("big");
  const put = await s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: key, Body, ContentLength: data.length, ChecksumAlgorithm }),
  );
  assert.ok(put[`Checksum${ChecksumAlgorithm}`], key);
  stored(key, data);
}

// Given up while it is under way.
const abandoned = new Upload({
  client: s3,
  partSize: MIN_PART,
  queueSize: 1,
  params: { Bucket: BUCKET, Key: "abandoned", Body: createReadStream("big") },
});
abandoned.on("httpUploadProgress", () => abandoned.abort());
await assert.rejects(abandoned.done(), { name: "AbortError" });

// By hand, found again and gone on with.
const where = { Bucket: BUCKET, Key: "by hand/ü+&.bin" };
const { UploadId } = await s3.send(new CreateMultipartUploadCommand(where));
const first = await s3.send(new UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body: data.subarray(0, 6 * MIB) }));
const open = await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
assert.deepEqual(open.Uploads.map((upload) => upload.UploadId), [UploadId]);
const CopySource = `${BUCKET}/upload/buffer`;
const CopySourceRange = `bytes=${6 * MIB}-${data.length - 1}`;
const second = await s3.send(new UploadPartCopyCommand({ ...where, UploadId, PartNumber: 2, CopySource, CopySourceRange }));
const parts = [];
let page;
do {
  const PartNumberMarker = page?.NextPartNumberMarker;
  page = await s3.send(new ListPartsCommand({ ...where, UploadId, MaxParts: 1, PartNumberMarker }));
  parts.push(...page.Parts);
} while (page.IsTruncated);
assert.deepEqual(parts.map((part) => [part.PartNumber, part.Size, part.ETag]), [
  [1, 6 * MIB, first.ETag],
  [2, data.length - 6 * MIB, second.CopyPartResult.ETag],
]);
const Parts = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
await s3.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
stored(where.Key, data);
assert.deepEqual(await refused(s3.send(new ListPartsCommand({ ...where, UploadId }))), ["NoSuchUpload", 404]);
assert.deepEqual(await refused(s3.send(new AbortMultipartUploadCommand({ ...where, UploadId: "none" }))), ["NoSuchUpload", 404]);

const range = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "upload/file", Range: "bytes=100-299" }));
assert.ok((await bytes(range.Body)).equals(data.subarray(100, 300)));
assert.equal(range.ContentRange, `bytes 100-299/${data.length}`);
const part = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "upload/file", PartNumber: 4 }));
assert.deepEqual([part.PartsCount, part.ContentLength], [4, data.length - 3 * MIN_PART]);

const create = (Body) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "state.json", Body, IfNoneMatch: "*" }));
await create("1");
assert.deepEqual(await refused(create("2")), ["PreconditionFailed", 412]);
stored("state.json", Buffer.from("1"));
assert.deepEqual(await refused(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "none" }))), ["NoSuchKey", 404]);

const keys = [];
for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: BUCKET, Prefix: "upload/" })) {
  keys.push(...page.Contents.map((item) => item.Key));
}
assert.deepEqual(keys, ["buffer", "empty", "file", "one-by-one", "pieces", "small"].map((name) => `upload/${name}`));
const Objects = [{ Key: "upload/pieces-not" }, { Key: "none" }];
const gone = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
assert.equal(gone.Deleted.length, 2);
