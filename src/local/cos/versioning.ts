// Carries out GET and PUT Bucket versioning: whether a bucket keeps the versions of its objects.

import { type Answer, noBody, xmlAnswer } from './answer.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError } from './errors.ts';
import type { Operation } from './operation.ts';
import { innerOf, textOf, texts, xmlDocument } from './xml-body.ts';

const root = 'VersioningConfiguration';

export function getVersioning({ request, objects }: Operation): Answer {
  const Status = objects.keepsVersions(request.bucket) ? 'Enabled' : undefined;
  return xmlAnswer(xmlDocument(root, texts({ Status })));
}

/** @throws {CosError} `NotImplemented` for the state Suspended, in which a bucket keeps its versions and adds no more. */
export function putVersioning({ request, objects }: Operation): Answer {
  checkContentMd5(request);
  const status = textOf(innerOf(request.body.toString(), root)[0] ?? '', 'Status');
  if (status === 'Suspended') {
    throw new CosError(501, 'NotImplemented', 'The local COS server does not suspend versioning.');
  }
  if (status !== 'Enabled') {
    throw new CosError(400, 'MalformedXML', `Expected <${root}> with a <Status> of Enabled.`);
  }
  objects.keepVersions(request.bucket);
  return { status: 200, headers: {}, body: noBody };
}
