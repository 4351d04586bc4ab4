// Reads the XML in which COS says why it refused a request. It trusts nothing in it, because a gateway may have sent anything.

/** COS' error code and its English message. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
}

/**
 * Reads COS' code and message from the body of an error. It is no XML parser, because those throw, and expand and nest without
 * end, at bodies that nobody can foresee.
 *
 * @returns undefined if the body is not a whole `<Error>` element with a code, as COS writes it.
 * @example readErrorBody(Buffer.from('<Error><Code>NoSuchKey</Code></Error>')) // { code: 'NoSuchKey', message: '' }
 */
export function readErrorBody(bytes: Buffer): ErrorBody | undefined {
  const text = bytes.toString('utf8').trim();
  if (!/^(?:<\?xml\b[^<>]{0,200}>\s*)?<Error>/.test(text) || !text.endsWith('</Error>')) return undefined;
  const code = /<Code>\s{0,100}([A-Za-z][\w.-]{0,99})\s{0,100}<\/Code>/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return { code, message: /<Message>([^<]{0,1000})/.exec(text)?.[1]?.trim() ?? '' };
}
