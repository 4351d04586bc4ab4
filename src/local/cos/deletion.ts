// POST ?delete: many objects at once.

import { type Answer, xmlAnswer } from './answer.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError } from './errors.ts';
import { deleteObject } from './object.ts';
import type { Operation } from './operation.ts';
import { element, innerOf, textOf, texts, xmlDocument } from './xml.ts';

const maxKeys = 1000;

export function deleteObjects(operation: Operation): Answer {
  const { request } = operation;
  if (!request.headers['content-md5']) {
    throw new CosError(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5.');
  }
  checkContentMd5(request);
  const { keys, quiet } = parseDeletion(request.body.toString());
  for (const key of keys) deleteObject({ ...operation, request: { ...request, key } });
  const deleted = quiet ? [] : keys.map((key) => element('Deleted', texts({ Key: key })));
  return xmlAnswer(xmlDocument('DeleteResult', deleted.join('')));
}

function parseDeletion(xml: string): { keys: string[]; quiet: boolean } {
  const [inner] = innerOf(xml, 'Delete');
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
