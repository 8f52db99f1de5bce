import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { testConfig } from '@frontdesk/testing';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const FOLDER = fileURLToPath(new URL('./gallery-baselines', import.meta.url));
/** Where pictures of what differs are left for whoever looks into it. */
const DIFFERENCES = join(tmpdir(), 'frontdesk-gallery');

/**
 * The share of pixels that may differ. Anti-aliased edges count for nothing, and glyphs of another release of the browser
 * for little; a line of text that has moved by one pixel is past it.
 */
const TOLERANCE = 0.002;
const COLOUR_THRESHOLD = 0.15;

const fileOf = (name: string): string => join(FOLDER, `${name}.png`);

/** @returns what is different, as a sentence with a file to look at; null when nothing is */
export async function compareWithBaseline(name: string, screenshot: Buffer): Promise<string | null> {
  if (testConfig().FRONTDESK_GALLERY_UPDATE) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(fileOf(name), smaller(screenshot));
    return null;
  }
  const stored = await readFile(fileOf(name)).catch(() => null);
  if (stored === null) {
    return `${name} has no baseline: look at it in /gallery, then run \`npm run gallery:update\`.`;
  }
  return describeDifference(name, PNG.sync.read(stored), PNG.sync.read(screenshot));
}

async function describeDifference(name: string, expected: PNG, actual: PNG): Promise<string | null> {
  if (expected.width !== actual.width || expected.height !== actual.height) {
    return `${name} is ${sizeOf(actual)} px large instead of ${sizeOf(expected)}.`;
  }
  const { width, height } = expected;
  const difference = new PNG({ width, height });
  const count = pixelmatch(expected.data, actual.data, difference.data, width, height, { threshold: COLOUR_THRESHOLD });
  if (count <= TOLERANCE * width * height) {
    return null;
  }
  await mkdir(DIFFERENCES, { recursive: true });
  await Promise.all([
    writeFile(join(DIFFERENCES, `${name}.actual.png`), PNG.sync.write(actual)),
    writeFile(join(DIFFERENCES, `${name}.difference.png`), PNG.sync.write(difference)),
  ]);
  const share = ((100 * count) / (width * height)).toFixed(2);
  return `${name} differs in ${share} % of its pixels: see ${DIFFERENCES}/${name}.*.png. If it should look like this, run \`npm run gallery:update\`.`;
}

/** Baselines that no state has any more; an update removes them. */
export async function staleBaselines(names: readonly string[]): Promise<string[]> {
  const known = new Set(names);
  const stale = (await readdir(FOLDER)).map((file) => file.replace(/\.png$/, '')).filter((name) => !known.has(name));
  if (!testConfig().FRONTDESK_GALLERY_UPDATE) {
    return stale;
  }
  await Promise.all(stale.map((name) => rm(fileOf(name))));
  return [];
}

const sizeOf = ({ width, height }: PNG): string => `${String(width)} × ${String(height)}`;

/** Without the alpha channel, which a screenshot does not need, and packed as well as it goes. */
const smaller = (screenshot: Buffer): Buffer => PNG.sync.write(PNG.sync.read(screenshot), { colorType: 2, deflateLevel: 9 });
