// Boots libvips inside the engine's thread, and restricts it. In this folder every handle is declared with `using`,
// because linear memory is not garbage collected.

import type { Deliver } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { loadEncoders } from '../squoosh/borrowed-encoders.ts';
import type { SquooshModule } from '../squoosh/codec-modules.ts';
import { shortageOf } from '../thread/memory-bound.ts';
import type { ThreadEngine } from '../thread/server.ts';
import { addFile, removeFile } from '../thread/virtual-fs.ts';
import { loadGlue } from './glue.ts';
import { inspect } from './inspect.ts';
import { open } from './load.ts';
import { boundGrowth, createMemoryLimit, type HeapExports } from './memory-limit.ts';
import { render } from './render.ts';
import { createSourceMemory } from './source-memory.ts';
import { decodeWhole } from './strictness.ts';
import type { ThreadData } from './threads.ts';
import { findTrim } from './trim.ts';
import type { Module } from './types.ts';

/** The WebAssembly modules of wasm-vips: its core, and those for AVIF and JPEG XL. */
export type VipsPart = 'vips' | keyof typeof libraries;

/**
 * libvips' loader classes for each format; all others are blocked. UltraHDR photos have one of their own, which gives the picture that
 * the JPEGs' loader gives as well, and a map of gains that no thumbnail has; but it holds the whole picture, and does not shrink.
 */
const loaders: Readonly<Record<SourceFormat, readonly string[]>> = {
  jpeg: ['VipsForeignLoadJpeg'],
  png: ['VipsForeignLoadPng'],
  webp: ['VipsForeignLoadWebp'],
  gif: ['VipsForeignLoadNsgif'],
  tiff: ['VipsForeignLoadTiff'],
  avif: ['VipsForeignLoadHeif'],
  // Its libheif has no decoder for HEVC; see wasm/heif/.
  heic: [],
  jxl: ['VipsForeignLoadJxl'],
};
/** The file names by which libvips looks for its dynamic libraries. */
const libraries = { heif: 'vips-heif.wasm', jxl: 'vips-jxl.wasm' } as const;

/** The formats that need a dynamic library. */
const libraryOf: Readonly<Partial<Record<SourceFormat, keyof typeof libraries>>> = {
  avif: 'heif',
  jxl: 'jxl',
};

/**
 * Starts libvips, whose linear memory belongs to this thread.
 *
 * @param modules The bytes of `vips`, of Squoosh's encoders for a light engine, and of the libraries that are needed.
 * They are removed from the object once they are compiled, so that they do not stay in memory beside the code.
 */
export async function bootVips(
  modules: Partial<Record<VipsPart | SquooshModule, Uint8Array>>,
  { source, encoders, bound }: ThreadData,
): Promise<ThreadEngine> {
  defineDispose();
  const wanted = (['heif', 'jxl'] as const).filter((name) => modules[name]);
  for (const name of wanted) addFile(libraries[name], modules[name] as Uint8Array);
  let memory: WebAssembly.Memory | undefined;
  let heap: HeapExports | undefined;
  const settings = {
    dynamicLibraries: wanted.map((name) => libraries[name]),
    mainScriptUrlOrBlob: source,
    locateFile: (name: string) => name,
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      memory = imports['env']?.['memory'] as WebAssembly.Memory;
      boundGrowth(bound, imports, () => heap);
      void WebAssembly.instantiate(modules.vips ?? new Uint8Array(), imports).then(({ instance, module }) => {
        delete modules.vips;
        heap = instance.exports as unknown as HeapExports;
        receive(instance, module);
      });
      return {};
    },
    // There are no standard streams either: the glue code would look for them in the file system.
    noFSInit: true,
    // libvips' warnings are not printed. They are about files and fields that no operator knows; what matters arrives
    // as an error.
    print: () => undefined,
    printErr: () => undefined,
  };
  const booting = loadGlue()(settings);
  // This runs while V8 compiles libvips.
  const encodePixels = modules.jpegEncoder ? loadEncoders(encoders, modules) : undefined;
  const vips = await booting;
  for (const name of wanted) {
    delete modules[name];
    removeFile(libraries[name]);
  }
  harden(vips, wanted);
  const sourceMemory = createSourceMemory(vips);
  const memoryLimit = createMemoryLimit(
    bound,
    memory as unknown as WebAssembly.Memory,
    heap as unknown as HeapExports,
  );
  /** libtiff takes rows that it had no memory for as black ones: nothing counts that was made while memory was short. */
  const withMemory = <T>(made: T): T => {
    const shortage = shortageOf(bound);
    if (shortage !== undefined) throw new Error(shortage);
    return made;
  };
  return {
    inspect(bytes, format, memoryMb) {
      memoryLimit.set(memoryMb);
      return withMemory(inspect(vips, bytes, sourceMemory.load(bytes), format));
    },
    async findTrim(bytes, info, threshold, memoryMb) {
      memoryLimit.set(memoryMb);
      return withMemory(
        await decodeWhole(open(vips, sourceMemory.load(bytes), { bytes, info }), 1, (opened) =>
          findTrim(vips, opened, threshold),
        ),
      );
    },
    async render(job, deliver, memoryMb) {
      memoryLimit.set(memoryMb);
      try {
        const { bytes, info } = job;
        const frames = Math.max(1, ...job.specs.map(({ pages = 1 }) => pages));
        const opened = open(vips, sourceMemory.load(bytes), { bytes, info });
        const deliverWhole: Deliver = (index, encoded) => deliver(index, withMemory(encoded));
        return withMemory(
          await decodeWhole(opened, frames, (whole) =>
            render({ vips, encodePixels }, whole, job, deliverWhole),
          ),
        );
      } finally {
        sourceMemory.release();
      }
    },
    memoryBytes: memoryLimit.usedBytes,
  };
}

/** Defines the symbol that wasm-vips and `using` need, which Node.js has only from 18.18 on. */
function defineDispose(): void {
  if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('Symbol.dispose') });
}

/** Turns off the operation cache, extra threads and every loader that is not needed. */
function harden(vips: Module, wanted: readonly VipsPart[]): void {
  // Nothing is rendered twice, so the operation cache would only take memory.
  vips.Cache.max(0);
  // SCF gives one or two cores, and each libvips thread has to start an instance of the module.
  vips.concurrency(1);
  vips.operationBlock('VipsForeignLoad', true);
  for (const format of Object.keys(loaders) as SourceFormat[]) {
    const library = libraryOf[format];
    if (library && !wanted.includes(library)) continue;
    for (const loader of loaders[format]) vips.operationBlock(loader, false);
  }
}
