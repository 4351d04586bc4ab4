// What a handler needs in place of COS to make thumbnails of a photo that is in the function itself: the event of an upload, and a
// store that has the photo and keeps nothing.

import type { ObjectStore, SourceObject } from '../store.ts';

export interface Stage {
  /** An event with one record. */
  readonly event: unknown;
  /** Has the photo under its key, and takes whatever is stored. */
  readonly store: ObjectStore;
}

/** @param photo An ordinary JPEG. */
export function stageOf(photo: Uint8Array): Stage {
  const source: SourceObject = {
    etag: '"rehearsal"',
    size: photo.length,
    headers: { contentType: 'image/jpeg', metadata: {} },
    bytes: photo,
  };
  const record = {
    cos: {
      cosBucket: { name: 'rehearsal', appid: '1250000000', region: 'ap-guangzhou' },
      cosObject: { key: '/1250000000/rehearsal/photo.jpg', size: photo.length },
    },
    event: { eventName: 'cos:ObjectCreated:Put' },
  };
  return {
    event: { Records: [record] },
    store: {
      get: async () => source,
      head: async ({ bucket }) => (bucket.startsWith('rehearsal-') ? source : undefined),
      put: async () => ({ etag: '"rehearsal"' }),
      delete: async () => undefined,
    },
  };
}
