import { describeInChromium } from '@frontdesk/testing';

import { STATES } from '../src/gallery/states/index.js';
import { compareWithBaseline, staleBaselines } from './baselines.js';
import { GalleryPage } from './gallery-page.js';

/** Between them: both schemes, both directions, a column and a page. */
const NARROW_LIGHT = { width: '320' };
const WIDE_DARK = { width: '768', scheme: 'dark', direction: 'rtl' } as const;

interface Seen {
  readonly differences: readonly (string | null)[];
  readonly findings: readonly string[];
  readonly moving: readonly string[];
}

describeInChromium('the gallery', () => {
  let gallery: GalleryPage;

  beforeAll(async () => {
    gallery = await GalleryPage.open();
  });

  afterAll(() => gallery.close());

  /** All that is to be known of a state, with as few changes of it as possible. */
  const look = async (name: string): Promise<Seen> => {
    await gallery.show(name, NARROW_LIGHT);
    const light = await compareWithBaseline(`${name}.light`, await gallery.screenshot());
    const lightFindings = await gallery.findings();
    await gallery.set(WIDE_DARK);
    const dark = await compareWithBaseline(`${name}.dark`, await gallery.screenshot());
    const darkFindings = await gallery.findings();
    return { differences: [light, dark], findings: [...lightFindings, ...darkFindings], moving: await gallery.moving() };
  };

  describe.each(STATES.map(({ name }) => name))('%s', (name) => {
    let seen: Seen;

    beforeAll(async () => {
      seen = await look(name);
    });

    it('looks as it did, in a narrow light column and wide, dark and from right to left', () => {
      expect(seen.differences).toEqual([null, null]);
    });

    it('has nothing that axe finds', () => {
      expect(seen.findings).toEqual([]);
    });

    it('has nothing that moves for readers who asked for that', () => {
      expect(seen.moving).toEqual([]);
    });
  });

  it('has no baseline of a state that is gone', async () => {
    expect(await staleBaselines(STATES.flatMap(({ name }) => [`${name}.light`, `${name}.dark`]))).toEqual([]);
  });

  it('asks nobody but its own origin, and keeps to the content security policy', () => {
    expect(gallery.browser.foreignRequests(gallery.web.server.origin)).toEqual([]);
    // What the chat tells developers belongs to states: wrong options, a server that cannot be reached.
    expect(gallery.web.complaints.filter((line) => !line.startsWith('<openai-chatkit>'))).toEqual([]);
  });
});
