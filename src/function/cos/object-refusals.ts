// Recognises the refusals of COS that are about the object or the bucket itself, and not about who asks: what is archived,
// encrypted or blocked stays so, whoever asks and however often.

import type { ErrorCode } from '../errors.ts';
import type { CosOperation, RequestError } from './request-error.ts';

/** What a kind of failure means to us. */
export interface FailureKind {
  readonly code: ErrorCode;
  /** Whether the same request may succeed in a moment. */
  readonly isTransient: boolean;
  /** What was wrong and how to fix it, for the operator: a clause without a full stop. */
  readonly advice: string;
}

/** COS' codes for a request that lacks the key of an object that was encrypted with a customer's key: `SsecDecryptHeaderInvalid`. */
const customerKeyCodes = /^Ssec|SSECustomer/i;

/** What the message of a general code, like `InvalidArgument`, says of that. */
const customerKeyMessage =
  /\bSSE-?C\b|customer([ -]provided)?[ -](encryption )?key|a form of server[ -]side encryption/i;

/** The header with which COS answers where a customer's key is needed. */
const customerKeyHeader = 'x-cos-server-side-encryption-customer-algorithm';

/** What the message of `AccessDenied` says of an object that is archived. */
const archivedMessage = /^InvalidObjectState$|not valid for the object\S{0,8} storage class/i;

/** COS' codes for refusals of the key management service (KMS): `KmsException`, `KmsKeyDisabled`, `KmsKeyNotExist`. */
const kmsCodes = /^Kms|^InvalidKms/i;

/** What the message of `AccessDenied` says of that: the action that is not allowed, like `kms:Decrypt`. */
const kmsMessage = /\bkms\b/i;

/**
 * Finds what a refusal says of the object or its bucket.
 *
 * @returns undefined if it is about anything else.
 */
export function findObjectRefusal(operation: CosOperation, error: RequestError): FailureKind | undefined {
  const { statusCode: status, refusal, headers } = error;
  const { code = '', message = '' } = refusal ?? {};
  // Only an object that is read is a source. Where another request is refused, the photo is not at fault.
  const ofSource = (name: ErrorCode) => (operation === 'get' ? name : 'store-denied');
  // COS' page on 403 shows the state as the message of AccessDenied (436/40105), its list of codes as a code (436/7730).
  const isArchived =
    code === 'InvalidObjectState' || (code === 'AccessDenied' && archivedMessage.test(message));
  if (isArchived) {
    return {
      code: ofSource('source-archived'),
      isTransient: false,
      advice:
        'it is archived (storage class ARCHIVE or DEEP ARCHIVE). Restore it; if the trigger also sends ' +
        'cos:ObjectRestore:Completed, its thumbnails are made then',
    };
  }
  const isKms = kmsCodes.test(code) || (code === 'AccessDenied' && kmsMessage.test(message));
  if (isKms) {
    return {
      code: 'store-kms-denied',
      isTransient: false,
      advice:
        "the key management service (KMS) refused the object's key: check that the key is enabled, and that the function's " +
        `execution role allows name/kms:${operation === 'put' ? 'GenerateDataKey' : 'Decrypt'} on it`,
    };
  }
  const isCustomerKey =
    customerKeyCodes.test(code) ||
    customerKeyMessage.test(message) ||
    headers?.[customerKeyHeader] !== undefined;
  if (isCustomerKey) {
    return {
      code: ofSource('source-encrypted'),
      isTransient: false,
      advice:
        "it is encrypted with a customer's key (SSE-C), which the function does not have. Upload it without, or with " +
        'SSE-COS or SSE-KMS',
    };
  }
  if (status === 451 || code === 'UnavailableForLegalReasons') {
    return {
      code: ofSource('source-blocked'),
      isTransient: false,
      advice:
        'COS has blocked the object or the bucket for legal reasons: see the messages of Tencent Cloud, and appeal there',
    };
  }
  if (status === 405) {
    return {
      code: 'store-method-refused',
      isTransient: false,
      advice:
        'COS does not allow this kind of request here: check that the bucket is an ordinary one, and THUMB_COS_ENDPOINT',
    };
  }
  return undefined;
}
