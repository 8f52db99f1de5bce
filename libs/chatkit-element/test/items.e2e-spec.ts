import { axeViolations, describeInChromium } from '@frontdesk/testing';
import { heardOn, useBench, openPlain, recorded, send, until, type Bench } from './harness.js';

interface Asked {
  clicked: unknown[];
  previewed: unknown[];
}

describeInChromium('items of an answer', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const heard = (name: string, count = 1): Promise<void> => heardOn(page(), name, count);
  const asked = (): Promise<Asked> => page().evaluate(() => (window as unknown as { asked: Asked }).asked);

  /** The page's own callbacks for entities, which remember what they were called with. */
  const withEntities = (): Promise<void> =>
    page().evaluate(() => {
      const asked: Asked = { clicked: [], previewed: [] };
      Object.assign(window, { asked });
      window.chat.setOptions?.({
        api: { url: '/chatkit' },
        entities: {
          onClick: (entity: unknown) => asked.clicked.push(entity),
          onRequestPreview: async (entity: unknown) => {
            asked.previewed.push(entity);
            return { preview: { type: 'Basic', children: [{ type: 'Title', value: 'Ada in person' }] } };
          },
        },
      });
    });

  test('citations stand where they point, share a mark at one place, and tell their sources', async () => {
    await openPlain(bench);
    await send(page(), 'sources please');
    await heard('response.end');
    const marks = page().locator('.citation');
    expect(await marks.allTextContents()).toEqual(['weather.example+1', 'manual.pdf', 'Ada']);
    expect(await page().locator('.assistant-message .markdown p').textContent()).toContain(
      'It will rain on Friday.weather.example+1 Bring a coat, says the manual.manual.pdf AdaAda asked for this',
    );
    await page().getByRole('button', { name: 'Source: Weather office, Rain blog' }).click();
    const card = page().getByRole('dialog');
    await card.getByText('Forecast for the coast').waitFor();
    expect(await card.getByRole('link', { name: 'Rain blog' }).getAttribute('href')).toBe('https://rain.example/blog');
    await page().keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });

    await page().getByRole('button', { name: 'Sources · 5' }).click();
    expect(await page().locator('.source-list .source-heading').allInnerTexts()).toEqual(['On the web', 'Your files']);
    const links = await page()
      .locator('.source-list a')
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLAnchorElement).href));
    expect(links).toEqual(['https://www.weather.example/today', 'https://rain.example/blog']);
    await page().locator('.source-list').getByText('Bad link').waitFor();
  });

  test('the keyboard opens a citation, and an entity is previewed and clicked', async () => {
    await openPlain(bench);
    await withEntities();
    await send(page(), 'sources please');
    await heard('response.end');
    await page().getByRole('button', { name: 'Source: Field manual' }).focus();
    await page().keyboard.press('Tab');
    await page().getByRole('dialog').getByText('Ada in person').waitFor();
    await page().keyboard.press('Enter');
    const entity = { id: 'cus_1', title: 'Ada Lovelace', icon: 'user', interactive: true, data: { plan: 'team' } };
    expect(await asked()).toEqual({ clicked: [entity], previewed: [entity] });
    await page().getByRole('button', { name: 'Sources · 5' }).click();
    await page().locator('.source-list').getByRole('button', { name: 'Ada Lovelace' }).click();
    expect((await asked()).clicked).toHaveLength(2);
  });

  test('a preview that fails is told to the page, and the source is shown all the same', async () => {
    await openPlain(bench);
    await page().evaluate(() =>
      window.chat.setOptions?.({
        api: { url: '/chatkit' },
        entities: { onRequestPreview: () => Promise.reject(new Error('no such customer')) },
      }),
    );
    await send(page(), 'sources please');
    await heard('response.end');
    await page().getByRole('button', { name: 'Source: Ada Lovelace' }).click();
    await heard('error');
    await page().getByRole('dialog').getByText('Customer').waitFor();
    expect((await recorded(page())).find(({ name }) => name === 'error')?.detail).toEqual({
      kind: 'EntityPreviewError',
      error: 'no such customer',
    });
  });

  test('a workflow shows every kind of task while it runs, folds up when the server says so, and opens again', async () => {
    await openPlain(bench);
    await send(page(), 'steps please');
    const line = page().getByRole('button', { name: 'Planning your trip' });
    await line.waitFor();
    expect(await line.getAttribute('aria-expanded')).toBe('true');
    const tasks = page().locator('.workflow .task');
    expect(await tasks.locator('.task-title').allInnerTexts()).toEqual([
      'Understood the question',
      'Searching the web',
      'Reading files',
      'Drawing a map',
      'Weighing it',
    ]);
    expect(await page().getByRole('img', { name: 'Running' }).count()).toBe(2);
    expect(await page().getByRole('img', { name: 'Done' }).count()).toBe(1);
    expect(await tasks.locator('.task-queries li').allInnerTexts()).toEqual(['lisbon weather', 'lisbon trains']);
    await tasks.getByRole('link', { name: 'Weather office' }).waitFor();
    await tasks.getByText('manual.pdf').waitFor();
    bench.server.chat.release('steps');
    await heard('response.end');
    expect(await line.getAttribute('aria-expanded')).toBe('false');
    await page().getByText('Searched once more').waitFor();
    await line.click();
    expect(await page().locator('.workflow').getByRole('img', { name: 'Done' }).count()).toBe(5);
    expect(await page().getByRole('img', { name: 'Running' }).count()).toBe(0);
  });

  test('an image grows from a place over a draft to one that opens large and closes by keyboard', async () => {
    await openPlain(bench);
    await send(page(), 'picture please');
    await page().locator('.image-place').waitFor();
    bench.server.chat.release('draft');
    await page().getByRole('img', { name: 'Draft of the image' }).waitFor();
    expect(await page().getByRole('progressbar').getAttribute('value')).toBe('0.4');
    bench.server.chat.release('picture');
    const open = page().getByRole('button', { name: 'Open the image' });
    await open.waitFor();
    await heard('response.end');
    expect(await page().getByRole('progressbar').count()).toBe(0);
    await open.focus();
    await page().keyboard.press('Enter');
    const dialog = page().getByRole('dialog', { name: 'Generated image' });
    await dialog.waitFor();
    expect(await dialog.getByRole('link', { name: 'Save image' }).getAttribute('href')).toMatch(/\/picture\.svg$/);
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await until(
      () => page().evaluate(() => window.chat.shadowRoot?.activeElement?.getAttribute('aria-label') === 'Open the image'),
      'the focus to come back',
    );
    await open.click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  test.each(['light', 'dark'])('axe finds nothing in citations, sources, tasks and images, %s', async (colorScheme) => {
    const findings = (): Promise<string[]> => axeViolations(page());
    await openPlain(bench, { theme: { colorScheme } });
    await send(page(), 'sources please');
    await heard('response.end');
    await page().getByRole('button', { name: 'Sources · 5' }).click();
    await page().getByRole('button', { name: 'Source: Weather office, Rain blog' }).click();
    await page().getByRole('dialog').waitFor();
    expect(await findings()).toEqual([]);
    await page().keyboard.press('Escape');

    await send(page(), 'steps please');
    await page().getByText('Drawing a map').waitFor();
    expect(await findings()).toEqual([]);
    bench.server.chat.release('steps');
    await heard('response.end', 2);

    await page().setViewportSize({ width: 320, height: 640 });
    await send(page(), 'picture please');
    bench.server.chat.release('draft');
    await page().getByRole('img', { name: 'Draft of the image' }).waitFor();
    expect(await findings()).toEqual([]);
    bench.server.chat.release('picture');
    await page().getByRole('button', { name: 'Open the image' }).click();
    await page().getByRole('dialog', { name: 'Generated image' }).waitFor();
    expect(await findings()).toEqual([]);
  });
});
