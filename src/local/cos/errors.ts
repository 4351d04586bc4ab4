// The errors that COS answers with: status, code and message.

/** An error that becomes the answer to the request. Codes: https://cloud.tencent.com/document/product/436/7730 */
export class CosError extends Error {
  override readonly name = 'CosError';
  readonly status: number;
  readonly code: string;
  /** More elements of the XML body. */
  readonly details: Readonly<Record<string, string>>;
  /** More headers of the response. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

export function invalidArgument(message: string): CosError {
  return new CosError(400, 'InvalidArgument', message);
}

export function noSuchBucket(): CosError {
  return new CosError(404, 'NoSuchBucket', 'The specified bucket does not exist.');
}

/** @param headers The headers of the delete marker, if the newest version is one. */
export function noSuchKey(headers: Record<string, string> = {}): CosError {
  return new CosError(404, 'NoSuchKey', 'The specified key does not exist.', { headers });
}

export function noSuchVersion(): CosError {
  return new CosError(404, 'NoSuchVersion', 'The specified version does not exist.');
}
