// Recognises a photo that is not stored as it is: inside of something else, or changed on its way as if it were a text. Each kind
// has a name and a cure, for messages. Nothing is unwrapped here.

import { toBuffer } from '../container/bytes.ts';
import { excerpt } from '../redact.ts';

export interface Wrapping {
  /** What the object is, as the end of a sentence: `a photo in base64`. */
  readonly name: string;
  /** What to do: one or more whole sentences. */
  readonly advice: string;
}

/** How many bytes are looked at: enough for the headers that clients and servers write, and for an error page to show its code. */
const headBytes = 4096;

/** How the files of common image formats begin, one character for each byte; none is a word. */
const signatures = [
  '\xff\xd8\xff',
  '\x89PNG\r\n\x1a\n',
  'GIF8[79]a',
  'RIFF[\\s\\S]{4}WEBP',
  '\0\0[\\s\\S]{2}ftyp(?:avi|he[iv]|mi|ms)',
].join('|');
const imageInside = new RegExp(signatures);
const imageStart = new RegExp(`^(?:${signatures}|\0\0\0\x0cJXL |II\\*\0|MM\0\\*)`);

/** The signature of PNG shows whether line ends were changed, or the eighth bit was lost (PNG, section 5.2). */
const brokenPngs = ['\x89PNG\n', '\x89PNG\r\r', '\x89PNG\r\n\x1a\r', '\tPNG\r\n', '\tPNG\n'];

const asBytes = 'Store the bytes of the photo themselves.';
const asBinary =
  'A program read or sent the photo as a text. Upload it again as binary data: a Buffer, Blob or file, not a string.';

/** A boundary, behind whatever text there is, and headers of a part (RFC 2046, 5.1). */
const multipart =
  /^(?:[\t\r\n -\x7e\x80-\xff]{0,500}[\r\n])?--[^\r\n]{1,200}(?:\r?\n|\r)(?:[\w-]{1,40}[ \t]?:[^\r\n]{0,500}(?:\r?\n|\r)){0,10}content-[a-z-]{1,40}[ \t]?:/i;

/** How the base64 of the common formats begins, in whatever text it stands: JPEG, PNG, GIF, WebP, AVIF and HEIC, JPEG XL, TIFF. */
const base64Inside =
  /(?:\\?\/9j\\?\/|iVBORw0KGgo|R0lGOD[dl]h|UklGR|AAAA[A-Za-z\d+/\\]{2,3}Z0eXB|AAAADEpYTCA|SUkqA|TU0AK)[A-Za-z\d+/\\]{16}/;

/** The second byte of zlib's data, after its level (RFC 1950, 2.2). */
const zlibLevels = '\x01\x5e\x9c\xda';

type Find = (head: string, bytes: Uint8Array) => Wrapping | undefined;

/** The kinds, the surest first. */
const kinds: readonly Find[] = [
  byPattern(/^version https:\/\/git-lfs\.github\.com\//, {
    name: 'a pointer of Git LFS in place of the photo',
    advice: 'Fetch the file with "git lfs pull" before it is uploaded.',
  }),
  byPattern(/^(?:\.\.\/)*(?:\.git)?\/annex\/objects\//, {
    name: 'a pointer of git-annex in place of the photo',
    advice: 'Fetch the file with "git annex get" before it is uploaded.',
  }),
  byPattern(/^(?:\xef\xbb\xbf)?\s*(?:b|url\()?["'`]?data:[^,]{0,1000},/i, {
    name: 'a data URL',
    advice: `${asBytes} Decode what stands behind the comma from base64.`,
  }),
  byPattern(multipart, {
    name: 'a multipart body, as a form sends a file',
    advice:
      'PUT Object stores its body as it is. Send the file alone as the body, or send the form by POST Object.',
  }),
  byPattern(/^[0-9a-f]{1,16};chunk-signature=[0-9a-f]{64}\r\n/i, {
    name: 'an upload in aws-chunked framing',
    advice:
      'COS does not undo it. Turn off chunked encoding, that is streaming signatures, in the S3 client.',
  }),
  (head) => {
    const [framing] = /^[0-9a-f]{1,16}(?:;[^\r\n]{0,200})?\r\n/i.exec(head) ?? [''];
    if (framing === '' || !imageStart.test(head.slice(framing.length))) return undefined;
    return {
      name: 'an upload in chunked framing',
      advice:
        'The sizes of its chunks are in the file. Turn off chunked encoding in the client, or remove its framing.',
    };
  },
  byPattern(/^HTTP\/\d(?:\.\d)? \d{3}/, {
    name: 'an HTTP answer with its headers',
    advice: 'Store the body of the answer without the headers, as curl does without -i.',
  }),
  (head) =>
    isImage(fromBase64(head)) || hasBase64(head)
      ? { name: 'a photo in base64', advice: `${asBytes} Decode it from base64.` }
      : undefined,
  (head) =>
    isImage(fromHex(head))
      ? { name: 'a photo in hexadecimal digits', advice: `${asBytes} Decode it from hexadecimal digits.` }
      : undefined,
  (head) =>
    isImage(fromNumbers(head))
      ? {
          name: 'a photo as a list of numbers, as JSON has a Buffer',
          advice: `${asBytes} Upload the Buffer or Uint8Array, not its JSON.`,
        }
      : undefined,
  byPattern(/^(?:b?['"])?\\x(?:ff\\xd8|89PNG)/i, {
    name: 'a photo as Python writes bytes',
    advice: `${asBytes} Upload the bytes, not their str().`,
  }),
  (_, bytes) => findMangled(bytes),
  (head) =>
    head.startsWith('x') && zlibLevels.includes(head[1] ?? '')
      ? {
          name: 'data that was compressed with zlib',
          advice: 'Upload the photo as it is: this makes it hardly any smaller.',
        }
      : undefined,
  (head) =>
    brokenPngs.some((start) => head.startsWith(start))
      ? {
          name: 'a PNG that was transferred as a text',
          advice: 'Its line ends were changed. Transfer the file again in binary mode.',
        }
      : undefined,
  findPrefix,
  (head) =>
    /^\0{64}/.test(head)
      ? {
          name: 'a file that begins with nothing but zeros',
          advice: 'Its data was lost before or during the upload. Upload the photo again.',
        }
      : undefined,
  findText,
];

/**
 * @param bytes The encoded object; 4 KB are looked at.
 * @returns undefined if it is nothing of the kind. Bytes that `sniff` recognises are not asked for, except whether they are mangled.
 */
export function findWrapping(bytes: Uint8Array): Wrapping | undefined {
  const head = toBuffer(bytes.subarray(0, headBytes)).toString('latin1');
  for (const find of kinds) {
    const found = find(head, bytes);
    if (found) return found;
  }
  return undefined;
}

/**
 * Were the bytes written as a text in UTF-8? Then all that was no UTF-8 is U+FFFD now; or, if they were read as Latin-1, each above
 * 0x7F is two. GIF, WebP, TIFF and AVIF still begin as they should after that.
 */
export function findMangled(bytes: Uint8Array): Wrapping | undefined {
  const start = toBuffer(bytes.subarray(0, headBytes)).toString('latin1');
  // The last character may be cut.
  const head = start.replace(/[\xc0-\xff][\x80-\xbf]*$/, '');
  const text = Buffer.from(head, 'latin1').toString('utf8');
  const replaced = count(text, '\ufffd');
  // A photo is no valid UTF-8. Where it became that, each U+FFFD stands in the bytes themselves.
  if (replaced !== count(head, '\xef\xbf\xbd')) return undefined;
  // Texts have no control characters.
  if (replaced >= 3 && !isText(head)) {
    return { name: 'a file whose bytes became EF BF BD (U+FFFD) where they are no UTF-8', advice: asBinary };
  }
  const doubled = head.length - text.length;
  const isSure = doubled >= 8 || (doubled > 0 && !isImage(head));
  return replaced === 0 && isSure && isImage(text.replace('\u2030', '\x89'))
    ? { name: 'a photo whose bytes were written as a text in UTF-8', advice: asBinary }
    : undefined;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function byPattern(pattern: RegExp, wrapping: Wrapping): Find {
  return (head) => (pattern.test(head) ? wrapping : undefined);
}

function isImage(head: string): boolean {
  return imageStart.test(head);
}

/** @returns The first bytes that a text of base64, or its form for URLs, stands for; empty if it is none. */
function fromBase64(head: string): string {
  const [, text = ''] =
    /^(?:\xef\xbb\xbf)?\s*(?:-----[A-Z ]{1,40}-----\s*|b)?["'`]?((?:[A-Za-z0-9+/_-]\s{0,2}){32,64})/.exec(
      head,
    ) ?? [];
  return Buffer.from(text.replace(/-/g, '+').replace(/_/g, '/'), 'base64').toString('latin1');
}

/** Whether it stands anywhere in a text, such as one of JSON. */
function hasBase64(head: string): boolean {
  const at = head.search(base64Inside);
  return at >= 0 && isText(head.slice(0, at));
}

function fromHex(head: string): string {
  const [, text = ''] = /^\s*["'`]?(?:\\x|0x)?((?:[0-9a-f]{2}[\s,:]?){16,32})/i.exec(head) ?? [];
  return Buffer.from(text.replace(/[\s,:]/g, ''), 'hex').toString('latin1');
}

/** Reads `{"type":"Buffer","data":[255,216`, `[255,216`, `255,216` and `{"0":255,"1":216`. */
function fromNumbers(head: string): string {
  const [, list = ''] =
    /^\s*(?:\{\s*"type"\s*:\s*"Buffer"\s*,\s*"data"\s*:\s*)?\[?\s*(\d{1,3}(?:\s*,\s*\d{1,3}){7,31})/.exec(
      head,
    ) ??
    /^\s*\{((?:\s*"\d+"\s*:\s*\d{1,3}\s*,){8,32})/.exec(head) ??
    [];
  const numbers = list.replace(/"\d+"\s*:/g, '').split(',');
  return String.fromCharCode(...numbers.filter((one) => one.trim() !== '').map(Number));
}

/** A picture behind a few bytes, or behind a text, that should not be there. */
function findPrefix(head: string): Wrapping | undefined {
  const at = head.search(imageInside);
  if (at < 1) return undefined;
  const before = head.slice(0, at);
  const advice = 'Remove them, and store the bytes of the photo alone.';
  if (before === '\xef\xbb\xbf')
    return { name: 'a photo behind a byte order mark of UTF-8 (EF BB BF)', advice };
  if (isText(before)) {
    return { name: `a photo behind ${at} bytes of text, ${quote(before)}`, advice };
  }
  return at <= 16 ? { name: `a photo behind ${at} bytes that do not belong to it`, advice } : undefined;
}

/** What is stored where an error was answered in place of a photo, or a program wrote a value as a text. */
function findText(head: string): Wrapping | undefined {
  if (head.length === 0 || !isText(head)) return undefined;
  const text = head.replace(/^\xef\xbb\xbf/, '').trimLeft();
  const answered = 'Check how the photo was fetched: an error was stored in its place.';
  const [, code] = /<Code>([\w.]{1,60})<\/Code>/.exec(text) ?? [];
  if (code !== undefined)
    return { name: `an XML text, the error ${code} of an object store`, advice: answered };
  if (/^<\?xml|^<Error>/i.test(text)) return { name: `an XML text, ${quote(text)}`, advice: answered };
  if (/^<(?:!doctype|html|head|body|script|br|b>|p>|center|title|div|h\d|meta|table|!--)/i.test(text)) {
    return { name: `an HTML page, ${quote(text)}`, advice: answered };
  }
  if (/^[{[]\s*["{\]}[]/.test(text)) return { name: `a JSON text, ${quote(text)}`, advice: answered };
  return { name: `a text, ${quote(text)}`, advice: 'Upload the photo itself.' };
}

/** Whether it has no control characters but those of lines, in whatever encoding. */
function isText(head: string): boolean {
  return Array.from(head).every((one) => (one >= ' ' && one !== '\x7f') || '\t\n\f\r'.includes(one));
}

/** The beginning of a text, without secrets, on one line. */
function quote(latin1: string): string {
  const text = Buffer.from(latin1.slice(0, 120), 'latin1').toString('utf8').replace(/\s+/g, ' ').trim();
  return excerpt(text.length > 60 ? `${text.slice(0, 60)}...` : text, 200);
}
