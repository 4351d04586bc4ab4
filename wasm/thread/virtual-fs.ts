// The only "file system" that the decoders see in place of Node.js' `fs`: the modules that the bundle holds, and
// nothing else. Untrusted pictures are parsed by native code turned WebAssembly; whatever they make it do, there is no
// file for it to read or write here.

const files = new Map<string, Uint8Array>();

/** Makes `bytes` readable as `name`. */
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

/** Its asynchronous side, for glue that asks for that. */
const promises = { readFile: async (path: string) => readFileSync(path) };

function refuse(call: string): () => never {
  return () => {
    throw Object.assign(new Error(`ENOENT: ${call}: the engine has no file system`), { code: 'ENOENT' });
  };
}

/** Every call of `fs` but reading a module fails as if nothing existed. */
export const fs = new Proxy({ readFileSync, promises } as Record<string, unknown>, {
  get: (readable, call: string) => readable[call] ?? refuse(call),
});
