// Why a thumbnail's colours may differ from those of its photo: thumbnails are sRGB, as every browser and program expects.

import { inflateSync } from 'node:zlib';
import type { Bilingual } from '../function/doctor/bilingual.ts';

/** @returns A sentence; undefined for a photo that is in sRGB, or says nothing of its colours. */
export function colourChange(photo: Buffer): Bilingual | undefined {
  const profile = profileName(photo);
  const isCmyk = jpegComponents(photo) === 4;
  if (profile === undefined && isCmyk) {
    return {
      en: 'CMYK without a profile: converted to sRGB by a common profile of printers, so colours are approximate.',
      zh: 'CMYK 且没有配置文件：按常见的印刷配置文件转换为 sRGB，颜色是近似的。',
    };
  }
  if (profile === undefined || /srgb/i.test(profile)) return undefined;
  return {
    en: `Colours in ${profile}: converted to sRGB; what is more vivid than sRGB becomes as vivid as it allows.`,
    zh: `颜色采用 ${profile}：已转换为 sRGB；超出 sRGB 的鲜艳颜色会变为它所能表示的最鲜艳程度。`,
  };
}

/** Compact profiles have short names; those that begin with `c2` are Facebook's sRGB. */
const shortNames: Readonly<Record<string, string>> = { sP3C: 'Display P3', c2: 'sRGB', c2ci: 'sRGB' };

/** @returns The description of the photo's ICC profile; undefined if it has none. */
function profileName(photo: Buffer): string | undefined {
  const profile = profileOf(photo);
  if (profile === undefined) return undefined;
  const name = descriptionOf(profile) ?? 'another colour space than sRGB';
  return Object.hasOwn(shortNames, name) ? shortNames[name] : name;
}

/** Its description stands at its beginning. */
const maxProfileBytes = 64 * 1024;

function profileOf(photo: Buffer): Buffer | undefined {
  const chunk = photo.indexOf('iCCP', 0, 'latin1');
  // In a PNG the profile is compressed, behind a name, a zero byte and the method.
  if (photo.subarray(1, 4).toString('latin1') === 'PNG' && chunk > 0) {
    const length = photo.readUInt32BE(chunk - 4);
    const content = photo.subarray(chunk + 4, chunk + 4 + length);
    return inflate(content.subarray(content.indexOf(0) + 2));
  }
  // Every profile has this signature 36 bytes from its beginning (ICC.1:2022, 7.2).
  const start = photo.indexOf('acsp', 0, 'latin1') - 36;
  return start < 0 ? undefined : photo.subarray(start, start + maxProfileBytes);
}

function inflate(compressed: Buffer): Buffer | undefined {
  try {
    return inflateSync(compressed, { maxOutputLength: 16 * maxProfileBytes });
  } catch {
    // Damaged: the function says so.
    return undefined;
  }
}

/** The most tags that are looked at. */
const maxTags = 100;

function descriptionOf(profile: Buffer): string | undefined {
  if (profile.length < 132) return undefined;
  const count = Math.min(profile.readUInt32BE(128), maxTags);
  for (let at = 132; at < 132 + 12 * count && at + 12 <= profile.length; at += 12) {
    if (profile.toString('latin1', at, at + 4) !== 'desc') continue;
    const tag = profile.subarray(profile.readUInt32BE(at + 4));
    return textOf(tag.subarray(0, profile.readUInt32BE(at + 8)));
  }
  return undefined;
}

/** The text of a tag: ASCII in profiles of version 2, UTF-16 in those of version 4. */
function textOf(tag: Buffer): string | undefined {
  if (tag.length < 28) return undefined;
  const kind = tag.toString('latin1', 0, 4);
  if (kind === 'desc') {
    return tag.toString('latin1', 12, 12 + Math.max(0, tag.readUInt32BE(8) - 1)).slice(0, 80);
  }
  if (kind !== 'mluc') return undefined;
  const bytes = Buffer.from(tag.subarray(tag.readUInt32BE(24)).subarray(0, tag.readUInt32BE(20) & ~1));
  return bytes.swap16().toString('utf16le').slice(0, 80);
}

/** @returns The number of a JPEG's colour components; undefined for what is no JPEG. */
function jpegComponents(photo: Buffer): number | undefined {
  if (photo.length < 4 || photo.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 10 <= photo.length && photo[at] === 0xff; ) {
    const marker = photo[at + 1] ?? 0;
    // Start of frame: C0 to CF, without the three in between that are something else.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return photo[at + 9];
    at += 2 + photo.readUInt16BE(at + 2);
  }
  return undefined;
}
