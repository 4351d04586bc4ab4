// AVIFs that libheif must not show are refused by that name, and not as damaged.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withProperty } from '../support/avif.ts';
import { sharedEngine } from '../support/engine.ts';
import { makeOne } from '../support/thumbnails.ts';

const vips = await sharedEngine();
const create = { width: 64, height: 48, channels: 3, background: '#804020' } as const;
const photo = await sharp({ create }).avif().toBuffer();

test('a property that nobody knows is a reason only if it is essential', async () => {
  const content = Buffer.alloc(4);
  await expect(makeOne(vips, withProperty(photo, 'zzzz', content), '8x8')).resolves.toMatchObject({
    width: 8,
  });
  await expect(makeOne(vips, withProperty(photo, 'zzzz', content, true), '8x8')).rejects.toMatchObject({
    code: 'source-unsupported',
    message: expect.stringContaining('"zzzz"'),
  });
});

test('a known property may be essential', async () => {
  const turned = withProperty(photo, 'irot', Buffer.of(1), true);
  await expect(makeOne(vips, turned, '48x48')).resolves.toMatchObject({ width: 36, height: 48 });
});
