// Pictures and what they are, as the tables of a page. No word is in any language, so that pages of all languages have the same.

import type { StoredOutcome } from '../../function/report.ts';
import type { Example } from './examples.ts';
import type { PictureUploads } from './uploads.ts';

/** An example that has been made. */
export interface TablePicture extends Example {
  /** File names in docs/pictures/: of the thumbnail, and of the picture that is shown for it. */
  readonly file: string;
  readonly shown: string;
  readonly outcome: StoredOutcome;
}

/** Path inside the repository -> what a link to it is on the page. */
export type Link = (path: string) => string;

export const pictureFolder = 'docs/pictures/';

export const inBytes = (bytes: number): string => `${bytes.toLocaleString('en')} B`;

/** Texts above, pictures below; further rows are of the same texts. */
export function sideBySide(rows: readonly (readonly TablePicture[])[], link: Link): string {
  const [first = []] = rows;
  const heading = first.map(({ preset }) => code(preset));
  const body = rows.flatMap((row) => [
    row.map((one) => image(one, link)),
    row.map((one) => [facts(one, link), ...settings(one)].join('<br>')),
  ]);
  return table(heading, body);
}

/** One below the other, for long texts. */
export function oneBelowTheOther(pictures: readonly TablePicture[], link: Link): string {
  const body = pictures.map((one) => [
    image(one, link),
    [code(one.preset), ...settings(one), facts(one, link)].join('<br>'),
  ]);
  return table(['', ''], body);
}

/** Cells as on a map, each with the pictures of one preset. */
export function asMap(rows: readonly (readonly (readonly TablePicture[])[])[], link: Link): string {
  const body = rows.flatMap((row) => [
    row.map(([first]) => code(first?.preset ?? '')),
    row.map((cell) => cell.map((one) => image(one, link)).join(' ')),
    row.map((cell) => cell.map((one) => facts(one, link)).join('<br>')),
  ]);
  const [heading = [], ...rest] = body;
  return table(heading, rest);
}

/** Photos as they were uploaded, each shown by a thumbnail. */
export function showPhotos(thumbnails: readonly TablePicture[], uploads: PictureUploads, link: Link): string {
  const heading = thumbnails.map(({ upload }) => code(uploads[upload].key));
  const pictures = thumbnails.map((one) => image(one, link));
  const originals = thumbnails.map(({ upload }) => {
    const { key, width, height, bytes } = uploads[upload];
    return `${width}x${height}, [${inBytes(bytes.length)}](${link(`test/fixtures/images/${key}`)})`;
  });
  return table(heading, [pictures, originals]);
}

/** A row for each format: its text, then a figure for each of the efforts. */
export function figures(rows: readonly (readonly { preset: string; figure: string }[])[]): string {
  const [heading = [], ...rest] = rows.flatMap((row) => [
    row.map(({ preset }) => code(preset)),
    row.map(({ figure }) => figure),
  ]);
  return table(heading, rest);
}

function table(heading: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...body.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;

function image({ preset, shown, shownWidth }: TablePicture, link: Link): string {
  if (shownWidth === undefined) return `![${preset}](${link(pictureFolder + shown)})`;
  return `<img src="${link(pictureFolder + shown)}" width="${shownWidth}" alt="${preset}">`;
}

function facts({ file, outcome }: TablePicture, link: Link): string {
  const { width, height, bytes, pages } = outcome;
  return `${pages === undefined ? '' : `${pages} × `}${width}x${height}, [${inBytes(bytes)}](${link(pictureFolder + file)})`;
}

function settings({ watermark, focus }: Example): string[] {
  return [
    ...(watermark === undefined ? [] : [code(`THUMB_WATERMARK=${watermark}`)]),
    ...(focus === undefined ? [] : [code(`x-cos-meta-focus: ${focus}`)]),
  ];
}
