// Starts a real Chromium: that of the system, of the environment variable CHROMIUM, or of Playwright.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const known = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath(),
];

/** It asks nothing of the network: only the page under test is there. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws {Error} that says how to get a Chromium, where there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = known.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      'these tests need Chromium: apt-get install chromium, or npx playwright-core install --with-deps chromium, ' +
        'or set CHROMIUM to the path of one',
    );
  }
  return await chromium.launch({ executablePath, args: quiet });
}
