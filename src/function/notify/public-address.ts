// Pure: is an IP address one of the public internet? Others belong to this machine, this network or nobody, and what an operator's
// setting or a name server says may not lead there.

/** IPv4 networks that are not public (iana.org/assignments/iana-ipv4-special-registry), and multicast. */
const privateNetworks: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Of IPv6 only global unicast (2000::/3) is public, so that loopback, link-local, unique local, multicast and IPv4-mapped addresses
 * and those of NAT64 are not; and within it not what leads to other addresses (Teredo, 6to4) or is for documents.
 */
const privateGlobals: readonly (readonly [network: readonly number[], bits: number])[] = [
  [[0x2001, 0x0000], 23],
  [[0x2001, 0x0db8], 32],
  [[0x2002, 0x0000], 16],
  [[0x3fff, 0x0000], 20],
];

/**
 * @param address As Node.js and name servers write it: `93.184.216.34`, `2606:2800:220:1::1`.
 * @returns Whether it is public; false also for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  const four = parseFour(address);
  if (four !== undefined) return !privateNetworks.some(([network, bits]) => isInFour(four, network, bits));
  const six = parseSix(address);
  if (six === undefined || ((six[0] ?? 0) & 0xe000) !== 0x2000) return false;
  return !privateGlobals.some(([network, bits]) => isInSix(six, network, bits));
}

function isInFour(address: number, network: string, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor((parseFour(network) ?? 0) / size);
}

function isInSix(
  address: readonly number[],
  [first = 0, second = 0]: readonly number[],
  bits: number,
): boolean {
  const size = 2 ** (32 - bits);
  const high = (address[0] ?? 0) * 0x10000 + (address[1] ?? 0);
  return Math.floor(high / size) === Math.floor((first * 0x10000 + second) / size);
}

/** Only four decimal numbers: `127.1`, `0x7f.0.0.1` and `017700000001` are no addresses here. */
function parseFour(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** @returns Eight numbers of 16 bits; undefined for what is no IPv6 address, and for one with a zone, which no public one has. */
function parseSix(text: string): readonly number[] | undefined {
  const halves = withoutDots(text).split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = tail === undefined ? head : [...head, ...zeros(8 - head.length - tail.length), ...tail];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

function zeros(count: number): string[] {
  return Array.from({ length: Math.max(1, count) }, () => '0');
}

/** Writes an IPv4 address at the end, as in `::ffff:127.0.0.1`, as two groups. */
function withoutDots(text: string): string {
  const [, head = '', dotted = ''] = /^(.*:)([\d.]+)$/.exec(text) ?? [];
  const four = parseFour(dotted);
  if (four === undefined) return text;
  return `${head}${Math.floor(four / 0x10000).toString(16)}:${(four % 0x10000).toString(16)}`;
}
