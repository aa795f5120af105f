import { type Browser, chromium } from 'playwright-core';

/** A browser without a window. As root, in a container for example, Chromium runs only without its sandbox. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
