// CRC-32 (PNG specification, annex D), the checksum of a chunk. 16 bytes at a time: for each byte of them there is a table of what
// it contributes once the bytes behind it have gone through. One byte at a time would be four times as slow.

const stride: u32 = 16;
const tables: usize = memory.data(16 * 256 * 4, 16);
let areMade: bool = false;

function makeTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    store<u32>(tables + (byte << 2), crc);
  }
  for (let table: u32 = 1; table < stride; table++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const crc = load<u32>(tables + (((table - 1) << 10) | (byte << 2)));
      store<u32>(tables + ((table << 10) | (byte << 2)), (crc >> 8) ^ lookUp(0, crc));
    }
  }
  areMade = true;
}

// @ts-ignore: decorator
@inline
function lookUp(table: u32, value: u32): u32 {
  return load<u32>(tables + (table << 10) + ((value & 255) << 2));
}

/** What four bytes contribute, of which the last one is looked up in the table of that number. */
// @ts-ignore: decorator
@inline
function contribution(table: u32, bytes: u32): u32 {
  return (
    lookUp(table + 3, bytes) ^
    lookUp(table + 2, bytes >> 8) ^
    lookUp(table + 1, bytes >> 16) ^
    lookUp(table, bytes >> 24)
  );
}

/**
 * @param crc Of the bytes before, as this function has returned it; 0 if there are none.
 * @returns The checksum of all bytes up to here.
 */
export function updateCrc(crc: u32, from: usize, bytes: u32): u32 {
  if (!areMade) makeTables();
  let sum = ~crc;
  const end = from + bytes;
  for (; from + stride <= end; from += stride) {
    sum =
      contribution(12, load<u32>(from) ^ sum) ^
      contribution(8, load<u32>(from, 4)) ^
      contribution(4, load<u32>(from, 8)) ^
      contribution(0, load<u32>(from, 12));
  }
  for (; from < end; from++) sum = (sum >> 8) ^ lookUp(0, sum ^ load<u8>(from));
  return ~sum;
}
