// libvips inside the engine's thread: boot, hardening, header, thumbnails. The only file that calls wasm-vips.
// Every handle is under `using`: linear memory is not garbage collected.

import type VipsModule from 'wasm-vips';
import type { Encoded, RenderSpec, SourceInfo } from '../../src/engine.ts';
import type { SourceFormat } from '../../src/format.ts';
import { addFile, removeFile } from '../files.ts';
import { readWebpHeader } from '../header/webp.ts';
import { SourceFault } from '../source-fault.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import type { SquooshModule } from '../squoosh/modules.ts';
import { encode } from './encode.ts';
import { frame } from './frame.ts';
import { loadGlue } from './glue.ts';
import { loadEncoders } from './squoosh.ts';
import type { ThreadData } from './threads.ts';

/** The WebAssembly modules that wasm-vips consists of: its core, and the one that reads AVIF. */
export type VipsPart = 'vips' | 'heif';

export interface Vips {
  inspect(bytes: Uint8Array, format: SourceFormat): SourceInfo;
  render(bytes: Uint8Array, source: SourceInfo, specs: readonly RenderSpec[]): Promise<Encoded[]>;
  /** Bytes of linear memory. */
  memoryBytes(): number;
}

/** libvips' loader classes by format: the only ones that may run. UltraHDR photos are JPEGs with a loader of their own. */
const loaders: Readonly<Record<SourceFormat, readonly string[]>> = {
  jpeg: ['VipsForeignLoadJpeg', 'VipsForeignLoadUhdr'],
  png: ['VipsForeignLoadPng'],
  webp: ['VipsForeignLoadWebp'],
  gif: ['VipsForeignLoadNsgif'],
  tiff: ['VipsForeignLoadTiff'],
  avif: ['VipsForeignLoadHeif'],
};

/** What `vips-loader` says of an image opened by them. */
const loaderNames: Readonly<Record<SourceFormat, readonly string[]>> = {
  jpeg: ['jpegload_buffer', 'uhdrload_buffer'],
  png: ['pngload_buffer'],
  webp: ['webpload_buffer'],
  gif: ['gifload_buffer'],
  tiff: ['tiffload_buffer'],
  avif: ['heifload_buffer'],
};

/**
 * `error`: what a decoder can read around is let through, as browsers do (stray bytes between JPEG segments, odd tags);
 * truncation and unreadable data are not. In the form in which thumbnailBuffer heeds it: it drops its own `fail_on`.
 */
const failOn = '[fail_on=error]';

export type Module = typeof VipsModule;
export type Image = VipsModule.Image;

const heifFile = 'vips-heif.wasm';

/** libvips and what it leaves to others. */
interface Tools {
  readonly vips: Module;
  readonly encodePixels: EncodePixels;
}

/**
 * Starts libvips. Its memory is this thread's.
 *
 * @param modules The bytes of `vips`, of Squoosh's encoders and, where AVIF is to be read, of `heif`. Emptied: what has
 * been compiled is not kept beside its code.
 */
export async function bootVips(
  modules: Partial<Record<VipsPart | SquooshModule, Uint8Array>>,
  { source, encoders }: ThreadData,
): Promise<Vips> {
  defineDispose();
  const readsAvif = modules.heif !== undefined;
  if (modules.heif) addFile(heifFile, modules.heif);
  const encodePixels = loadEncoders(encoders, modules);
  let memory: WebAssembly.Memory | undefined;
  const settings = {
    dynamicLibraries: readsAvif ? [heifFile] : [],
    mainScriptUrlOrBlob: source,
    locateFile: (name: string) => name,
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      memory = imports['env']?.['memory'] as WebAssembly.Memory;
      void WebAssembly.instantiate(modules.vips ?? new Uint8Array(), imports).then(({ instance, module }) => {
        delete modules.vips;
        receive(instance, module);
      });
      return {};
    },
    // No standard streams either: they would be looked for among the files.
    noFSInit: true,
    // libvips' warnings speak of files and fields, to nobody here; what matters arrives as an error.
    print: () => undefined,
    printErr: () => undefined,
  };
  const vips = await loadGlue()(settings);
  delete modules.heif;
  removeFile(heifFile);
  harden(vips, readsAvif);
  return {
    inspect: (bytes, format) => inspect(vips, bytes, format),
    render: (bytes, source, specs) => render({ vips, encodePixels }, bytes, source, specs),
    memoryBytes: () => memory?.buffer.byteLength ?? 0,
  };
}

/** wasm-vips and `using` both need the symbol, which Node.js has from 18.18 on. */
function defineDispose(): void {
  if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('Symbol.dispose') });
}

function harden(vips: Module, readsAvif: boolean): void {
  // Nothing is ever rendered twice: the operation cache would only hold memory.
  vips.Cache.max(0);
  // SCF gives one or two cores, and each thread is an instance of the module to start.
  vips.concurrency(1);
  vips.operationBlock('VipsForeignLoad', true);
  for (const format of Object.keys(loaders) as SourceFormat[]) {
    if (format === 'avif' && !readsAvif) continue;
    for (const loader of loaders[format]) vips.operationBlock(loader, false);
  }
}

function inspect(vips: Module, bytes: Uint8Array, format: SourceFormat): SourceInfo {
  forgetErrors(vips);
  // libvips opens a WebP by making room for all its pixels.
  if (format === 'webp') return readWebpHeader(bytes).info;
  using image = vips.Image.newFromBuffer(bytes, failOn, { access: 'sequential' });
  const loader = image.getString('vips-loader');
  if (!loaderNames[format].includes(loader)) {
    throw new SourceFault(
      'source-corrupt',
      `begins like ${format}, but reads as ${loader.replace(/load.*/, '')}`,
    );
  }
  const has = (field: string) => image.getTypeof(field) !== 0;
  // EXIF orientations 5 to 8 lie on their side.
  const sideways = has('orientation') && image.getInt('orientation') >= 5;
  return {
    format,
    width: sideways ? image.height : image.width,
    height: sideways ? image.width : image.height,
    pages: has('n-pages') ? image.getInt('n-pages') : 1,
    hasAlpha: image.hasAlpha(),
    colour: image.interpretation === 'cmyk' ? 'cmyk' : image.bands < 3 ? 'grey' : 'rgb',
    interlaced: has('interlaced') && image.getInt('interlaced') !== 0,
    bitDepth: image.format === 'uchar' ? 8 : 16,
  };
}

/** libvips keeps what it warned of and says it with the next error, of whatever photo; any error empties that memory. */
function forgetErrors(vips: Module): void {
  try {
    vips.Image.newFromBuffer(new Uint8Array(1)).delete();
  } catch {
    // As intended.
  }
}

/**
 * One decode, at the scale that the largest thumbnail needs (libvips' shrink-on-load); the others are resampled from it.
 *
 * @throws {SourceFault} or libvips' own error if the decoder refuses the bytes.
 */
async function render(
  tools: Tools,
  bytes: Uint8Array,
  source: SourceInfo,
  specs: readonly RenderSpec[],
): Promise<Encoded[]> {
  // Of several none is made from more than the photo itself: they would be blurred by what one of them enlarges.
  const most = specs.length === 1 ? { width: Infinity, height: Infinity } : source;
  const width = Math.min(most.width, Math.max(...specs.map((spec) => spec.resizedWidth)));
  const height = Math.min(most.height, Math.max(...specs.map((spec) => spec.resizedHeight)));
  using base = decode(tools.vips, bytes, source, width, height);
  // Decoders run once, top to bottom: what is read more than once is held as pixels.
  using held = specs.length === 1 ? base.copy() : base.copyMemory();
  const made: Encoded[] = [];
  for (const spec of specs) {
    const isWhole = spec.resizedWidth === width && spec.resizedHeight === height;
    using resized = isWhole
      ? held.copy()
      : held.thumbnailImage(spec.resizedWidth, { height: spec.resizedHeight, size: 'force' });
    made.push(await finish(tools, resized, spec));
  }
  return made;
}

/** The whole photo at this size: upright, sRGB or grey, 8 bits per band, alpha straight. Not yet computed: libvips is lazy. */
function decode(vips: Module, bytes: Uint8Array, source: SourceInfo, width: number, height: number): Image {
  using decoded = vips.Image.thumbnailBuffer(bytes, width, {
    height,
    size: 'force',
    option_string: failOn,
    intent: 'perceptual',
    output_profile: 'srgb',
    // Without a profile of its own, CMYK means nothing in particular: libvips' stand-in, as sharp takes it.
    ...(source.colour === 'cmyk' && { input_profile: 'cmyk' }),
  });
  // The profile has made RGB of grey.
  return decoded.colourspace(source.colour === 'grey' ? 'b-w' : 'srgb');
}

async function finish({ vips, encodePixels }: Tools, resized: Image, spec: RenderSpec): Promise<Encoded> {
  using framed = frame(vips, resized, spec);
  const bytes = await encode(framed, spec, encodePixels);
  return { bytes, width: framed.width, height: framed.height };
}
