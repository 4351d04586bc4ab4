// The smallest function, 128 MB, as it ages: what one photo leaves behind is gone before the next takes as much.

import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { runNode } from '../support/child.ts';
import { BUCKET, builtFile, openStage, TARGET } from '../support/stage.ts';

const stage = await openStage();
const photos = 40;
/** The semi-spaces of V8, of which there are up to three, begin with 1 MB each; left alone they grow to 16. */
const youngMb = 6;

/** Handles events of photos; then makes short-lived objects; prints the most memory that it held, and what such objects take. */
const program = `
  const [file, event] = process.argv.slice(1);
  const { main_handler } = require(file);
  const status = () => require('fs').readFileSync('/proc/self/status', 'utf8');
  const kilobytes = (field) => Number(new RegExp(field + ':\\\\s+(\\\\d+)').exec(status())[1]);
  (async () => {
    for (let n = 0; n < ${photos}; n++) {
      const context = { memory_limit_in_mb: 128, time_limit_in_ms: 120000 };
      const report = await main_handler(JSON.parse(event.split('n-').join(n + '-')), context);
      if (report.stored !== 1) throw new Error(JSON.stringify(report));
    }
    const peak = (kilobytes('VmHWM') - kilobytes('RssFile')) / 1024;
    let objects = [];
    for (let n = 0; n < 3e6; n++) {
      objects.push({ n });
      if (objects.length > 60000) objects = [];
    }
    const spaces = require('v8').getHeapSpaceStatistics();
    const young = spaces.find((space) => space.space_name === 'new_space').physical_space_size / 1024 / 1024;
    console.error(JSON.stringify({ peak, young }));
  })();`;

test.runIf(process.platform === 'linux')(
  `${photos} photos of 2 MB, one after another, stay within 128 MB`,
  async () => {
    const noise = {
      data: randomBytes(1600 * 1200 * 3),
      raw: { width: 1600, height: 1200, channels: 3 },
    } as const;
    const photo = await sharp(noise.data, { raw: noise.raw }).jpeg({ quality: 95 }).toBuffer();
    expect(photo.length).toBeGreaterThan(1.8e6);
    const event = JSON.stringify(await stage.upload('n-a.jpg', photo));
    for (let n = 0; n < photos; n++) stage.server.objects.put(BUCKET, `${n}-a.jpg`, photo);
    const env = { ...stage.env, THUMB_LOG: 'error' };
    const ended = await runNode(['-e', program, builtFile, event], { env });
    stage.hear(ended);
    const { code, stdout, stderr } = ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stage.server.objects.keys(TARGET)).toHaveLength(photos);
    const { peak, young } = JSON.parse(stderr);
    expect(peak).toBeLessThan(128);
    expect(young).toBeLessThan(youngMb);
  },
);
