// Modules that build.mjs makes up.

declare module 'embedded:thread' {
  const text: string;
  export default text;
}

declare module 'embedded:vips' {
  /** A function, so that the text is only scanned, not kept, until it is wanted. */
  export default function base64(): string;
}

declare module 'embedded:heif' {
  export default function base64(): string;
}

declare module 'embedded:version' {
  const version: string;
  export default version;
}
