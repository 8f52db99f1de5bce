import { describeInChromium } from '@frontdesk/testing';
import { CpuMeter } from './cpu-meter.js';
import { TOKENS } from './fixture/torrent.js';
import { useBench, openPlain, recorded, send, until, type Bench } from './harness.js';

/** `npm run bench:element` streams as fast as a model does; the suite forty times as fast. */
// eslint-disable-next-line no-restricted-properties -- a switch of this one test, not a setting of a process
const PACE = process.env.FRONTDESK_ELEMENT_PACE === 'model' ? 'trickle' : 'torrent';
const QUARTER_MS = PACE === 'trickle' ? 120_000 : 30_000;
/** Of one task, on the processor. Forty times the pace brings forty times the words into a frame. */
const LONGEST_MS = PACE === 'trickle' ? 50 : 100;

describeInChromium('long answers and long threads', () => {
  const bench = useBench({ context: { reducedMotion: 'no-preference' } });
  const page = (): Bench['page'] => bench.page;

  const quarters = async (): Promise<number> =>
    (await recorded(page())).filter(({ name, detail }) => name === 'effect' && (detail as { name: string }).name === 'quarter').length;

  test(
    `an answer of ${TOKENS.toLocaleString('en')} tokens streams without a long frame, and its last words cost what its first ones did`,
    async () => {
      await openPlain(bench, { thread: { autoScroll: true } });
      const meter = await CpuMeter.on(page());
      await send(page(), PACE);
      await page().getByRole('button', { name: 'Stop answering' }).waitFor();
      await meter.startTrace();
      const costs: number[] = [];
      for (let quarter = 1; quarter <= 4; quarter += 1) {
        const before = await meter.busy();
        bench.server.chat.release(`quarter-${quarter}`);
        await until(async () => (await quarters()) === quarter, `quarter ${quarter}`, QUARTER_MS);
        costs.push(((await meter.busy()) - before) / (TOKENS / 4));
      }
      const longest = await meter.longestTasks(5);
      bench.server.chat.release('end');
      await page().getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
      const figures = `ms per token by quarter: ${costs.map((cost) => cost.toFixed(3)).join(', ')}; longest tasks: ${longest.map((ms) => ms.toFixed(0)).join(', ')} ms`;
      if (PACE === 'trickle') {
        process.stdout.write(`${figures}\n`);
      }
      // Halves: on a busy machine a quarter alone is disturbed by what else the processor's caches hold.
      const [first = 0, second = 0, third = 0, fourth = 0] = costs;
      const grows = third + fourth > 1.6 * (first + second);
      expect({ figures, grows, long: (longest[0] ?? 0) > LONGEST_MS }).toEqual({ figures, grows: false, long: false });
    },
    4 * QUARTER_MS + 60_000,
  );

  test('a thread of 5,000 items opens in under a second, keeps few turns in the document, and scrolls without a long frame', async () => {
    const texts = Array.from({ length: 5_000 }, (_, index) =>
      index % 2 === 0 ? `question ${index}` : `answer ${index}\n\n${'Some words of **weight**. '.repeat(1 + (index % 40))}`,
    );
    const thread = bench.server.chat.addThread('Long', texts);
    // A server that gives all of them at once is the hardest case.
    bench.server.chat.pageSize = 5_000;
    await openPlain(bench);
    const meter = await CpuMeter.on(page());
    const before = await meter.busy();
    await page().evaluate((id) => window.chat.setThreadId?.(id), thread.id);
    const last = page().getByText('answer 4999');
    await last.waitFor();
    expect((await meter.busy()) - before).toBeLessThan(1_000);
    await until(() => last.evaluate((node) => node.getBoundingClientRect().top < window.innerHeight), 'the end in view');
    const turns = page().locator('.turn');
    expect(await turns.last().getAttribute('aria-setsize')).toBe('2500');
    expect(await turns.count()).toBeLessThan(40);

    await meter.startTrace();
    await page().mouse.move(500, 300);
    for (let count = 0; count < 60; count += 1) {
      await page().mouse.wheel(0, -900);
      await page().evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    const [longest = 0] = await meter.longestTasks(1);
    expect(longest).toBeLessThan(50);
    expect(await turns.count()).toBeLessThan(40);
    expect(await last.count()).toBe(1);
    await page().getByRole('button', { name: 'Scroll to the end' }).click();
    await until(() => last.evaluate((node) => node.getBoundingClientRect().top < window.innerHeight), 'the end again');
  });

  /** Lets the page draw until sizes that became known have had their effect. */
  const frames = (): Promise<void> =>
    page().evaluate(async () => {
      for (let count = 0; count < 5; count += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });

  test('what the reader looks at stays in place when older turns come in above', async () => {
    const texts = Array.from({ length: 400 }, (_, index) =>
      index % 2 === 0 ? `question ${index}` : `answer ${index} ${'and more words '.repeat((index * 7) % 90)}`,
    );
    const thread = bench.server.chat.addThread('Long', texts);
    await openPlain(bench, { initialThread: thread.id });
    await page().getByText('answer 399').waitFor();
    const place = (): Promise<{ key: string; top: number } | undefined> =>
      page().evaluate(() => {
        const view = window.chat.shadowRoot?.querySelector('.scroll');
        const middle = (view?.getBoundingClientRect().top ?? 0) + 200;
        const turn = [...(view?.querySelectorAll<HTMLElement>('.turn') ?? [])].find((node) => node.getBoundingClientRect().bottom > middle);
        return turn && { key: turn.dataset.turn ?? '', top: turn.getBoundingClientRect().top };
      });
    const count = async (): Promise<number> => Number(await page().locator('.turn').last().getAttribute('aria-setsize'));
    for (let round = 0; round < 3; round += 1) {
      const before = await count();
      let release = (): void => undefined;
      bench.server.chat.holds.set('items.list', new Promise((resolve) => (release = resolve)));
      await page()
        .locator('.scroll')
        .evaluate((view) => view.scrollTo({ top: 700, behavior: 'instant' }));
      await page().getByRole('img', { name: 'Loading earlier messages' }).waitFor();
      await frames();
      const seen = await place();
      bench.server.chat.holds.delete('items.list');
      release();
      await until(async () => (await count()) > before, 'older turns');
      await frames();
      const now = await page().evaluate(
        (key) => window.chat.shadowRoot?.querySelector(`[data-turn="${key}"]`)?.getBoundingClientRect().top,
        seen?.key ?? '',
      );
      expect(Math.abs((now ?? Infinity) - (seen?.top ?? 0))).toBeLessThan(2);
    }
  });
});
