import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { composer, FULL_OPTIONS, heardOn, openPlain, send, until, useBench, type Bench } from './harness.js';

describeInChromium('the focus of people at a keyboard', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const button = (name: string): Locator => page().getByRole('button', { name, exact: true });
  const focused = (): Promise<string | null> =>
    page().evaluate(() => {
      const active = window.chat.shadowRoot?.activeElement;
      return active ? (active.getAttribute('aria-label') ?? active.textContent) : null;
    });
  const settlesOn = (name: string): Promise<void> => until(async () => (await focused()) === name, `the focus on ${name}`);
  /** Goes to a button as by Tab, and presses it. */
  const press = async (name: string): Promise<void> => {
    await page().keyboard.press('Tab');
    await button(name).focus();
    await page().keyboard.press('Enter');
  };

  test('goes to the composer when a prompt, a retry or a remark goes away under it', async () => {
    await openPlain(bench, FULL_OPTIONS);
    await press('Request a feature');
    await settlesOn('Message');
    await heardOn(page(), 'response.end', 1);
    await send(page(), 'fail');
    await press('Try again');
    await settlesOn('Message');
    await heardOn(page(), 'response.end', 3);
    await send(page(), 'notice');
    await heardOn(page(), 'response.end', 4);
    await press('Dismiss');
    await settlesOn('Message');
  });

  test('goes to the composer with Stop, and into the thread with the way to its end', async () => {
    await openPlain(bench);
    await send(page(), 'slow');
    await page().getByText('One two three').waitFor();
    await press('Stop answering');
    await settlesOn('Message');
    await heardOn(page(), 'response.end', 1);
    await page().setViewportSize({ width: 600, height: 320 });
    await send(page(), 'long');
    await heardOn(page(), 'response.end', 2);
    await page()
      .locator('.scroll')
      .evaluate((view) => view.scrollTo(0, 0));
    await until(async () => (await page().locator('.to-end.away').count()) === 0, 'the way to the end');
    await press('Scroll to the end');
    await settlesOn('Messages');
  });

  test('comes back to a button that waited, and stays on a verdict', async () => {
    await openPlain(bench, FULL_OPTIONS);
    chat().answersTo.set('card', async (stage) =>
      stage.put({
        type: 'thread.item.done',
        item: stage.item({
          type: 'widget',
          widget: { type: 'Card', children: [{ type: 'Button', label: 'Check', onClickAction: { type: 'go', streaming: false } }] },
        }),
      }),
    );
    await send(page(), 'card');
    await heardOn(page(), 'response.end', 1);
    await press('Check');
    await until(async () => chat().received.at(-1)?.type === 'threads.sync_custom_action', 'the action');
    await settlesOn('Check');
    await press('Good answer');
    await until(async () => (await button('Bad answer').count()) === 0, 'the verdict');
    expect(await focused()).toBe('Good answer');
  });

  test('is not taken from the page by a composer that comes back', async () => {
    await openPlain(bench);
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 1);
    await button('Copy').click();
    await page().evaluate(() => {
      const field = document.createElement('input');
      document.body.append(field);
      const place = window.chat.parentElement;
      window.chat.remove();
      field.focus();
      setTimeout(() => place?.append(window.chat), 50);
    });
    await composer(page()).waitFor();
    await page().locator('.assistant-message').waitFor();
    expect(await page().evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  });

  const chat = (): Bench['server']['chat'] => bench.server.chat;
});
