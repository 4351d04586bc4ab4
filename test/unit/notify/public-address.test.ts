// Which addresses are public: each kind that is not, in each way of writing it, and against Node.js' own matcher of networks.

import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../../src/function/notify/public-address.ts';

test.each([
  '93.184.216.34',
  '1.1.1.1',
  '223.255.255.255',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

test.each(['2606:2800:220:1:248:1893:25c8:1946', '2400:da00::6666', '2001:200::1', '3ffe::1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  ['this host', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['loopback, all of it', '127.255.255.254'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['of a carrier', '100.64.0.1'],
  ["of Tencent Cloud's metadata service, link-local", '169.254.0.23'],
  ["of other clouds' metadata service, link-local", '169.254.169.254'],
  ['for protocols', '192.0.0.8'],
  ['for documents', '203.0.113.9'],
  ['for tests', '198.19.255.255'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['loopback, written out', '0:0:0:0:0:0:0:1'],
  ['IPv4-mapped', '::ffff:127.0.0.1'],
  ['IPv4-mapped, in hexadecimal', '::ffff:7f00:1'],
  ['IPv4-mapped, of a public address', '::ffff:93.184.216.34'],
  ['IPv4-mapped, written out', '0:0:0:0:0:ffff:a9fe:a9fe'],
  ['IPv4-compatible', '::127.0.0.1'],
  ['of NAT64', '64:ff9b::7f00:1'],
  ['of NAT64, written with dots', '64:ff9b::127.0.0.1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['unique local', 'fd00::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['Teredo', '2001:0:7f00:1::'],
  ['6to4 of a private address', '2002:7f00:1::'],
  ['for documents', '2001:db8::1'],
  ['for documents', '3fff::1'],
  ['short', '127.1'],
  ['one number', '2130706433'],
  ['hexadecimal', '0x7f.0.0.1'],
  ['octal', '0177.0.0.1'],
  ['too large a part', '93.184.216.340'],
  ['a name', 'localhost'],
  ['no text', ''],
  ['too many groups', '2606:1:2:3:4:5:6:7:8'],
  ['too few groups', '2606:1:2'],
  ['two gaps', '2606::1::2'],
])('an address that is %s is not public: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

describe('as Node.js matches networks', () => {
  const blocked = new BlockList();
  for (const [network, bits] of [
    ...[
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
    ],
    ...[
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
      ['192.88.99.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
    ],
    ...[
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 3],
    ],
  ] as [string, number][]) {
    blocked.addSubnet(network, bits);
  }
  const allowed = new BlockList();
  allowed.addSubnet('2000::', 3, 'ipv6');
  const special = new BlockList();
  for (const [network, bits] of [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const) {
    special.addSubnet(network, bits, 'ipv6');
  }

  test('of IPv4', () => {
    const near = fc.constantFrom(
      0,
      9,
      10,
      11,
      63,
      64,
      99,
      100,
      113,
      127,
      128,
      168,
      169,
      172,
      192,
      198,
      203,
      223,
      224,
      254,
      255,
    );
    const part = fc.oneof(near, fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.tuple(part, part, part, part), (parts) => {
        const address = parts.join('.');
        expect(isPublicAddress(address), address).toBe(!blocked.check(address));
      }),
      { numRuns: 5000 },
    );
  });

  test('of IPv6', () => {
    const near = fc.constantFrom(
      0,
      1,
      0x1ff,
      0x200,
      0xdb8,
      0xdb9,
      0xfff,
      0x1000,
      0x2000,
      0x2001,
      0x2002,
      0x3fff,
      0x4000,
      0xfe80,
      0xffff,
    );
    const group = fc.oneof(near, fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const address = groups.map((one) => one.toString(16)).join(':');
        const expected = allowed.check(address, 'ipv6') && !special.check(address, 'ipv6');
        expect(isPublicAddress(address), address).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });
});
