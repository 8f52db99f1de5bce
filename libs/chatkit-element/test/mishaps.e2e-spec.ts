import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { COMPOSER_OPTIONS, openComposer } from './composer-page.js';
import { composer, heardOn, openPlain, openUnset, recorded, send, until, useBench, type Bench } from './harness.js';

describeInChromium('what goes wrong', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const chat = (): Bench['server']['chat'] => bench.server.chat;
  const message = (text: string): Locator => page().locator('.assistant-message').getByText(text, { exact: true });
  const button = (name: string): Locator => page().getByRole('button', { name, exact: true });
  const bubbles = (): Promise<string[]> => page().locator('.bubble').allTextContents();
  const types = (): string[] => chat().received.map(({ type }) => type);
  const refuse = (type: string, ...statuses: number[]): unknown => chat().refusals.set(type, statuses);

  /** An answer whose connection breaks, and cannot be taken up again for as long as anybody tries. */
  const loseAnswer = async (): Promise<void> => {
    await page().clock.install();
    await openPlain(bench);
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await page().route('**/chatkit', (route) => route.abort('connectionrefused'));
    chat().readers.drop();
    await until(async () => {
      await page().clock.runFor(5_000);
      return (await recorded(page())).some(({ name }) => name === 'response.end');
    }, 'the last try');
    await page().unroute('**/chatkit');
    chat().release('slow');
  };

  test('a lost answer is looked for and never written anew, however often “Try again” is pressed', async () => {
    await loseAnswer();
    refuse('threads.get_by_id', 400);
    await button('Try again').click();
    await page().getByRole('alert').getByText('No.').waitFor();
    let load = (): void => undefined;
    chat().holds.set('threads.get_by_id', new Promise((resolve) => (load = resolve)));
    // Back on the network, as the browser says, and whoever cannot wait presses too.
    await page().evaluate(() => window.dispatchEvent(new Event('offline')));
    await page().evaluate(() => [window, window].forEach((target) => target.dispatchEvent(new Event('online'))));
    await until(async () => types().filter((type) => type === 'threads.get_by_id').length === 2, 'the second look');
    load();
    await message('One two three four five six.').waitFor();
    expect(types()).not.toContain('threads.retry_after_item');
  });

  test('“Try again” pressed twice looks for a lost answer once', async () => {
    await loseAnswer();
    let load = (): void => undefined;
    chat().holds.set('threads.get_by_id', new Promise((resolve) => (load = resolve)));
    await button('Try again').dblclick();
    load();
    await message('One two three four five six.').waitFor();
    expect(types().filter((type) => type !== 'runs.stream')).toEqual(['threads.create', 'threads.get_by_id']);
  });

  test('a message that was never taken stays as it is when another one is sent', async () => {
    await openPlain(bench);
    refuse('threads.create', 500);
    await send(page(), 'first');
    await page().getByText('Not sent').waitFor();
    await send(page(), 'hello');
    await message('Hello! How can I help you today?').waitFor();
    expect(await bubbles()).toEqual(['first', 'hello']);
    expect(await page().locator('.user-message', { hasText: 'Not sent' }).locator('.bubble').innerText()).toBe('first');
  });

  test('answers to questions that could not be sent are still there, and “Try again” sends them', async () => {
    await openPlain(bench);
    await send(page(), 'question');
    await page().getByLabel('Team').check();
    await button('Next').click();
    await page().getByLabel('What should change?').fill('The price');
    refuse('threads.add_structured_input', 500, 500);
    await button('Submit').click();
    await button('Try again').waitFor();
    expect(await page().getByLabel('What should change?').inputValue()).toBe('The price');
    await button('Back').click();
    expect(await page().getByLabel('Team').isChecked()).toBe(true);
    await button('Try again').click();
    await until(async () => types().filter((type) => type === 'threads.add_structured_input').length === 2, 'the second try');
    await button('Try again').click();
    await message('Thank you for the answers.').waitFor();
    expect(types()).not.toContain('threads.retry_after_item');
    expect(chat().received.at(-1)?.params).toMatchObject({ input: { answers: { q1: { values: ['Team'] }, q2: { values: ['The price'] } } } });
  });

  test('an action of a widget that failed is what “Try again” repeats; one that answers at once says that it failed', async () => {
    await openPlain(bench);
    const card = (streaming: boolean): unknown => ({
      type: 'Card',
      children: [{ type: 'Button', label: streaming ? 'Stream' : 'At once', onClickAction: { type: 'go', streaming } }],
    });
    chat().answersTo.set('card', async (stage) => {
      for (const widget of [card(true), card(false)]) {
        stage.put({ type: 'thread.item.done', item: stage.item({ type: 'widget', widget }) });
      }
    });
    await send(page(), 'card');
    refuse('threads.custom_action', 500);
    await button('Stream').click();
    await button('Try again').click();
    await message('The action arrived.').waitFor();
    expect(types()).not.toContain('threads.retry_after_item');
    refuse('threads.sync_custom_action', 500, 500, 500, 500, 500, 500);
    await button('At once').click();
    await page().getByRole('alert').waitFor();
  });

  test('Stop does not wait for a tool of the page that never ends', async () => {
    await openUnset(bench);
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' }, onClientTool: () => new Promise(() => undefined) }));
    await send(page(), 'theme');
    await until(async () => (await button('Stop answering').count()) === 1 && types().length === 1, 'the tool');
    await button('Stop answering').click();
    await heardOn(page(), 'response.end', 1);
    await composer(page()).fill('on we go');
    await button('Send message').waitFor();
  });

  test('a Stop that reaches nobody does not claim that the answer was stopped', async () => {
    await openPlain(bench);
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await page().route('**/chatkit', (route) => route.abort('connectionrefused'));
    await button('Stop answering').click();
    await button('Try again').waitFor();
    expect(await page().getByText('You stopped this answer.').count()).toBe(0);
    await page().unroute('**/chatkit');
    chat().release('slow');
    await button('Try again').click();
    await message('One two three four five six.').waitFor();
  });

  test('an element that leaves its page while its first message is on the way is not stuck when it comes back', async () => {
    await openPlain(bench);
    let answer = (): void => undefined;
    chat().holds.set('threads.create', new Promise((resolve) => (answer = resolve)));
    await send(page(), 'hello');
    await button('Stop answering').waitFor();
    await page().evaluate(() => {
      Object.assign(window, { place: window.chat.parentElement });
      window.chat.remove();
    });
    await heardOn(page(), 'response.end', 1);
    answer();
    await page().evaluate(() => (window as unknown as { place: HTMLElement }).place.append(window.chat));
    await button('Try again').click();
    await message('Hello! How can I help you today?').waitFor();
    expect(await bubbles()).toEqual(['hello']);
    expect([...chat().threads.keys()]).toHaveLength(1);
  });

  test('the browser’s dialog for files opens once, not again with the next composer', async () => {
    await openComposer(bench);
    let dialogs = 0;
    page().on('filechooser', () => (dialogs += 1));
    await button('Add files and tools').click();
    await page().getByRole('menuitem', { name: 'Add files' }).click();
    await until(async () => dialogs === 1, 'the dialog');
    await send(page(), 'question');
    await page().getByLabel('Team').check();
    await button('Next').click();
    await button('Skip').click();
    await message('Thank you for the answers.').waitFor();
    await composer(page()).waitFor();
    expect(dialogs).toBe(1);
  });

  test('a microphone that is pulled out ends the dictation, and what was said is kept', async () => {
    await page().addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        const audio = new AudioContext();
        const tone = audio.createOscillator();
        const out = audio.createMediaStreamDestination();
        tone.connect(out);
        tone.start();
        Object.assign(window, { unplug: () => out.stream.getTracks().forEach((track) => track.stop()) });
        return out.stream;
      };
    });
    await openComposer(bench);
    await button('Dictate').click();
    await page().getByText('Listening…').waitFor();
    await page().evaluate(() => (window as unknown as { unplug: () => void }).unplug());
    await until(async () => (await composer(page()).inputValue()) === 'what was said', 'the words');
    await button('Dictate').waitFor();
  });

  test('a command that is chosen twice in a row runs once', async () => {
    await openUnset(bench);
    await page().evaluate(() => {
      const runs: string[] = [];
      Object.assign(window, { runs });
      const onSelect = async ({ id }: { id: string }): Promise<undefined> => {
        runs.push(id);
        await new Promise((resolve) => Object.assign(window, { finish: resolve }));
      };
      const commands = { enabled: true, onSearch: async () => [{ id: 'close', label: 'Close the case' }], onSelect };
      window.chat.setOptions?.({ api: { url: '/chatkit' }, commands });
    });
    await composer(page()).pressSequentially('/cl');
    await page().getByRole('option', { name: 'Close the case' }).waitFor();
    await composer(page()).press('Enter');
    await composer(page()).press('Enter');
    await page().evaluate(() => (window as unknown as { finish: () => void }).finish());
    await until(async () => (await composer(page()).inputValue()) === '', 'the end of the command');
    expect(await page().evaluate(() => (window as unknown as { runs: string[] }).runs)).toEqual(['close']);
    expect(types()).toEqual([]);
  });

  test('a chosen tool that new options no longer have is not sent with the draft, which stays', async () => {
    await openPlain(bench, COMPOSER_OPTIONS);
    await button('Think longer').click();
    await composer(page()).fill('hello');
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' }, composer: { tools: [{ id: 'other', label: 'Other' }] } }));
    await heardOn(page(), 'tool.change', 2);
    await composer(page()).press('Enter');
    await heardOn(page(), 'response.end', 1);
    expect(chat().received[0]?.params).toMatchObject({ input: { content: [{ text: 'hello' }] } });
    expect(chat().received[0]?.params).not.toMatchObject({ input: { inference_options: { tool_choice: {} } } });
  });

  test('a prompt of the start screen goes with the tool and the model that were chosen', async () => {
    await openPlain(bench, { ...COMPOSER_OPTIONS, startScreen: { prompts: [{ label: 'Say hello', prompt: 'hello' }] } });
    await button('Think longer').click();
    await button('Model: Large').click();
    await page().getByRole('menuitemradio', { name: 'Small' }).click();
    await button('Model: Small').waitFor();
    await button('Say hello').click();
    await heardOn(page(), 'response.end', 1);
    expect(chat().received[0]?.params).toMatchObject({ input: { inference_options: { tool_choice: { id: 'deep' }, model: 'small' } } });
  });

  test('files under way are given up when the page sets others', async () => {
    await openComposer(bench);
    let go = (): void => undefined;
    chat().files.gate = new Promise((resolve) => (go = resolve));
    await page().evaluate(() => window.chat.setComposerValue?.({ files: [new File(['abc'], 'a.txt', { type: 'text/plain' })] }));
    await until(async () => chat().files.uploads.length === 1, 'the upload');
    const closed = page().waitForEvent('requestfailed', (request) => request.url().includes('/uploads/'));
    await page().evaluate(() => window.chat.setComposerValue?.({ attachments: [] }));
    await closed;
    go();
    expect(await page().locator('.file-chip').count()).toBe(0);
  });

  test('a text that does not fit its pattern is told in words, not in the pattern’s signs', async () => {
    await openPlain(bench);
    const form = {
      type: 'Form',
      onSubmitAction: { type: 'go' },
      children: [
        { type: 'Textarea', name: 'code', pattern: '[A-Z]{3}' },
        { type: 'Button', submit: true, label: 'Save' },
      ],
    };
    chat().answersTo.set('code', async (stage) =>
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'widget', widget: { type: 'Card', children: [form] } }) }),
    );
    await send(page(), 'code');
    await page().locator('.widget textarea').fill('abc');
    await button('Save').click();
    expect(await page().getByRole('alert').innerText()).toBe('Please match the requested format.');
  });
});
