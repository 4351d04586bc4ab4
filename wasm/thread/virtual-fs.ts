// The only "file system" that the decoders have, in place of Node.js' `fs`: the WebAssembly modules of the bundle, and
// nothing else. The decoders parse untrusted pictures with native code compiled to WebAssembly; whatever such a picture
// makes them do, there is no file to read or write.

const files = new Map<string, Uint8Array>();

/** Makes `bytes` readable as the file `name`. Keeps the bytes until `removeFile`. */
export function addFile(name: string, bytes: Uint8Array): void {
  files.set(name, bytes);
}

export function removeFile(name: string): void {
  files.delete(name);
}

function readFileSync(path: string): Uint8Array {
  const bytes = files.get(path);
  return bytes ?? refuse('readFile')();
}

/** The asynchronous call, for glue code that uses it. */
const promises = { readFile: async (path: string) => readFileSync(path) };

function refuse(call: string): () => never {
  return () => {
    throw Object.assign(new Error(`ENOENT: ${call}: the engine has no file system`), { code: 'ENOENT' });
  };
}

/** A stand-in for Node.js' `fs` in which only modules can be read. Every other call fails as if no file existed. */
export const fs = new Proxy({ readFileSync, promises } as Record<string, unknown>, {
  get: (readable, call: string) => readable[call] ?? refuse(call),
});
