// An engine that decodes nothing: it answers what a test wants and remembers what it was asked.

import type {
  Deliver,
  Encoded,
  Engine,
  Preview,
  Region,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { ordinaryPhoto } from './photo.ts';

export interface StubEngine extends Engine {
  /** The formats that `inspect` was called with. */
  readonly inspected: readonly SourceFormat[];
  /** The specs that `render` was called with, call by call. */
  readonly rendered: readonly (readonly RenderSpec[])[];
  /** The same calls, whole. */
  readonly jobs: readonly RenderJob[];
}

export interface StubAnswers {
  /** What every header says, where it differs from an ordinary 4000x3000 photo. */
  readonly info?: Partial<SourceInfo>;
  /** What happens before a header is known. */
  readonly inspect?: () => Promise<unknown>;
  /** Where every photo's border ends, by the threshold; without it no photo has one. */
  readonly trim?: (threshold: number) => Region;
  /** In place of the bytes that spell the spec. */
  readonly render?: (
    specs: readonly RenderSpec[],
    bytes: Uint8Array,
    deliver: Deliver,
  ) => Promise<readonly Encoded[]>;
}

const MB = 1024 * 1024;

/** Bytes that spell a spec stand for its thumbnail. */
export function encodedAs(spec: RenderSpec): Encoded {
  const bytes = new TextEncoder().encode(`${spec.format} ${spec.width}x${spec.height}`);
  return { bytes, width: spec.width, height: spec.height };
}

/** A preview in which every pixel is orange. */
export function stubPreview(width = 8, height = 6): Preview {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([255, 128, 0, 255], at);
  return { width, height, data };
}

export function createStubEngine({ info, inspect, trim, render }: StubAnswers = {}): StubEngine {
  const inspected: SourceFormat[] = [];
  const rendered: (readonly RenderSpec[])[] = [];
  const jobs: RenderJob[] = [];
  return {
    name: 'wasm-vips',
    version: 'stub 1.0',
    footprint: {
      base: 80 * MB,
      perSourceByte: 3,
      decoderBytes: ({ interlaced, width, height }) => (interlaced ? 6 * width * height : 0),
      ceiling: 1000 * MB,
    },
    inspected,
    rendered,
    jobs,
    async inspect(_, format) {
      inspected.push(format);
      await inspect?.();
      return { ...ordinaryPhoto, format, ...info };
    },
    async findTrim(_, { width, height }, threshold) {
      return trim ? trim(threshold) : { left: 0, top: 0, width, height };
    },
    async render(job, _deadline, deliver = () => undefined) {
      const { bytes, specs, preview } = job;
      rendered.push(specs);
      jobs.push(job);
      const thumbnails = render ? await render(specs, bytes, deliver) : specs.map(encodedAs);
      return { thumbnails, ...(preview && { preview: stubPreview() }) };
    },
  };
}
