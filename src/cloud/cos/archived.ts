// Pure: what COS lists, and gives to nobody before it is restored.

import type { ListedObject } from './bucket-client.ts';

const archives = ['ARCHIVE', 'DEEP_ARCHIVE'];

export function isArchived({ storageClass }: Pick<ListedObject, 'storageClass'>): boolean {
  return archives.includes(storageClass);
}
