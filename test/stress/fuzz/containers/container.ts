// An image file as a list of parts that can be changed and put together again: what that takes of a format.

export interface Part {
  /** `IHDR`, `VP8X`; of a JPEG its marker, `c0`; of a TIFF the entry's tag, `256`; of boxes the path, `meta/iprp/ipma`. */
  readonly name: string;
  readonly body: Buffer;
  /** What its length field says in place of the truth. */
  readonly declared?: number;
}

/** A number that decoders believe: in which part, how many bytes from the start of its body, and how many bytes it has. */
export interface PartField {
  readonly part: RegExp;
  readonly at: number;
  readonly size: 1 | 2 | 3 | 4;
}

export interface Container {
  /** @param bytes A whole file: one that sharp wrote. */
  take(bytes: Buffer): readonly Part[];
  /** The lengths, offsets and checksums are right for these parts, unless a part says otherwise. */
  build(parts: readonly Part[]): Buffer;
  /** Where the size of the picture is. */
  readonly sizes: readonly PartField[];
  /** Where the rest of the header's facts are: bits, counts, subsampling, flags. */
  readonly facts: readonly PartField[];
  readonly bigEndian: boolean;
}

/** Fields of the same size at several places of the same parts. */
export function fieldsAt(part: RegExp, size: PartField['size'], ...places: readonly number[]): PartField[] {
  return places.map((at) => ({ part, at, size }));
}
