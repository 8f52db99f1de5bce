import { axeViolations, describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { heardOn, useBench, openPlain, recorded, send, until, type Bench } from './harness.js';

describeInChromium('widgets', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const field = (name: string): Locator => page().getByLabel(name, { exact: true });
  const show = async (word: string): Promise<void> => {
    await openPlain(bench, { threadItemActions: { feedback: true } });
    await send(page(), `${word} please`);
    await page().locator('.widget').waitFor();
  };
  const received = (type: string): unknown[] =>
    bench.server.chat.received.filter((operation) => operation.type === type).map(({ params }) => params.action);
  const arrived = async (type: string): Promise<unknown> => {
    await until(async () => received(type).length > 0, `a ${type}`);
    return received(type)[0];
  };

  test('a form sends the values of all its fields with its action, once they are valid', async () => {
    await show('form');
    await page().getByRole('button', { name: 'Book' }).click();
    await page().locator('.w-field.invalid').first().waitFor();
    expect(await page().locator('.w-field-error').count()).toBe(2);
    expect(await field('Your name').evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
    expect(received('threads.custom_action')).toEqual([]);

    await field('Your name').fill('Ada');
    expect(await page().locator('.w-field-error').count()).toBe(1);
    await page().getByRole('combobox', { name: 'Floor' }).selectOption('1');
    await field('Afternoon').check();
    await field('I have read the house rules').check();
    await field('Anything else?').fill('A window');
    await field('kind').fill('Sitting desk');
    await page().getByRole('button', { name: 'Book' }).click();
    expect(await arrived('threads.custom_action')).toEqual({
      type: 'booking.create',
      payload: {
        desk: 7,
        person: { name: 'Ada', email: 'ada@example.org' },
        floor: '1',
        day: '2026-11-05T00:00:00Z',
        city: null,
        half: 'pm',
        agreed: true,
        note: 'A window',
        kind: 'Sitting desk',
      },
    });
  });

  test('a list is searched by typing and chosen from by keyboard', async () => {
    await show('form');
    const city = page().getByRole('combobox', { name: 'City' });
    await city.click();
    await city.fill('li');
    const options = page().getByRole('listbox', { name: 'City' }).last().getByRole('option');
    expect(await options.allInnerTexts()).toEqual(['Berlin\nOffice in Berlin', 'Lisbon\nOffice in Lisbon']);
    await city.fill('ly');
    await city.press('Enter');
    expect(await city.inputValue()).toBe('Lyon');
    await city.press('ArrowDown');
    await city.fill('nowhere');
    await page().getByText('Nothing found').waitFor();
    await city.press('Escape');
    expect(await city.inputValue()).toBe('Lyon');
  });

  test('a day is picked from a calendar that keeps to its limits', async () => {
    await show('form');
    await page().getByRole('button', { name: /^Day/ }).click();
    const calendar = page().getByRole('dialog');
    await calendar.getByRole('button', { name: 'Thursday, November 5, 2026' }).waitFor();
    expect(await calendar.getByRole('button', { name: 'Monday, November 30, 2026' }).isDisabled()).toBe(true);
    await page().keyboard.press('ArrowRight');
    await page().keyboard.press('Enter');
    await calendar.waitFor({ state: 'detached' });
    await page().getByRole('button', { name: 'Day: Nov 6, 2026' }).waitFor();
  });

  test('a control acts when it changes, on the server or on the page', async () => {
    await show('switches');
    await page().evaluate(() => {
      const { chat } = window as unknown as { chat: { setOptions(options: unknown): void } };
      chat.setOptions({
        api: { url: '/chatkit' },
        widgets: { onAction: (action: unknown) => Object.assign(window, { lastAction: action }) },
      });
    });
    await field('Send me mails').uncheck();
    expect(await arrived('threads.sync_custom_action')).toEqual({ type: 'mails.set', payload: { list: 'news', mails: false } });
    await page().getByRole('combobox', { name: 'language' }).selectOption('de');
    await page().waitForFunction(() => 'lastAction' in window);
    expect(await page().evaluate(() => (window as unknown as { lastAction: unknown }).lastAction)).toEqual({
      type: 'language.set',
      payload: { language: 'de' },
    });
    expect((await recorded(page())).filter(({ name }) => name === 'error')).toEqual([]);
  });

  test('a chart is drawn by a part that is loaded when it is needed, and its figures can be read', async () => {
    await openPlain(bench);
    const parts: string[] = [];
    page().on('request', (request) => request.url().includes('/chatkit-parts/') && parts.push(new URL(request.url()).pathname));
    await send(page(), 'hello');
    await page().locator('.assistant-message').waitFor();
    expect(parts).toEqual([]);
    await send(page(), 'chart please');
    await page().locator('.recharts-bar-rectangle').nth(5).waitFor();
    expect(parts).toContain('/chatkit-parts/charts.js');
    expect(await page().getByText('Tuesday').first().isVisible()).toBe(true);
    const cells = await page().locator('.w-chart table tr').nth(2).locator('th, td').allTextContents();
    expect(cells).toEqual(['Tuesday', '18', '15', '6']);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in forms and charts, ${colorScheme}`, async () => {
      await openPlain(bench, { theme: { colorScheme } });
      await send(page(), 'form please');
      await heardOn(page(), 'response.end', 1); // until then a draft waits
      await send(page(), 'chart please');
      await page().locator('.recharts-bar-rectangle').nth(5).waitFor();
      expect(await axeViolations(page())).toEqual([]);
    });
  }
});
