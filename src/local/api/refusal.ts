// The errors that the cloud API answers with.

/** An error that becomes the answer to the request. Codes: https://cloud.tencent.com/document/api/583/17240 */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
