// The photos that a command line names: files, and folders with all that is in them.

import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import type { PhotoFile } from '../play/gallery.ts';
import { UsageError } from './usage-error.ts';

/** In a folder only these count: it may hold anything. Some of them the function refuses, and says why. */
const pictureNames = /\.(?:jpe?g|jfif|png|webp|gif|tiff?|avif|jxl|heic|heif|bmp)$/i;

export function isPictureName(name: string): boolean {
  return pictureNames.test(name);
}

/** So many are looked at one after another in some minutes. */
const maxPhotos = 500;

/** @throws {UsageError} for a name that is neither, for a folder without photos, and for too many. */
export function findPhotos(names: readonly string[]): PhotoFile[] {
  const photos = names.flatMap((name) => {
    const path = resolve(name);
    const found = isFolder(name, path) ? photosIn(path) : [{ path, file: basename(path) }];
    if (found.length === 0) throw noPhotos(name);
    return found;
  });
  if (photos.length > maxPhotos) {
    throw new UsageError({
      en: `${photos.length} photos are too many at a time: expected ${maxPhotos} at most`,
      zh: `${photos.length} 张照片太多：一次最多 ${maxPhotos} 张`,
    });
  }
  return photos.map(({ path, file }, at) => {
    const isTaken = photos.slice(0, at).some((other) => other.file === file);
    return { path, file: isTaken ? `${at + 1}/${file}` : file };
  });
}

function noPhotos(folder: string): UsageError {
  return new UsageError({
    en: `${folder}: there is no photo in this folder; expected names such as cat.jpg, cat.png or cat.heic`,
    zh: `${folder}：这个文件夹里没有照片；文件名应类似 cat.jpg、cat.png 或 cat.heic`,
  });
}

function isFolder(name: string, path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) {
    throw new UsageError({
      en: `${name}: there is no such file or folder`,
      zh: `${name}：没有这个文件或文件夹`,
    });
  }
  return facts.isDirectory();
}

function photosIn(folder: string): PhotoFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => isPictureName(name) && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => ({ path: join(folder, name), file: name.split(sep).join('/') }));
}
