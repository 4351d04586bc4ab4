// Bytes that come in pieces, put together in shared memory, with a limit on their number. Of more bytes only the beginning is kept.

/** How many bytes are kept of what is too big: enough to recognise any format by. */
const headBytes = 4096;

export class GrowingBytes {
  /** Whether more bytes came, or are announced, than are allowed. Then `bytes` are the first few only. */
  tooBig = false;
  private readonly maxBytes: number;
  private expected: number;
  private memory = new Uint8Array(new SharedArrayBuffer(0));
  private length = 0;

  /** @param sizeHint How many bytes to expect as long as nothing better is known. */
  constructor(maxBytes: number, sizeHint = 0) {
    this.maxBytes = maxBytes;
    this.expected = sizeHint;
  }

  /** Says how many bytes will come. It is trusted up to `maxBytes` only, because it comes from outside. */
  expect(length: number): void {
    this.expected = length;
    this.tooBig = length > this.maxBytes;
  }

  /** @returns false if no more bytes are needed, because there are too many. */
  append(piece: Uint8Array): boolean {
    if (this.length + piece.length > this.maxBytes) this.tooBig = true;
    if (this.tooBig) return this.keepHead(piece);
    this.reserve(this.length + piece.length);
    this.memory.set(piece, this.length);
    this.length += piece.length;
    return true;
  }

  /** What has come so far, in shared memory. Later bytes may move to another allocation. */
  get bytes(): Uint8Array {
    return this.memory.subarray(0, this.length);
  }

  private keepHead(piece: Uint8Array): boolean {
    const known = this.bytes.subarray(0, headBytes);
    const size = Math.min(headBytes, known.length + piece.length);
    const head = new Uint8Array(new SharedArrayBuffer(size));
    head.set(known);
    head.set(piece.subarray(0, head.length - known.length), known.length);
    this.memory = head;
    this.length = head.length;
    return head.length < headBytes;
  }

  private reserve(length: number): void {
    if (length <= this.memory.length) return;
    const wanted = Math.max(length, this.expected, this.memory.length * 2);
    const larger = new Uint8Array(new SharedArrayBuffer(Math.min(wanted, this.maxBytes)));
    larger.set(this.bytes);
    this.memory = larger;
  }
}
