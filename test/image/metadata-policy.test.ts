// What THUMB_METADATA lets into thumbnails, byte by byte: of every format that is read, in every format that is written.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  type Decorated,
  decorate,
  description,
  rights,
  type Stored,
  secret,
  storeThumbnails,
} from '../support/decorated.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(120, 90);

const outputs = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const;
const presets = outputs.map((format) => `${format}:60x60,${format}`).join(';');

function make(photo: Uint8Array, policy: string): Promise<Map<string, Stored>> {
  return storeThumbnails(engine, photo, { THUMB_PRESETS: presets, THUMB_METADATA: policy });
}

const sources: Decorated[] = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'];
/** sharp writes EXIF into neither. */
const withoutExif: readonly Decorated[] = ['gif', 'tiff'];

/** Traces that metadata leaves in a file, whatever it says. */
const traces = ['Exif', 'EXIF', 'eXIf', 'http://ns.adobe.com', 'xmpmeta', 'XMP ', 'II*\0', 'MM\0*', secret];

describe.each(sources)('thumbnails of a %s that says everything', async (source) => {
  const photo = await decorate(picture, source);
  const bare = await make(photo, 'strip');
  const copyright = await make(photo, 'copyright');
  const keep = await make(photo, 'keep');
  const of = (all: typeof bare, format: string) => all.get(format) as Stored;

  test('are made of a file that says it', () => {
    const said = withoutExif.includes(source) ? [] : [description.model, 'SecretSerial'];
    expect(said.filter((word) => !photo.includes(word))).toEqual([]);
    // sharp deflates XMP in PNG.
    if (source !== 'png')
      expect([photo.includes(rights.credit), photo.includes('SecretCity')]).toEqual([true, true]);
  });

  test.each(outputs)('in %s say nothing if it is stripped', async (format) => {
    const { bytes } = of(bare, format);
    expect(traces.filter((trace) => bytes.includes(trace))).toEqual([]);
  });

  test.each(outputs)('in %s say by default whose it is, and nothing else', async (format) => {
    const { bytes } = of(copyright, format);
    const missing = Object.values(rights).filter((text) => !bytes.includes(text.replace('&', '&amp;')));
    expect(missing).toEqual([]);
    const more = [secret, ...Object.values(description), 'GPS', '31,14'];
    expect(more.filter((word) => bytes.includes(word))).toEqual([]);
  });

  test.each(outputs)('in %s say what it shows if that is kept, and never where', async (format) => {
    const { bytes } = of(keep, format);
    const wanted = [...Object.values(rights), description.title, description.make];
    expect(wanted.filter((text) => !bytes.includes(text.replace('&', '&amp;')))).toEqual([]);
    expect([secret, 'GPS', '31,14'].filter((word) => bytes.includes(word))).toEqual([]);
  });

  test.each(outputs)('in %s have the same pixels whatever they say', async (format) => {
    const [stripped, ...others] = [bare, copyright, keep].map((all) => of(all, format).bytes);
    const pixels = await sharp(stripped).raw().toBuffer();
    for (const other of others) expect(await sharp(other).raw().toBuffer()).toEqual(pixels);
  });

  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('in %s are read back by others', async (format) => {
    const { exif, xmp, orientation } = await sharp(of(copyright, format).bytes).metadata();
    expect([exif?.includes(rights.copyright), xmp?.includes(rights.credit)]).toEqual([true, true]);
    expect(orientation).toBeUndefined();
  });

  test.each(outputs)('in %s are told with all of their bytes', (format) => {
    const { bytes, outcome } = of(copyright, format);
    expect(outcome).toMatchObject({ bytes: bytes.length, format });
    expect(bytes.length - of(bare, format).bytes.length).toBeLessThan(2000);
  });
});

test('names in ASCII alone cost a hundred bytes', async () => {
  const photo = await sharp(picture)
    .withExif({ IFD0: { Artist: 'Li Wei', Copyright: '(c) Li Wei' } })
    .jpeg()
    .toBuffer();
  const bare = await make(photo, 'strip');
  const said = await make(photo, 'copyright');
  const more = ['jpeg', 'png', 'webp'].map((format) => {
    return (said.get(format)?.bytes.length ?? 0) - (bare.get(format)?.bytes.length ?? 0);
  });
  expect(Math.max(...more)).toBeLessThan(150);
  expect(Math.min(...more)).toBeGreaterThan(50);
});
