import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser';
import { indexedPng } from './indexed-png';

/** Pixels; a README shows it at about two thirds. */
const WIDTH = 1200;
const HEIGHT = 900;

/**
 * Photographs a page from top to bottom, once in each colour scheme.
 *
 * @param picture gives the path of a picture
 * @returns the paths
 */
export const photograph = async (
  executable: string,
  file: string,
  picture: (scheme: 'light' | 'dark') => string,
): Promise<readonly string[]> => {
  const browser = await openBrowser(executable);
  try {
    const paths: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme });
      await page.goto(pathToFileURL(resolve(file)).href);
      const path = picture(colorScheme);
      writeFileSync(path, indexedPng(await page.screenshot({ fullPage: true })));
      paths.push(path);
    }
    return paths;
  } finally {
    await browser.close();
  }
};
