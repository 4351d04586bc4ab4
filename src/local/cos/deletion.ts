// Carries out DELETE Multiple Objects (POST ?delete): deletes up to 1,000 objects with one request.

import { type Answer, xmlAnswer } from './answer.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError } from './errors.ts';
import { deleteObject } from './object.ts';
import type { Operation } from './operation.ts';
import { element, innerOf, textOf, texts, xmlDocument } from './xml-body.ts';

const maxKeys = 1000;

export function deleteObjects(operation: Operation): Answer {
  const { request } = operation;
  if (!request.headers['content-md5']) {
    throw new CosError(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5.');
  }
  checkContentMd5(request);
  const { keys, quiet } = parseDeletion(request.body.toString());
  const deleted = keys.map((key) => {
    const { headers } = deleteObject({ ...operation, request: { ...request, key } });
    const [DeleteMarker, DeleteMarkerVersionId] = [
      headers['x-cos-delete-marker'],
      headers['x-cos-version-id'],
    ];
    return element('Deleted', texts({ Key: key, DeleteMarker, DeleteMarkerVersionId }));
  });
  return xmlAnswer(xmlDocument('DeleteResult', quiet ? '' : deleted.join('')));
}

function parseDeletion(xml: string): { keys: string[]; quiet: boolean } {
  const [inner] = innerOf(xml, 'Delete');
  if (innerOf(inner ?? '', 'VersionId').length > 0) {
    throw new CosError(501, 'NotImplemented', 'The local COS server deletes versions one at a time.');
  }
  const keys = innerOf(inner ?? '', 'Object').map((object) => textOf(object, 'Key'));
  if (keys.length === 0 || keys.length > maxKeys || !keys.every((key) => key !== undefined && key !== '')) {
    throw new CosError(
      400,
      'MalformedXML',
      `Expected <Delete> with 1 to ${maxKeys} <Object><Key>, none of them empty.`,
    );
  }
  return { keys: keys.filter((key) => key !== undefined), quiet: textOf(inner ?? '', 'Quiet') === 'true' };
}
