// The name of a bucket: lower-case letters, digits and hyphens, and at its end the appid of the account that it belongs to.

/** @returns The appid at the end of a name or of a template that may have none: ten digits, because fewer may be a date. */
export function appidIn(name: string): string | undefined {
  return /-(\d{10})$/.exec(name)?.[1];
}

/** The most characters of a whole name, because it is a part of the host's name. */
export const maxBucketName = 63;

/** Would COS take it for the whole name of a bucket, with its appid? The oldest accounts have one of eight digits. */
export function isBucketName(name: string): boolean {
  return name.length <= maxBucketName && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-\d{8,}$/.test(name);
}

/** @example withAppid('example', '1250000000') // example-1250000000 */
export function withAppid(name: string, appid: string): string {
  return name.endsWith(`-${appid}`) || appidIn(name) !== undefined ? name : `${name}-${appid}`;
}

/**
 * Parts the whole name of a bucket.
 *
 * @example splitBucketName('example-1250000000') // { name: 'example', appid: '1250000000' }
 * @throws {Error} if it does not end in digits.
 */
export function splitBucketName(bucket: string): { readonly name: string; readonly appid: string } {
  const [, name, appid] = /^(.+)-(\d+)$/.exec(bucket) ?? [];
  if (name === undefined || appid === undefined)
    throw new Error(`"${bucket}" is no whole name of a bucket, such as example-1250000000`);
  return { name, appid };
}
