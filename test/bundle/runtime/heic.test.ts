// HEIC on every runtime: single pictures, tiles and sequences, turned, mirrored and cropped, of all depths and colours, against what sharp makes
// of the picture that heif-enc was given.

import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { type FixtureImage, heic, samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import {
  aperture,
  codePoints,
  extents,
  type HeifItem,
  type HeifProperty,
  mirror,
  pictureIn,
  tiledHeic,
  turn,
  writeHeif,
} from '../../support/heif.ts';
import { type SequenceTrack, writeSequence } from '../../support/heif-sequence.ts';
import { greyHeic } from '../../support/hevc-maker.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const inPng = stage.start({ env: { THUMB_PRESETS: '1000x1000,png' } });

const read = ({ path }: FixtureImage) => readFileSync(path);
const landscape = (width: number, height: number) => sharp(samples.landscape.path).resize(width, height);
const photo = await landscape(240, 160).png().toBuffer();
const picture = pictureIn(read(heic.photo));

/** The photo with other properties. */
function changed(...properties: readonly HeifProperty[]): Buffer {
  return writeHeif([{ ...picture, properties: [...picture.properties, ...properties] }]);
}

const deep = pictureIn(read(heic.pq));
const hdr = writeHeif([{ ...deep, properties: [...deep.properties, codePoints(9, 16, 6)] }]);
const wall = await landscape(256, 192).png().toBuffer();
const cut = (left: number, top: number, width: number, height: number) =>
  sharp(photo).extract({ left, top, width, height });

const withProperty = (item: HeifItem, ...properties: readonly HeifProperty[]) => ({
  ...item,
  properties: [...item.properties, ...properties],
});
const other = pictureIn(read(heic.alpha));
const servants: readonly SequenceTrack[] = [
  { picture: other, handler: 'meta' },
  { picture: other, handler: 'auxv', reference: 'auxl' },
  { picture: other, reference: 'thmb' },
  { picture, handler: 'vide' },
];
/** Rows and columns change places. */
const transposed = sharp(await sharp(photo).rotate(90).png().toBuffer()).flop();

type Case = readonly [name: string, source: Buffer, expected: Sharp, width: number, height: number];

const cases: readonly Case[] = [
  ['photo', read(heic.photo), sharp(photo), 240, 160],
  ['odd sides', read(heic.odd), landscape(151, 101), 151, 101],
  ['4:4:4', read(heic.fullColour), sharp(photo), 240, 160],
  ['4:2:2', read(heic.halfColour), sharp(photo), 240, 160],
  ['Display P3', read(heic.displayP3), sharp(photo), 240, 160],
  ['with a thumbnail', read(heic.withThumbnail), sharp(photo), 240, 160],
  ['10 bits', read(heic.tenBit), sharp(photo), 240, 160],
  ['HDR', hdr, sharp(photo), 240, 160],
  ['translucent', read(heic.alpha), sharp(samples.transparent.path).resize(120, 90), 120, 90],
  ['turned by 90 degrees', changed(turn(1)), sharp(photo).rotate(270), 160, 240],
  ['turned by 180 degrees', changed(turn(2)), sharp(photo).rotate(180), 240, 160],
  ['turned by 270 degrees', changed(turn(3)), sharp(photo).rotate(90), 160, 240],
  ['upside down in a mirror', changed(mirror(0)), sharp(photo).flip(), 240, 160],
  ['in a mirror', changed(mirror(1)), sharp(photo).flop(), 240, 160],
  ['cropped', changed(aperture(100, 80, 0, 0)), cut(70, 40, 100, 80), 100, 80],
  ['cropped to odd sides', changed(aperture(101, 61, -61, 21)), cut(39, 60, 101, 61), 101, 61],
  [
    'cropped and turned',
    changed(aperture(100, 80, 40, 20), turn(1)),
    sharp(await cut(90, 50, 100, 80).png().toBuffer()).rotate(270),
    80,
    100,
  ],
  ['tiles', tiledHeic(256, 192), sharp(wall), 256, 192],
  [
    'tiles that are cut',
    tiledHeic(201, 151),
    sharp(wall).extract({ left: 0, top: 0, width: 201, height: 151 }),
    201,
    151,
  ],
  ['tiles, turned', tiledHeic(256, 192, turn(3)), sharp(wall).rotate(90), 192, 256],
  ['sequence', writeSequence([{ picture }]), sharp(photo), 240, 160],
  ['sequence behind its thumbnails and its alpha', writeSequence(servants), sharp(photo), 240, 160],
  [
    'sequence with wide fields',
    writeSequence([{ picture, isCompact: true }], ['msf1']),
    sharp(photo),
    240,
    160,
  ],
  ['sequence of 10 bits', writeSequence([{ picture: pictureIn(read(heic.tenBit)) }]), sharp(photo), 240, 160],
  [
    'sequence of 4:4:4',
    writeSequence([{ picture: pictureIn(read(heic.fullColour)) }]),
    sharp(photo),
    240,
    160,
  ],
  [
    'sequence, HDR',
    writeSequence([{ picture: withProperty(deep, codePoints(9, 16, 6)) }]),
    sharp(photo),
    240,
    160,
  ],
  [
    'sequence, cropped to odd sides',
    writeSequence([{ picture: withProperty(picture, aperture(101, 61, -61, 21)) }]),
    cut(39, 60, 101, 61),
    101,
    61,
  ],
  [
    'sequence, turned by 90 degrees',
    writeSequence([{ picture, matrix: [0, 1, -1, 0] }]),
    sharp(photo).rotate(90),
    160,
    240,
  ],
  [
    'sequence, turned by 180 degrees',
    writeSequence([{ picture, matrix: [-1, 0, 0, -1] }]),
    sharp(photo).rotate(180),
    240,
    160,
  ],
  [
    'sequence, turned by 270 degrees',
    writeSequence([{ picture, matrix: [0, -1, 1, 0] }]),
    sharp(photo).rotate(270),
    160,
    240,
  ],
  [
    'sequence in a mirror',
    writeSequence([{ picture, matrix: [-1, 0, 0, 1] }]),
    sharp(photo).flop(),
    240,
    160,
  ],
  [
    'sequence upside down in a mirror',
    writeSequence([{ picture, matrix: [1, 0, 0, -1] }]),
    sharp(photo).flip(),
    240,
    160,
  ],
  ['sequence in a slanted mirror', writeSequence([{ picture, matrix: [0, 1, 1, 0] }]), transposed, 160, 240],
];

test.each(cases)('%s', async (name, source, expected, width, height) => {
  const key = `${name.replace(/\W+/g, '-')}.heic`;
  const [outcome] = outcomesOf(await inPng.invoke(await stage.upload(key, source)));
  expect(outcome).toMatchObject({ status: 'stored', format: 'png', width, height });
  const { bytes } = stage.server.objects.get(TARGET, key.replace(/heic$/, 'png')) ?? {};
  await expectAlike(bytes ?? Buffer.alloc(0), await expected.png().toBuffer());
});

test('a thumbnail is a JPEG where the preset says nothing else, and another engine makes what this one cannot', async () => {
  const presets = 'usual:60x60;tall:x40,webp;trimmed:60x60,trim;far:50x50,cover,avif';
  const several = stage.start({ env: { THUMB_PRESETS: presets } });
  const outcomes = outcomesOf(await several.invoke(await stage.upload('several.HEIC', tiledHeic(256, 192))));
  const stored = (format: string, width: number, height: number) => ({
    status: 'stored',
    format,
    width,
    height,
    engine: runtime.engine === 'vips' ? 'libheif' : 'squoosh',
  });
  const refused = { status: 'failed', code: 'rendition-impossible' };
  const isNew = runtime.engine === 'vips';
  expect(outcomes).toMatchObject([
    stored('jpeg', 60, 45),
    stored('webp', 53, 40),
    isNew ? stored('jpeg', 60, 45) : refused,
    isNew ? stored('avif', 50, 50) : refused,
  ]);
});

test('a thumbnail for which there is no memory is refused by name, and the others are made', async () => {
  const little = stage.start({ env: { THUMB_PRESETS: 'small:60x60;trimmed:60x60,trim' }, memoryMb: 256 });
  const large = greyHeic(4000, 3000, { bits: 10, chroma: 1 });
  expect(outcomesOf(await little.invoke(await stage.upload('large.heic', large)))).toMatchObject([
    { status: 'stored', width: 60, height: 45 },
    { status: 'failed', code: 'rendition-impossible' },
  ]);
});

test('damage and what is no HEVC are refused by name', async () => {
  const avc = writeHeif([{ ...picture, type: 'avc1' }]);
  const ofAvc = writeSequence([{ picture: { ...picture, type: 'avc1' } }]);
  const cutShort = writeSequence([{ picture: { ...picture, content: picture.content.subarray(0, 4000) } }]);
  const empty = writeSequence([{ picture, count: 0 }]);
  const files = [
    read(heic.photo).subarray(0, 4000),
    avc,
    changed(aperture(0, 10, 0, 0)),
    ofAvc,
    cutShort,
    empty,
    // Fewer pixels than it has: libheif calls its own limit on them a shortage of memory.
    writeHeif([
      {
        ...picture,
        properties: picture.properties.map((one) => (one.type === 'ispe' ? extents(16, 16) : one)),
      },
    ]),
  ];
  const said = [];
  for (const [index, file] of files.entries()) {
    said.push(...outcomesOf(await inPng.invoke(await stage.upload(`refused-${index}.heic`, file))));
  }
  expect(said).toMatchObject([
    { status: 'failed', code: 'source-corrupt' },
    { status: 'failed', code: 'source-unsupported', message: expect.stringContaining('H.264') },
    { status: 'failed', code: 'source-corrupt' },
    { status: 'failed', code: 'source-unsupported', message: expect.stringContaining('H.264') },
    { status: 'failed', code: 'source-corrupt' },
    { status: 'failed', code: 'source-corrupt' },
    { status: 'failed', code: 'source-unsupported', message: expect.not.stringContaining('2048 MB') },
  ]);
});
