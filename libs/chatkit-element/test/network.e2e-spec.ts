import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { composer, heardOn, openPlain, recorded, send, until, useBench, type Bench } from './harness.js';

describeInChromium('a network that goes away', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const chat = (): Bench['server']['chat'] => bench.server.chat;
  const message = (text: string): Locator => page().locator('.assistant-message').getByText(text, { exact: true });
  const banner = (): Locator => page().getByText('You are offline.');
  const setOffline = (offline: boolean): Promise<void> => bench.browser.context.setOffline(offline);
  const types = (): string[] => chat().received.map(({ type }) => type);

  /** The answer is there once, complete, as the end of one turn, and nothing complains. */
  const isWhole = async (): Promise<void> => {
    await message('One two three four five six.').waitFor();
    await heardOn(page(), 'response.end', 1);
    const names = (await recorded(page())).map(({ name }) => name).filter((name) => name.startsWith('response') || name === 'error');
    expect(names).toEqual(['response.start', 'response.end']);
    expect(await page().locator('.bubble').allTextContents()).toEqual(['slow please']);
    expect(await page().getByRole('alert').count()).toBe(0);
    expect(types()).not.toContain('threads.get_by_id');
  };

  test('a laptop that sleeps in the middle of an answer goes on with it when it wakes', async () => {
    await openPlain(bench);
    const session = await bench.browser.context.newCDPSession(page());
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await setOffline(true);
    // The server finishes meanwhile, and the connection never tells.
    chat().readers.silence();
    chat().release('slow');
    await setOffline(false);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await isWhole();
    expect(types()[1]).toBe('runs.stream');
    expect(Number(chat().received[1]?.params.after)).toBeGreaterThan(3);
  });

  test('being offline is said, nothing typed is lost, and the answer goes on as soon as the network is back', async () => {
    await openPlain(bench);
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await setOffline(true);
    await banner().waitFor();
    await page().getByText('Answers continue on the server and appear here when you are back.').waitFor();
    await composer(page()).fill('my next question');
    chat().release('slow');
    await setOffline(false);
    await isWhole();
    await banner().waitFor({ state: 'detached' });
    expect(await composer(page()).inputValue()).toBe('my next question');
  });

  test('away for longer than anybody tries, the answer is looked for when the network is back', async () => {
    await page().clock.install();
    await openPlain(bench);
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await setOffline(true);
    chat().readers.drop();
    await until(async () => {
      await page().clock.runFor(5_000);
      return (await recorded(page())).some(({ name }) => name === 'response.end');
    }, 'the last try');
    expect(await page().getByRole('alert').count()).toBe(0);
    await banner().waitFor();
    chat().release('slow');
    await setOffline(false);
    await message('One two three four five six.').waitFor();
    await banner().waitFor({ state: 'detached' });
    expect((await recorded(page())).filter(({ name }) => name === 'error')).toEqual([]);
    expect(await page().locator('.bubble').allTextContents()).toEqual(['slow please']);
  });

  test('a stream that dies before the echo of the message is asked for again, and the conversation goes on in its thread', async () => {
    chat().readers.losses = 2;
    await openPlain(bench);
    await send(page(), 'hello');
    await message('Hello! How can I help you today?').waitFor();
    await heardOn(page(), 'response.end', 1);
    await send(page(), 'and again');
    await heardOn(page(), 'response.end', 2);
    expect(types()).toEqual(['threads.create', 'threads.create', 'threads.create', 'threads.add_user_message']);
    expect(await page().locator('.bubble').allTextContents()).toEqual(['hello', 'and again']);
    const [thread, ...others] = chat().threads.values();
    expect(others).toEqual([]);
    expect((await recorded(page())).filter(({ name }) => name === 'thread.change').map(({ detail }) => detail)).toEqual([
      { threadId: null },
      { threadId: thread?.id },
    ]);
  });

  test('a server that cannot be reached is told to the reader and to the page, and asked again on request', async () => {
    await openPlain(bench);
    await page().route('**/chatkit', (route) => route.abort('connectionrefused'));
    await send(page(), 'hello');
    await page().getByRole('alert').getByText('The server cannot be reached. Check your connection and try again.').waitFor();
    await page().getByText('Not sent').waitFor();
    expect((await recorded(page())).find(({ name }) => name === 'error')?.detail).toMatchObject({ kind: 'StreamError' });
    await page().unroute('**/chatkit');
    await page().getByRole('button', { name: 'Try again' }).click();
    await message('Hello! How can I help you today?').waitFor();
    expect(await page().locator('.bubble').allTextContents()).toEqual(['hello']);
  });
});
