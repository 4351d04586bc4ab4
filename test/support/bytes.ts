// The first bytes of files, for tests in which nothing decodes them.

const ofHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const ofText = (text: string) => new TextEncoder().encode(text);

export const JPEG_START = ofHex('ffd8ffe000104a464946');
export const PNG_START = ofHex('89504e470d0a1a0a');
export const GIF_START = ofText('GIF89a');
/** A format that is not read. */
export const JPEG_2000_START = ofHex('0000000c6a5020200d0a870a');
export const TEXT = ofText('Dear diary, today I took a photo.');
export const MP4_START = ofText('\0\0\0\x18ftypmp42\0\0\0\0mp42isom');
export const PDF_START = ofText('%PDF-1.4 x');
export const APPLE_DOUBLE_START = ofHex('00051607000200004d6163204f532058');
export const NOISE = ofHex('0001c0ff');
