// Pure: the key of a photo that the page sends.

/** Of one part of a key; the name of a file may be longer than its use. */
const maxPartLength = 100;
const maxFolders = 10;

/**
 * A folder and a name from outside become a key: without dots that lead out of a folder, without control characters, not too long.
 *
 * @param name May have folders of its own, as the photos of a folder that was dropped.
 * @example toPhotoKey('photos/', '../trip/a.jpg') // photos/trip/a.jpg
 */
export function toPhotoKey(folder: string, name: string): string {
  const folders = [...partsOf(folder), ...partsOf(name).slice(0, -1)];
  const last = partsOf(name).at(-1) ?? 'photo';
  return [...folders.slice(0, maxFolders), last].join('/');
}

function partsOf(path: string): string[] {
  return path
    .split(/[/\\]/)
    .map(cleanPart)
    .filter((part) => !/^\.*$/.test(part));
}

function cleanPart(part: string): string {
  // Control characters would have to be escaped in every place that shows them.
  const clean = [...part.trim()].filter((letter) => letter >= ' ' && letter !== '\u007f').join('');
  return clean.length > maxPartLength ? `${clean.slice(0, 60)}${clean.slice(-40)}` : clean;
}
