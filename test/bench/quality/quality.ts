// The quality part: what `auto` saves and costs beside a fixed quality, and our encoders beside sharp's.

import type { Bench, Part } from '../part.ts';
import { autoSection, type Series } from './auto.ts';
import { type Pair, sharpSection } from './beside-sharp.ts';
import { judge } from './judge.ts';
import { bySharp, type Maker, ours, type Quality, type Thumbnail } from './makers.ts';
import { type Picture, pictures } from './pictures.ts';

const lossy = ['jpeg', 'webp', 'avif'] as const;
type Lossy = (typeof lossy)[number];

/** sharp's default for AVIF; the others' default here. */
const fixed: Readonly<Record<Lossy, number>> = { jpeg: 80, webp: 80, avif: 50 };
/** Lowest first: one of them looks as good as `auto` at its worst. */
const others: Readonly<Record<Lossy, readonly number[]>> = {
  jpeg: [65, 70, 75, 80, 85, 90],
  webp: [65, 70, 75, 80, 85, 90, 95],
  avif: [50, 55, 60, 65, 70, 75],
};
/** The light engine leaves AVIF to libvips as the other one does. */
const squooshes: readonly Lossy[] = ['jpeg', 'webp'];

export const quality: Part = async (bench) => {
  const { options } = bench;
  const chosen = await pictures(options.photos, options.short ? 9 : 30);
  const makers = { optimised: await ours(false), light: await ours(true), sharp: bySharp() };
  const makeAll = (name: keyof typeof makers, format: Lossy | 'png', wish: Quality) =>
    series(bench, chosen, makers[name], `${name}, ${format} ${wish ?? ''}`, (maker, picture) =>
      maker.make(picture, format, wish),
    );
  try {
    // Started threads and V8's first look at the code are nobody's quality.
    for (const maker of Object.values(makers)) await warmUp(maker, chosen[0] as Picture);
    const auto: Series[] = [];
    const beside: Pair[] = [];
    for (const format of lossy) {
      const atFixed = await makeAll('optimised', format, fixed[format]);
      const bySearch = await makeAll('optimised', format, 'auto');
      auto.push({ format, way: `fixed ${fixed[format]}`, thumbnails: atFixed });
      auto.push(await atEqualWorst(format, bySearch, (wish) => makeAll('optimised', format, wish)));
      auto.push({ format, way: 'auto', thumbnails: bySearch });
      const theirs = await makeAll('sharp', format, fixed[format]);
      const what = `${format} ${fixed[format]}`;
      beside.push({ what, engine: 'optimised', ours: atFixed, theirs });
      if (!squooshes.includes(format)) continue;
      beside.push({ what, engine: 'light', ours: await makeAll('light', format, fixed[format]), theirs });
    }
    const theirs = await makeAll('sharp', 'png', undefined);
    for (const engine of ['optimised', 'light'] as const) {
      beside.push({ what: 'png', engine, ours: await makeAll(engine, 'png', undefined), theirs });
    }
    return [autoSection(auto, chosen.length), sharpSection(beside, chosen.length)];
  } finally {
    for (const maker of Object.values(makers)) maker.stop();
  }
};

/** The lowest fixed quality whose worst tenth looks as good as that of `auto`. */
async function atEqualWorst(
  format: Lossy,
  auto: readonly Thumbnail[],
  makeAll: (wish: number) => Promise<readonly Thumbnail[]>,
): Promise<Series> {
  let last: Series | undefined;
  for (const wish of others[format]) {
    last = { format, way: `fixed ${wish}, as good at its worst`, thumbnails: await makeAll(wish) };
    if (judge(last.thumbnails).worstTenth >= judge(auto).worstTenth) break;
  }
  return last as Series;
}

async function series(
  { progress }: Bench,
  chosen: readonly Picture[],
  maker: Maker,
  what: string,
  make: (maker: Maker, picture: Picture) => Promise<Thumbnail>,
): Promise<readonly Thumbnail[]> {
  const made: Thumbnail[] = [];
  for (const [at, picture] of chosen.entries()) {
    progress(`${what} (${at + 1} of ${chosen.length})`);
    made.push(await make(maker, picture));
  }
  return made;
}

async function warmUp(maker: Maker, picture: Picture): Promise<void> {
  for (const format of lossy) for (let time = 0; time < 3; time++) await maker.make(picture, format, 80);
}
