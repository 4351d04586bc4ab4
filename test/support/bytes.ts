// The first bytes of files, for tests in which nothing decodes them.

const ofHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const ofText = (text: string) => new TextEncoder().encode(text);

export const JPEG_START = ofHex('ffd8ffe000104a464946');
export const PNG_START = ofHex('89504e470d0a1a0a');
export const GIF_START = ofText('GIF89a');
export const HEIC_START = ofText('\0\0\0\x18ftypheic\0\0\0\0mif1heic');
export const TEXT = ofText('Dear diary, today I took a photo.');
