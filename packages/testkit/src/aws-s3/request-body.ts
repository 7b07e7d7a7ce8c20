import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { LoopbackRequest } from '../loopback/loopback-server.ts';
import { S3Error } from './s3-error.ts';

/** What was uploaded, with the checksums that came along, before or after it. */
export interface RequestBody {
  readonly bytes: Buffer;
  /** `x-amz-checksum-…` headers and trailers. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** Take the body out of its `aws-chunked` frame, if it has one, and check length and checksums. */
export function readBody(request: LoopbackRequest): RequestBody {
  const isChunked =
    request.headers['content-encoding']?.includes('aws-chunked') === true ||
    request.headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  const { bytes, trailers } = isChunked ? unframe(request.body) : { bytes: request.body, trailers: {} };
  const announced = request.headers['x-amz-decoded-content-length'];
  if (isChunked && announced !== undefined && Number(announced) !== bytes.length) {
    throw new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');
  }
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...request.headers, ...trailers })) {
    if (/^x-amz-checksum-(?:crc|sha)/.test(name)) checksums[name] = value;
  }
  for (const [name, value] of Object.entries(checksums)) checkSum(name, value, bytes);
  checkDigests(request, bytes);
  return { bytes, checksums };
}

/** The checksum of an object as S3 tells it by default. */
export function computeCrc32(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

function unframe(body: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) throw new S3Error(400, 'IncompleteBody', 'The chunk header is cut off');
    const length = parseInt(body.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (!(length > 0)) break;
    parts.push(body.subarray(at, at + length));
    at += length + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of body.toString('latin1', at).split('\r\n')) {
    const [name, value] = line.split(/:(.*)/s, 2);
    if (name !== undefined && value !== undefined) trailers[name.toLowerCase()] = value.trim();
  }
  return { bytes: Buffer.concat(parts), trailers };
}

function checkSum(name: string, value: string, bytes: Buffer): void {
  const algorithm = name.slice('x-amz-checksum-'.length);
  const expected =
    algorithm === 'crc32'
      ? computeCrc32(bytes)
      : algorithm === 'sha1' || algorithm === 'sha256'
        ? createHash(algorithm).update(bytes).digest('base64')
        : value;
  if (value !== expected) throw new S3Error(400, 'BadDigest', `The ${algorithm} you specified did not match`);
}

function checkDigests(request: LoopbackRequest, bytes: Buffer): void {
  const md5 = request.headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(bytes).digest('base64')) {
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const sha256 = request.headers['x-amz-content-sha256'];
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256)) {
    if (sha256 !== createHash('sha256').update(bytes).digest('hex')) {
      throw new S3Error(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match.",
      );
    }
  }
}
