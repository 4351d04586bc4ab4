// A server that lists a bucket of any size as COS does, and does nothing else: the COS server of the local cloud keeps real
// objects, and 100,000 of them would take longer to write than a test may.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListedEntry {
  readonly key: string;
  readonly size: number;
  readonly storageClass: string;
}

export interface ListingServer {
  readonly endpoint: string;
  /** How many pages were asked for. */
  readonly pages: () => number;
  close(): Promise<void>;
}

/** @param entries Of the one bucket that there is, in the order of their keys' bytes. */
export async function startListingServer(entries: readonly ListedEntry[]): Promise<ListingServer> {
  const keys = entries.map(({ key }) => Buffer.from(key));
  let pages = 0;

  /** The index of the first key that comes after this one. */
  function indexAfter(marker: string): number {
    const wanted = Buffer.from(marker);
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(keys[middle] ?? wanted, wanted) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function list(query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const count = Math.min(1000, Number(query.get('max-keys') ?? 1000));
    const found: ListedEntry[] = [];
    let at = indexAfter(query.get('marker') ?? '');
    for (; at < entries.length && found.length <= count; at++) {
      const entry = entries[at];
      if (entry?.key.startsWith(prefix)) found.push(entry);
    }
    const page = found.slice(0, count);
    const isTruncated = found.length > count;
    const contents = page.map(
      ({ key, size, storageClass }) =>
        `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>2026-11-27T12:00:00.000Z</LastModified>` +
        `<ETag>"0123456789abcdef0123456789abcdef"</ETag><Size>${size}</Size><Owner><ID>1250000000</ID></Owner>` +
        `<StorageClass>${storageClass}</StorageClass></Contents>`,
    );
    return (
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><EncodingType>url</EncodingType>` +
      `<IsTruncated>${isTruncated}</IsTruncated>${contents.join('')}</ListBucketResult>`
    );
  }

  const server = createServer((request, response) => {
    pages += 1;
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    response.writeHead(200, { 'content-type': 'application/xml', 'x-cos-request-id': 'listing' });
    response.end(list(searchParams));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pages: () => pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
