// How large a photo's profile is, of which a decoder keeps several copies.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sharedEngine } from '../support/engine.ts';
import { soon } from '../support/thumbnails.ts';

const engine = await sharedEngine();

test.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)(
  'the size of the profile of a %s is told',
  async (format) => {
    const plain = sharp({ create: { width: 32, height: 24, channels: 3, background: '#c52' } });
    const photo = await plain.clone().withIccProfile('p3').toFormat(format).toBuffer();
    const { icc } = await sharp(photo).metadata();
    expect(icc?.length).toBeGreaterThan(0);
    expect(await engine.inspect(photo, format, soon())).toMatchObject({ profileBytes: icc?.length });
    const without = await plain.toFormat(format).toBuffer();
    expect(await engine.inspect(without, format, soon())).not.toHaveProperty('profileBytes');
  },
);

test.each(['jpeg', 'webp', 'tiff'] as const)(
  'a profile of a %s that changes nothing is not counted',
  async (format) => {
    const plain = sharp({ create: { width: 32, height: 24, channels: 3, background: '#c52' } });
    const srgb = await plain.clone().withIccProfile('srgb').toFormat(format).toBuffer();
    expect((await sharp(srgb).metadata()).icc?.length).toBeGreaterThan(0);
    const useless = Buffer.from(srgb);
    useless.write('none', useless.indexOf('acsp'));
    for (const photo of [srgb, useless]) {
      expect(await engine.inspect(photo, format, soon())).not.toHaveProperty('profileBytes');
    }
  },
);
