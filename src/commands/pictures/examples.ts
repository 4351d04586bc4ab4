// What the pictures of docs/presets.md show: for each table the presets, and the photo that each is made from.

import { asWebp, type Draw, detail, inBox, onCheckerboard } from './drawing.ts';
import type { UploadName } from './uploads.ts';

/** What one thumbnail is made from. */
export interface Order {
  /** The whole text of THUMB_PRESETS. */
  readonly preset: string;
  readonly upload: UploadName;
  /** THUMB_WATERMARK. */
  readonly watermark?: string;
  /** The upload's x-cos-meta-focus. */
  readonly focus?: string;
}

export interface Example extends Order {
  /** File name in docs/pictures/ without its extension. Examples of one name must be the same file. */
  readonly name: string;
  /** Default: the thumbnail's own file is shown. */
  readonly draw?: Draw;
  /** CSS pixels. Default: as many as the file has. */
  readonly shownWidth?: number;
}

/** Examples side by side. Each further row repeats the presets of the first one with another photo. */
export type Strip = readonly (readonly Example[])[];

const fits = ['', ',cover', ',contain', ',outside', ',fill'].map((fit) => ({
  preset: `120x120${fit}`,
  upload: 'wide' as const,
  name: `fit-${fit.slice(1) || 'inside'}`,
  draw: inBox,
}));

function guesses(upload: UploadName, focus: string): Example[] {
  const name = (of: string) => `gravity-${upload}-${of}`;
  return [
    { preset: '80x160,cover', upload, name: name('narrow') },
    { preset: '80x160,cover,attention', upload, name: name('attention') },
    { preset: '80x160,cover,entropy', upload, name: name('entropy') },
    { preset: '80x160,cover', upload, focus, name: name('focus') },
  ];
}

const placed = (preset: string, upload: UploadName, name: string): Example => ({
  preset,
  upload,
  name,
  draw: inBox,
});

const formats = ['jpeg', 'png', 'webp', 'avif', 'gif'].map((format) => ({
  preset: `120x120,${format}`,
  upload: 'tall' as const,
  name: `format-${format}`,
  ...(format === 'avif' && { draw: asWebp }),
}));

const qualities = ['q30', 'q60', 'q80', 'q95', 'qauto'].map((quality) => ({
  preset: `240x240,${quality}`,
  upload: 'tall' as const,
  name: `quality-${quality.slice(1)}`,
  draw: detail(92, 26),
}));

/** Block of a page -> its examples. */
export const strips = {
  fit: [fits],
  'gravity-guess': [guesses('wide', '0.29,0.38'), guesses('flower', '0.87,0.66')],
  'gravity-contain': [
    [
      placed('90x90,contain,north', 'wide', 'contain-north'),
      placed('90x90,contain', 'wide', 'contain-centre'),
      placed('90x90,contain,south', 'wide', 'contain-south'),
      placed('90x90,contain,west', 'tall', 'contain-west'),
      placed('90x90,contain,east', 'tall', 'contain-east'),
    ],
  ],
  format: [formats],
  quality: [qualities],
  lossless: [
    ['200x200,webp,q30', '200x200,webp', '200x200,webp,lossless'].map((preset, n) => ({
      preset,
      upload: 'clear' as const,
      name: `lossless-${['q30', 'off', 'on'][n]}`,
      draw: detail(60, 45),
    })),
  ],
  'max-bytes': [
    ['', ',max-bytes=8k', ',max-bytes=4k', ',max-bytes=1k'].map((budget) => ({
      preset: `220x220${budget}`,
      upload: 'tall' as const,
      name: `max-bytes-${budget.slice(11) || 'off'}`,
    })),
  ],
  background: [
    [
      { preset: '160x160,contain', upload: 'clear', name: 'background-png', draw: onCheckerboard },
      {
        preset: '160x160,contain,background=2e86ab80',
        upload: 'clear',
        name: 'background-translucent',
        draw: onCheckerboard,
      },
      { preset: '160x160,contain,background=ffe9a8', upload: 'clear', name: 'background-opaque' },
      { preset: '160x160,contain,jpeg', upload: 'clear', name: 'background-jpeg', draw: inBox },
    ],
  ],
  trim: [
    ['', ',trim', ',trim=40'].map((trim) => ({
      preset: `200x200${trim}`,
      upload: 'framed' as const,
      name: `trim-${{ '': 'off', ',trim': '10' }[trim] ?? '40'}`,
    })),
  ],
  dpr: [
    ['', ',dpr=1.5', ',dpr=2'].map((dpr) => ({
      preset: `100x100,cover${dpr}`,
      upload: 'tall' as const,
      name: `dpr-${dpr.slice(5) || '1'}`,
      shownWidth: 200,
    })),
  ],
  pages: [
    ['', ',pages=4', ',pages=all'].map((pages) => ({
      preset: `120x120${pages}`,
      upload: 'moving' as const,
      name: `pages-${pages.slice(7) || '1'}`,
    })),
  ],
  watermark: [
    [
      'marks/logo.png',
      'marks/logo.png,northwest,scale=0.35,opacity=0.6',
      'marks/logo.png,tile,scale=0.25,opacity=0.35',
    ].map((watermark, n) => ({
      preset: '240x240,watermark',
      upload: 'wide' as const,
      watermark,
      name: `watermark-${['corner', 'large', 'tile'][n]}`,
    })),
  ],
  enlarge: [
    ['', ',enlarge'].map((enlarge) => ({
      preset: `160x160${enlarge}`,
      upload: 'small' as const,
      name: `enlarge-${enlarge === '' ? 'off' : 'on'}`,
      draw: inBox,
    })),
  ],
} as const satisfies Record<string, Strip>;

const rows = ['north', '', 'south'] as const;
const columns = ['west', '', 'east'] as const;

/**
 * The nine places as on a map, each with a photo that is wider than the box and one that is taller: a crop of the first can
 * only move from side to side, and of the second only up and down.
 */
export const compass: readonly (readonly (readonly Example[])[])[] = rows.map((row) =>
  columns.map((column) => {
    const preset = `90x90,cover,${`${row}${column}` || 'centre'}`;
    return [
      { preset, upload: 'wide', name: `gravity-wide-${column || 'centre'}` },
      { preset, upload: 'tall', name: `gravity-tall-${row || 'centre'}` },
    ];
  }),
);

/** The sample photos themselves. */
export const photos = (['wide', 'tall', 'flower', 'clear'] as const).map((upload) => ({
  preset: '160x160',
  upload,
  name: `photo-${upload}`,
})) satisfies readonly Example[];

/** One row for each format: the least effort, the usual one and the most. */
export const efforts: readonly (readonly Order[])[] = formats.map(({ preset, upload }) =>
  [',effort=0', '', ',effort=9'].map((effort) => ({
    preset: preset.replace('120x120', '300x300') + effort,
    upload,
  })),
);

/** What the picture of the READMEs shows beside the photo that they are made from. */
export const thumbnailsOfReadme: readonly Order[] = [
  '200x200',
  '200x200,cover,webp',
  '96x96,cover,avif',
  '280x140,cover,webp',
].map((preset) => ({ preset, upload: 'tall' }));
