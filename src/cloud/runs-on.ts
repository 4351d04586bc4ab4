// Pure: on which of SCF's runtimes the function runs.

/** @example runsOn('Nodejs8.9') // false: the function needs Node.js 10.15 */
export function runsOn(runtime: string): boolean {
  const [, major, minor] = /^Nodejs(\d+)\.(\d+)$/.exec(runtime) ?? [];
  if (major === undefined) return false;
  return Number(major) > 10 || (Number(major) === 10 && Number(minor) >= 15);
}
