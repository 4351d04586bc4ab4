// The file name extensions by which an object claims to be an image, or to be none, as data. Those of the formats that are read
// are in format.ts.

const otherCodecs = ['jp2', 'j2k', 'jpf', 'jpx', 'jxr', 'wdp', 'hdp', 'bpg'];
const bitmaps = ['bmp', 'dib', 'ico', 'cur', 'qoi', 'icns', 'flif', 'pgm', 'ppm', 'dds', 'mng', 'exr', 'hdr'];
const drawings = ['psd', 'psb', 'xcf', 'svg', 'svgz'];
/** Raw photos of the makers with most formats, and of the others. Several of these formats begin like TIFF. */
const canonNikonSony = ['cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'srf', 'sr2'];
const otherRaw = ['raw', 'dng', 'raf', 'orf', 'rw2', 'pef', 'x3f', 'mrw', 'srw', '3fr', 'iiq', 'rwl'];

/**
 * Of images that are not read: in lower case, without the dot. Which format a file really has is told by its first bytes; see
 * magic.ts.
 */
export const refusedExtensions: readonly string[] = [
  ...otherCodecs,
  ...bitmaps,
  ...drawings,
  ...canonNikonSony,
  ...otherRaw,
];

const videos = [
  'mp4',
  'm4v',
  'mov',
  'qt',
  '3gp',
  '3g2',
  'avi',
  'mkv',
  'webm',
  'mpg',
  'mpeg',
  'mts',
  'm2ts',
  'wmv',
  'flv',
];
const sounds = [
  'mp3',
  'm4a',
  'aac',
  'wav',
  'aif',
  'aiff',
  'ogg',
  'oga',
  'opus',
  'flac',
  'mid',
  'amr',
  'silk',
  'wma',
];
const officeDocuments = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt', 'ods', 'odp', 'wps', 'rtf'];
const otherDocuments = ['pdf', 'ps', 'eps', 'ai', 'djvu', 'epub', 'html', 'htm', 'xml', 'json', 'csv', 'md'];
const archives = [
  'zip',
  'rar',
  '7z',
  'tar',
  'gz',
  'tgz',
  'bz2',
  'xz',
  'zst',
  'apk',
  'ipa',
  'exe',
  'dmg',
  'iso',
];
/** What programs keep beside photos: edits of Apple's and Adobe's, small pictures of Windows'. */
const companions = ['aae', 'xmp', 'db', 'ini'];

/**
 * Of what is no image, in lower case, without the dot. It counts more than a Content-Type, because many programs send the same one
 * with all that they upload.
 */
export const otherExtensions: readonly string[] = [
  ...videos,
  ...sounds,
  ...officeDocuments,
  ...otherDocuments,
  ...archives,
  ...companions,
];

/** A file's name in two parts, the extension without the dot. */
interface FileName {
  readonly name: string;
  readonly extension: string;
}

/** Whether a name says that the file is no image: a video, a document, an archive … Its bytes may be anything. */
export function isNamedOtherwise({ name, extension }: FileName): boolean {
  // macOS keeps the attributes of IMG.jpg in a file ._IMG.jpg, where the file system has no place for them.
  return name.startsWith('._') || otherExtensions.includes(extension.toLowerCase());
}

/** Whether a name says that the file is an image of a format that is not read. */
export function isNamedRefused({ extension }: FileName): boolean {
  return refusedExtensions.includes(extension.toLowerCase());
}
