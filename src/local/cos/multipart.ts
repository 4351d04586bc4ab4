// Carries out multipart uploads: initiate, upload part, complete, abort, list parts, list uploads.

import { Crc64 } from '../../function/checksum/crc64.ts';
import { type Answer, noBody, xmlAnswer } from './answer.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError, invalidArgument } from './errors.ts';
import { readKeeping } from './keeping.ts';
import { readCount, readEncoding } from './listing.ts';
import { keptHeaders } from './metadata.ts';
import { checkOverwrite, storedHeaders } from './object.ts';
import { compareKeys } from './object-store.ts';
import type { Operation } from './operation.ts';
import { addPart, compositeEtag, type Part, type Upload } from './uploads.ts';
import { element, innerOf, textOf, texts, xmlDocument } from './xml-body.ts';

const maxPartNumber = 10_000;
/** The fewest bytes of a part. The last part may have less. */
const minPartBytes = 1024 * 1024;

export function initiateUpload({ request, uploads }: Operation): Answer {
  const { bucket, key, headers } = request;
  const { id } = uploads.start(bucket, key, keptHeaders(headers), readKeeping(headers));
  return xmlAnswer(
    xmlDocument('InitiateMultipartUploadResult', texts({ Bucket: bucket, Key: key, UploadId: id })),
  );
}

export function uploadPart(operation: Operation): Answer {
  const { query, body } = operation.request;
  const upload = findUpload(operation);
  const number = Number(query['partNumber']);
  if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
    throw invalidArgument(`partNumber "${query['partNumber']}" is not a number from 1 to ${maxPartNumber}.`);
  }
  checkContentMd5(operation.request);
  const { etag } = addPart(upload, number, body);
  const crc64 = new Crc64().update(body).digest();
  return { status: 200, headers: { ETag: etag, 'x-cos-hash-crc64ecma': crc64 }, body: noBody };
}

export function completeUpload(operation: Operation): Answer {
  const { request, objects, uploads, announce } = operation;
  const { bucket, key, host } = request;
  const upload = findUpload(operation);
  checkContentMd5(request);
  const parts = chooseParts(upload, request.body.toString());
  checkOverwrite(operation);
  const object = objects.put(bucket, key, {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    headers: upload.headers,
    keeping: upload.keeping,
    etag: compositeEtag(parts),
  });
  uploads.end(upload);
  announce('cos:ObjectCreated:CompleteMultipartUpload', object);
  const result = texts({ Location: `${host}/${key}`, Bucket: bucket, Key: key, ETag: object.etag });
  return xmlAnswer(xmlDocument('CompleteMultipartUploadResult', result), storedHeaders(object));
}

export function abortUpload(operation: Operation): Answer {
  operation.uploads.end(findUpload(operation));
  return { status: 204, headers: {}, body: noBody };
}

export function listParts(operation: Operation): Answer {
  const { bucket, key, query } = operation.request;
  const upload = findUpload(operation);
  const maxParts = readCount(query['max-parts'], 'max-parts');
  const encode = readEncoding(query['encoding-type']);
  const after = Number(query['part-number-marker'] ?? 0);
  const parts = sorted(upload).filter(({ number }) => number > after);
  const page = parts.slice(0, maxParts);
  const isTruncated = parts.length > page.length;
  const head = texts({
    Bucket: bucket,
    EncodingType: query['encoding-type'],
    Key: encode(key),
    UploadId: upload.id,
    StorageClass: 'STANDARD',
    PartNumberMarker: after,
    NextPartNumberMarker: isTruncated ? page.at(-1)?.number : undefined,
    MaxParts: maxParts,
    IsTruncated: isTruncated,
  });
  return xmlAnswer(xmlDocument('ListPartsResult', head + page.map(partXml).join('')));
}

/** Lists the uploads of the whole bucket, sorted by key. The only filter is the prefix. */
export function listUploads({ request, uploads }: Operation): Answer {
  const { bucket, query } = request;
  const { prefix = '' } = query;
  const encode = readEncoding(query['encoding-type']);
  const found = uploads
    .of(bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key));
  const head = texts({
    Bucket: bucket,
    EncodingType: query['encoding-type'],
    Prefix: encode(prefix),
    MaxUploads: 1000,
    IsTruncated: false,
  });
  const body = found.map(({ key, id, initiated }) =>
    element(
      'Upload',
      texts({ Key: encode(key), UploadId: id, StorageClass: 'STANDARD', Initiated: isoTime(initiated) }),
    ),
  );
  return xmlAnswer(xmlDocument('ListMultipartUploadsResult', head + body.join('')));
}

function findUpload({ request, uploads }: Operation): Upload {
  return uploads.find(request.bucket, request.key, request.query['uploadId'] ?? '');
}

/**
 * Finds the parts that the client lists.
 *
 * @throws {CosError} if the list is malformed, out of order, or names a part that was not uploaded.
 */
function chooseParts(upload: Upload, xml: string): Part[] {
  const named = innerOf(xml, 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag')?.replaceAll('"', ''),
  }));
  if (named.length === 0) {
    throw new CosError(400, 'MalformedXML', 'Expected <CompleteMultipartUpload> with at least one <Part>.');
  }
  if (named.some(({ number }, i) => i > 0 && number <= (named[i - 1]?.number ?? 0))) {
    throw new CosError(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  const parts = named.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (!part || part.etag !== `"${etag}"`) {
      throw new CosError(400, 'InvalidPart', `Part ${number} was not uploaded, or has another ETag.`);
    }
    return part;
  });
  if (parts.slice(0, -1).some(({ bytes }) => bytes.length < minPartBytes)) {
    throw new CosError(400, 'EntityTooSmall', 'All parts but the last must have at least 1 MB.');
  }
  return parts;
}

function sorted(upload: Upload): Part[] {
  return [...upload.parts.values()].sort((a, b) => a.number - b.number);
}

function partXml({ number, modified, etag, bytes }: Part): string {
  return element(
    'Part',
    texts({ PartNumber: number, LastModified: isoTime(modified), ETag: etag, Size: bytes.length }),
  );
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
