// Photos that say everything about themselves, and their thumbnails as the whole function stores them.

import sharp, { type Exif } from 'sharp';
import type { Engine } from '../../src/function/engine/engine.ts';
import type { StoredOutcome } from '../../src/function/report.ts';
import { thumbnailRecord } from '../../src/function/thumbnail.ts';
import { objectRecord, TARGET_BUCKET } from './records.ts';
import { createTools } from './tools.ts';
import { createWatchedStore, lay } from './watched-store.ts';

/** May stay by the policy `copyright`. */
export const rights = {
  artist: '李伟',
  copyright: '© 2026 Li Wei',
  credit: 'Xinhua',
  webStatement: 'https://example.com/licence?a=1&b=2',
} as const;
/** May stay by `keep`, besides the rights. */
export const description = { make: 'Nikon-Make', model: 'Z-Model', title: 'A cat on a wall' } as const;
/** Never stays; every one of them holds this word. */
export const secret = 'Secret';

export const exif: Exif = {
  IFD0: {
    Artist: rights.artist,
    Copyright: rights.copyright,
    Make: description.make,
    Model: description.model,
    ImageDescription: description.title,
  },
  IFD2: { BodySerialNumber: 'SecretSerial', LensSerialNumber: 'SecretLens', ImageUniqueID: 'SecretId' },
  IFD3: { GPSLatitude: '31/1 14/1 3/1', GPSLatitudeRef: 'N', GPSProcessingMethod: 'SecretPlace' },
};

const namespaces = {
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  // As no editor calls it: it is the namespace that counts.
  r: 'http://ns.adobe.com/xap/1.0/rights/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  place: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  own: 'http://example.com/secret/',
};
const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);

export const xmp = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""${declared.join('')} photoshop:Credit="${rights.credit}" photoshop:City="SecretCity"
  exif:GPSLatitude="31,14.05N" aux:SerialNumber="SecretSerial" tiff:Make="${description.make}" own:any="SecretAny"
  r:WebStatement="${rights.webStatement.replace('&', '&amp;')}">
 <dc:creator><rdf:Seq><rdf:li>${rights.artist}</rdf:li></rdf:Seq></dc:creator>
 <dc:rights><rdf:Alt><rdf:li xml:lang="de">Alle Rechte</rdf:li><rdf:li xml:lang="x-default">${rights.copyright}</rdf:li></rdf:Alt></dc:rights>
 <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${description.title}</rdf:li></rdf:Alt></dc:title>
 <xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><own:image>SecretPreview</own:image></rdf:li></rdf:Alt></xmp:Thumbnails>
 <place:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource"><place:City>SecretCity</place:City></rdf:li></rdf:Bag></place:LocationShown>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

export type Decorated = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/** @param picture Encoded, in any format that sharp reads. */
export async function decorate(picture: Buffer, format: Decorated): Promise<Buffer> {
  const plain = sharp(picture, { animated: format === 'gif' });
  if (format !== 'gif') return plain.withExif(exif).withXmp(xmp).toFormat(format).toBuffer();
  return withXmpInGif(await plain.gif().toBuffer());
}

/** A comment, and XMP as ISO 16684-3 has it: no sub-blocks, but a trailer that leads every reader of sub-blocks to its end. */
export function withXmpInGif(gif: Buffer): Buffer {
  const comment = Buffer.from('\x21\xfe\x0dSecretComment\0', 'latin1');
  const trailer = [0x01, ...Array.from({ length: 256 }, (_, i) => 0xff - i), 0x00];
  const head = Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1');
  const application = Buffer.concat([head, Buffer.from(xmp), Buffer.from(trailer)]);
  return Buffer.concat([gif.subarray(0, -1), comment, application, gif.subarray(-1)]);
}

export interface Stored {
  readonly bytes: Buffer;
  readonly outcome: StoredOutcome;
}

/** @returns By preset. */
export async function storeThumbnails(
  engine: Engine,
  photo: Uint8Array,
  env: Readonly<Record<string, string>>,
): Promise<Map<string, Stored>> {
  const store = createWatchedStore();
  const record = objectRecord('photo');
  lay(store, record.ref, photo);
  const result = await thumbnailRecord(record, createTools({ store, engine, env }));
  const stored = new Map<string, Stored>();
  for (const one of result.results) {
    if ('error' in one) throw one.error;
    if (one.status !== 'stored' || one.manifest) throw new Error(JSON.stringify(one));
    const { bytes } = store.objects.get(`${TARGET_BUCKET}/${one.key}`) ?? { bytes: new Uint8Array() };
    stored.set(one.preset, { bytes: Buffer.from(bytes), outcome: one });
  }
  return stored;
}
