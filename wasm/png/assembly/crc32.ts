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
      store<u32>(tables + ((table << 10) | (byte << 2)), (crc >> 8) ^ load<u32>(entry(crc), tables));
    }
  }
  areMade = true;
}

/** The place of the entry for the lowest byte. */
// @ts-ignore: decorator
@inline
function entry(value: u32): usize {
  return (value & 255) << 2;
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
    const first = load<u32>(from) ^ sum;
    const second = load<u32>(from, 4);
    const third = load<u32>(from, 8);
    const fourth = load<u32>(from, 12);
    sum =
      load<u32>(entry(first), tables + 15360) ^
      load<u32>(entry(first >> 8), tables + 14336) ^
      load<u32>(entry(first >> 16), tables + 13312) ^
      load<u32>(entry(first >> 24), tables + 12288) ^
      load<u32>(entry(second), tables + 11264) ^
      load<u32>(entry(second >> 8), tables + 10240) ^
      load<u32>(entry(second >> 16), tables + 9216) ^
      load<u32>(entry(second >> 24), tables + 8192) ^
      load<u32>(entry(third), tables + 7168) ^
      load<u32>(entry(third >> 8), tables + 6144) ^
      load<u32>(entry(third >> 16), tables + 5120) ^
      load<u32>(entry(third >> 24), tables + 4096) ^
      load<u32>(entry(fourth), tables + 3072) ^
      load<u32>(entry(fourth >> 8), tables + 2048) ^
      load<u32>(entry(fourth >> 16), tables + 1024) ^
      load<u32>(entry(fourth >> 24), tables);
  }
  for (; from < end; from++) sum = (sum >> 8) ^ load<u32>(entry(sum ^ load<u8>(from)), tables);
  return ~sum;
}
