// What the scripts of JavaScript share. What a script says that it stored, the world must have.
import { createHash, createCipheriv } from "node:crypto";
import assert from "node:assert/strict";
import { S3Client } from "@aws-sdk/client-s3";

export const BUCKET = process.env.BUCKET;
export const MIB = 1024 * 1024;
export const MIN_PART = 5 * MIB;

export function client(more = {}) {
  return new S3Client({ forcePathStyle: true, maxAttempts: 1, ...more });
}

/** So many bytes that never repeat, different for each seed. */
export function noise(seed, length) {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, seed), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length));
}

export function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}

export function stored(key, data) {
  console.log(`stored ${key} ${sha256(data)}`);
}

export async function bytes(body) {
  return Buffer.from(await body.transformToByteArray());
}

/** The error with which a call fails, as it must. */
export async function refused(call) {
  const error = await call.then(
    () => assert.fail("the call was not refused"),
    (error) => error,
  );
  return [error.name, error.$metadata.httpStatusCode];
}

/** The response to a control request. */
export async function control(method, path, body) {
  const url = `${process.env.AWS_ENDPOINT_URL}/_fake-s3/${path}`;
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const sent = await response.json();
  assert.equal(response.status, 200, sent.error);
  return sent;
}

/** Injects a fault, and returns its number. */
export async function inject(operation, fault) {
  return (await control("POST", "faults", { operation, ...fault })).number;
}

/** The number of requests that each fault has met. */
export async function hits() {
  const { faults } = await control("GET", "faults");
  return Object.fromEntries(faults.map((fault) => [fault.number, fault.hits]));
}
