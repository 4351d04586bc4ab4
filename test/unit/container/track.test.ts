// The tracks of a file are looked at in time, however many there are and however they are nested.

import { expect, test } from 'vitest';
import { writeBox } from '../../../src/function/container/boxes.ts';
import { ContainerError, latin1, u32 } from '../../../src/function/container/bytes.ts';
import { findPictureTrack } from '../../../src/function/container/track.ts';
import { CountingReader } from '../../support/counting-reader.ts';

const times = (count: number, box: Buffer) => Buffer.concat(Array.from({ length: count }, () => box));

test('what is read grows with the file, and not faster', () => {
  const handler = writeBox('hdlr', u32(0), u32(0), latin1('soun'));
  const read = (tracks: number) => {
    const track = writeBox(
      'trak',
      times(20, writeBox('free')),
      writeBox('mdia', times(20, writeBox('free')), handler),
    );
    const file = new CountingReader(writeBox('moov', times(tracks, track)));
    expect(findPictureTrack(file)).toBeUndefined();
    return file.steps;
  };
  expect(read(1000)).toBeLessThan(read(100) * 11);
});

test('there is a bound on boxes side by side', () => {
  const open = (movie: Buffer) => () => findPictureTrack(new CountingReader(writeBox('moov', movie)));
  expect(open(times(20_001, writeBox('trak')))).toThrow(ContainerError);
  expect(open(writeBox('trak', times(20_001, writeBox('free'))))).toThrow(ContainerError);
});
