// Pictures as coefficients, by chance (ITU-T T.81, A.1 and A.2).

import type { Random } from '../random.ts';

/** 64 coefficients in zigzag order. */
export type Block = Int16Array;

export interface Component {
  /** Sampling factors. */
  readonly across: number;
  readonly down: number;
  /** Blocks in a scan of its own. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks in each row, those that fill up the last MCU included. */
  readonly stride: number;
  readonly blocks: readonly Block[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
  /** MCUs of a scan of several components. */
  readonly mcusAcross: number;
  readonly mcusDown: number;
}

/** How much is in a block: how many of its coefficients are not zero, 0 to 1, and of how many bits. */
const textures = {
  flat: { share: 0, bits: 0 },
  sparse: { share: 0.06, bits: 5 },
  dense: { share: 0.5, bits: 6 },
  wild: { share: 0.9, bits: 10 },
} as const;
export type Texture = keyof typeof textures;
export const textureNames = Object.keys(textures) as readonly Texture[];
const maxDc = 1023;

/** The blocks of an MCU are 10 at most. */
export const fitsOneMcu = (components: readonly Pick<Component, 'across' | 'down'>[]) =>
  components.reduce((sum, { across, down }) => sum + across * down, 0) <= 10;

export function drawPicture(random: Random, width: number, height: number, texture: Texture): Picture {
  const factors = drawFactors(random);
  const most = (of: 'across' | 'down') => Math.max(...factors.map((one) => one[of]));
  const [mostAcross, mostDown] = [most('across'), most('down')];
  const mcusAcross = Math.ceil(width / (8 * mostAcross));
  const mcusDown = Math.ceil(height / (8 * mostDown));
  const components = factors.map(({ across, down }) => ({
    across,
    down,
    columns: Math.ceil((width * across) / (8 * mostAcross)),
    rows: Math.ceil((height * down) / (8 * mostDown)),
    stride: mcusAcross * across,
    blocks: Array.from({ length: mcusAcross * across * mcusDown * down }, () => drawBlock(random, texture)),
  }));
  return { width, height, components, mcusAcross, mcusDown };
}

/** Those that libjpeg takes: each divides the largest. Common ones are often drawn. */
function drawFactors(random: Random): Pick<Component, 'across' | 'down'>[] {
  // What a single component says of itself means nothing (A.2.2).
  if (random.chance(0.2)) return [{ across: 1, down: 1 }];
  const one = { across: 1, down: 1 };
  if (random.chance(0.5)) return [{ across: 1 + random.below(2), down: 1 + random.below(2) }, one, one];
  const most = [1 + random.below(4), 1 + random.below(4)];
  const draw = (largest: number) => random.pick([1, 2, 3, 4].filter((factor) => largest % factor === 0));
  const factors = Array.from({ length: 3 }, () => ({ across: draw(most[0] ?? 1), down: draw(most[1] ?? 1) }));
  const [largestAcross, largestDown] = [
    Math.max(...factors.map(({ across }) => across)),
    Math.max(...factors.map(({ down }) => down)),
  ];
  const isWhole = factors.every(
    ({ across, down }) => largestAcross % across === 0 && largestDown % down === 0,
  );
  return isWhole ? factors : drawFactors(random);
}

function drawBlock(random: Random, texture: Texture): Block {
  const { share, bits } = textures[texture];
  const draw = (size: number) => random.below(2 ** size) * (random.chance(0.5) ? 1 : -1);
  // Most blocks end early, some not at all, so that runs and ends of all lengths come.
  const end = random.chance(0.3) ? 64 : random.below(20);
  return Int16Array.from({ length: 64 }, (_, k) => {
    if (k === 0) return random.chance(0.2) ? 0 : Math.max(-maxDc, Math.min(maxDc, draw(10)));
    return k < end && random.chance(share) ? draw(1 + random.below(bits)) : 0;
  });
}
