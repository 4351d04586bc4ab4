// The name of a bucket: lower-case letters, digits and hyphens, and at its end the appid of the account that it belongs to.

/** Appids have ten digits; fewer at the end of a name may be a date. */
const ending = /-(\d{10})$/;

/** @returns The appid at the end of a name or of a template; undefined where there is none. */
export function appidIn(name: string): string | undefined {
  return ending.exec(name)?.[1];
}

/** Would COS take it for the whole name of a bucket, with its appid? */
export function isBucketName(name: string): boolean {
  return ending.test(name) && /^[a-z0-9][a-z0-9-]*$/.test(name);
}

/** @example withAppid('example', '1250000000') // example-1250000000 */
export function withAppid(name: string, appid: string): string {
  return appidIn(name) === undefined ? `${name}-${appid}` : name;
}

/**
 * Parts the whole name of a bucket.
 *
 * @example splitBucketName('example-1250000000') // { name: 'example', appid: '1250000000' }
 * @throws {Error} if it has no appid.
 */
export function splitBucketName(bucket: string): { readonly name: string; readonly appid: string } {
  const appid = appidIn(bucket);
  if (appid === undefined)
    throw new Error(`"${bucket}" is no whole name of a bucket, such as example-1250000000`);
  return { name: bucket.slice(0, -appid.length - 1), appid };
}
