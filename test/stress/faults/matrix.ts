// The cells of the matrix, one event after another through the built file on each Node.js.

import sharp from 'sharp';
import { rawRecord, SOURCE_BUCKET } from '../../support/records.ts';
import { type Bench, type Cell, type CellResult, runCell } from './cell.ts';
import { rows, times } from './rows.ts';
import { openWorld, thumbnailAt, type World } from './world.ts';

/** A Node.js to test on. */
export interface Column {
  /** As SCF names it: `16.13`. */
  readonly name: string;
  /** Path of the binary. */
  readonly node: string;
}

export type Finished = Cell & CellResult & { readonly column: string };

/** Seconds. Enough for a cold start and three attempts on a busy machine; a silence takes half of what is left, 5 at most. */
const timeoutS = 20;
/** So near to the photo's that no decoder leaves out what is damaged, as it may for a much smaller one. */
const side = 160;
const otherSide = 90;
const env = { THUMB_PRESETS: `${side}x${side}`, THUMB_ON_DELETE: 'mirror', THUMB_LOG: 'silent' };

export const allCells: readonly Cell[] = rows.flatMap((row) =>
  row.strikes.flatMap((operation) => times.map((when) => ({ row, operation, when }))),
);

/** A function for each Node.js, and one for what goes over TLS. Each handles one event at a time; all do at once, since mostly they wait. */
export async function runMatrix(
  columns: readonly Column[],
  cells: readonly Cell[],
  onFinished: () => void = () => {},
): Promise<Finished[]> {
  const isSecure = ({ operation }: Cell) => operation === 'get over TLS';
  const worlds: World[] = [];
  try {
    const runs: (() => Promise<Finished[]>)[] = [];
    for (const { name, node } of columns) {
      for (const protocol of ['http', 'https'] as const) {
        const some = cells.filter((cell) => isSecure(cell) === (protocol === 'https'));
        if (some.length === 0) continue;
        const world = await openWorld({ node, protocol, timeoutS, env });
        worlds.push(world);
        // One after another: a cold start takes all the CPU that there is.
        const bench = await warmUp(world);
        runs.push(() => runCells(name, some, { bench, onFinished }));
      }
    }
    return (await Promise.all(runs.map((run) => run()))).flat();
  } finally {
    await Promise.all(worlds.map((world) => world.close()));
  }
}

async function runCells(
  column: string,
  cells: readonly Cell[],
  { bench, onFinished }: { readonly bench: Bench; readonly onFinished: () => void },
): Promise<Finished[]> {
  const finished: Finished[] = [];
  for (const cell of cells) {
    finished.push({ column, ...cell, ...(await runCell(cell, bench)) });
    onFinished();
  }
  return finished;
}

/** @throws {Error} if the thumbnail of a faultless run is not what it should be: nothing could be compared with it. */
async function warmUp(world: World): Promise<Bench> {
  const { server, photo } = world;
  const { invoke } = world.startFunction();
  const key = 'faultless.jpg';
  server.objects.put(SOURCE_BUCKET, key, photo, { 'Content-Type': 'image/jpeg' });
  const { error } = await invoke({ Records: [rawRecord(key)] });
  const thumbnail = thumbnailAt(server, key);
  if (!thumbnail) throw new Error(`no thumbnail without a fault: ${error?.message}`);
  const { info } = await sharp(thumbnail.bytes, { failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== side || info.height !== otherSide) {
    throw new Error(
      `without a fault the thumbnail is ${info.width}x${info.height}, not ${side}x${otherSide}`,
    );
  }
  return { server, photo, invoke, thumbnail };
}
