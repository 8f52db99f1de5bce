import { axeViolations, describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import type { Answer } from './fixture/answers.js';
import { heardOn, openPlain, recorded, send, until, useBench, type Bench } from './harness.js';

const WEATHER = { type: 'url', title: 'Weather office', url: 'https://weather.example/today' };
const citing = (index: number): object => ({ type: 'annotation', source: WEATHER, index });

describeInChromium('what a stream tells', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const heard = (name: string, count = 1): Promise<void> => heardOn(page(), name, count);
  const message = (): Locator => page().locator('.assistant-message').last();
  const gate = (name: string): void => bench.server.chat.release(name);

  /** Asks, and is answered as the test says. */
  const ask = async (answer: Answer): Promise<void> => {
    bench.server.chat.answersTo.set('go', answer);
    await openPlain(bench);
    await send(page(), 'go');
  };

  /** An answer in one piece, from the store of the double. */
  const show = async (text: string, ...annotations: object[]): Promise<void> => {
    await ask(async (stage) => {
      const content = [{ type: 'output_text', text, annotations }];
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'assistant_message', content }) });
    });
    await heard('response.end');
  };

  test('thread.updated gives the thread its title while it is open', async () => {
    await openPlain(bench);
    await send(page(), 'title please');
    await page().locator('header.header').getByRole('heading', { name: 'A fitting title' }).waitFor();
  });

  test('stream_options without leave to cancel take Stop away; the answer ends by itself', async () => {
    await ask(async (stage) => {
      stage.put({ type: 'stream_options', stream_options: { allow_cancel: false } });
      await stage.say('Half of it, ', 0, { gate: 'rest', text: 'and the rest.' });
    });
    await message().getByText('Half of it,').waitFor();
    await page().getByRole('button', { name: 'Wait until the answer is complete' }).waitFor();
    expect(await page().getByRole('button', { name: 'Stop answering' }).count()).toBe(0);
    gate('rest');
    await message().getByText('Half of it, and the rest.').waitFor();
    await heard('response.end');
  });

  test('an item that is removed goes, one that is replaced changes its kind in its place', async () => {
    await ask(async (stage) => {
      const lost = stage.item({ type: 'assistant_message', content: [{ type: 'output_text', text: 'A false start.', annotations: [] }] });
      const task = stage.item({ type: 'task', task: { type: 'custom', title: 'Looking it up' } });
      stage.put({ type: 'thread.item.added', item: lost });
      stage.put({ type: 'thread.item.added', item: task });
      await stage.gate('change');
      stage.put({ type: 'thread.item.removed', item_id: lost.id });
      const content = [{ type: 'output_text', text: 'Here it is.', annotations: [] }];
      stage.put({ type: 'thread.item.replaced', item: { ...task, type: 'assistant_message', content, task: undefined } });
    });
    await page().getByText('A false start.').waitFor();
    await page().getByText('Looking it up').waitFor();
    gate('change');
    await message().getByText('Here it is.').waitFor();
    expect(await page().getByText('A false start.').count()).toBe(0);
    expect(await page().getByText('Looking it up').count()).toBe(0);
  });

  test('parts of a message are added, grow, get annotations and are put right at the end', async () => {
    await ask(async (stage) => {
      const item = stage.item({ type: 'assistant_message', content: [] });
      const update = (of: string, fields: object): void =>
        stage.put({ type: 'thread.item.updated', item_id: item.id, update: { type: `assistant_message.content_part.${of}`, ...fields } });
      const part = (text: string, ...annotations: object[]): object => ({ type: 'output_text', text, annotations });
      stage.put({ type: 'thread.item.added', item });
      update('added', { content_index: 0, content: part('') });
      update('text_delta', { content_index: 0, delta: 'It will rain.' });
      update('annotation_added', { content_index: 0, annotation_index: 0, annotation: citing(13) });
      update('added', { content_index: 1, content: part('Bring a **coat') });
      await stage.gate('more');
      update('text_delta', { content_index: 0, delta: ' All day long' });
      await stage.gate('done');
      update('done', { content_index: 0, content: part('It will rain. All day.', citing(13)) });
      update('done', { content_index: 1, content: part('Bring a **coat**.') });
      stage.put({
        type: 'thread.item.done',
        item: { ...item, content: [part('It will rain. All day.', citing(13)), part('Bring a **coat**.')] },
      });
    });
    const paragraphs = (): Promise<string[]> => message().locator('p').allTextContents();
    await message().locator('.citation').waitFor();
    await message().locator('strong', { hasText: 'coat' }).waitFor();
    expect(await paragraphs()).toEqual(['It will rain.weather.example', 'Bring a coat']);
    gate('more');
    await message().getByText('All day long').waitFor();
    expect(await paragraphs()).toEqual(['It will rain.weather.example All day long', 'Bring a coat']);
    gate('done');
    await heard('response.end');
    expect(await paragraphs()).toEqual(['It will rain.weather.example All day.', 'Bring a coat.']);
    await page().getByRole('button', { name: 'Sources · 1' }).waitFor();
  });

  test('what is finished of a long answer is never drawn anew', async () => {
    const paragraphs = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => `Paragraph ${from + index}.\n\n`).join('');
    await ask((stage) => stage.say(paragraphs(0, 20), 0, { gate: 'more', text: paragraphs(20, 80) }));
    await message().getByText('Paragraph 18.').waitFor();
    await message().evaluate((node) => Object.assign(window, { drawn: [...node.querySelectorAll('p')].slice(0, 18) }));
    gate('more');
    await message().getByText('Paragraph 79.').waitFor();
    await heard('response.end');
    const kept = await message().evaluate((node) => {
      const { drawn } = window as unknown as { drawn: Element[] };
      return drawn.filter((paragraph, index) => paragraph === node.querySelectorAll('p')[index]).length;
    });
    expect(kept).toBe(18);
  });

  test('a widget streams its text, and is changed in part and as a whole', async () => {
    const text = (id: string, value: string, streaming = false): object => ({ type: 'Text', id, value, streaming });
    const card = (...children: object[]): object => ({ type: 'Card', children });
    await ask(async (stage) => {
      const item = stage.item({ type: 'widget', widget: card(text('story', '', true), text('state', 'Open')) });
      const update = (fields: object): void => stage.put({ type: 'thread.item.updated', item_id: item.id, update: fields });
      stage.put({ type: 'thread.item.added', item });
      update({ type: 'widget.streaming_text.value_delta', component_id: 'story', delta: 'Once upon ', done: false });
      update({ type: 'widget.streaming_text.value_delta', component_id: 'story', delta: 'a time', done: true });
      await stage.gate('component');
      update({ type: 'widget.component.updated', component_id: 'state', component: text('state', 'Closed') });
      await stage.gate('root');
      const root = card({ type: 'Title', value: 'The end' });
      update({ type: 'widget.root.updated', widget: root });
      stage.put({ type: 'thread.item.done', item: { ...item, widget: root } });
    });
    const widget = page().locator('.w-card');
    await widget.getByText('Once upon a time').waitFor();
    await widget.getByText('Open').waitFor();
    gate('component');
    await widget.getByText('Closed').waitFor();
    expect(await widget.getByText('Once upon a time').count()).toBe(1);
    gate('root');
    await widget.getByText('The end').waitFor();
    expect(await widget.getByText('Closed').count()).toBe(0);
  });

  test('notices of each level, an error that cannot be tried again, and the end of the turn all the same', async () => {
    await ask(async (stage) => {
      for (const level of ['info', 'warning', 'danger']) {
        stage.put({ type: 'notice', level, title: `A ${level}`, message: 'with **words**' });
      }
      stage.put({ type: 'error', code: 'custom', message: 'This cannot be answered.', allow_retry: false });
    });
    await heard('response.end');
    for (const level of ['info', 'warning', 'danger']) {
      await page().locator(`.callout.${level}`).getByText(`A ${level}`).waitFor();
    }
    await page().getByText('This cannot be answered.').waitFor();
    expect(await page().getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect((await recorded(page())).filter(({ name }) => name.startsWith('response')).map(({ name }) => name)).toEqual([
      'response.start',
      'response.end',
    ]);
  });

  test('what is newer than this chat or not for eyes is passed over; the rest goes on', async () => {
    await ask(async (stage) => {
      stage.put({ type: 'thread.exploded', debris: true });
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'hologram', body: 'future' }) });
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'hidden_context_item', content: 'a secret' }) });
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'sdk_hidden_context', content: 'a secret' }) });
      stage.put({ type: 'thread.item.updated', item_id: 'nowhere', update: { type: 'workflow.task.sung', task_index: 7 } });
      await stage.say('Still here.');
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'end_of_turn' }) });
    });
    await message().getByText('Still here.').waitFor();
    await heard('response.end');
    expect(await page().locator('.turn').innerText()).not.toMatch(/secret|future/);
    const errors = (await recorded(page())).filter(({ name }) => name === 'error');
    expect(errors).toEqual([]);
  });

  test('citations stand in the cells of a table, and it stays a table', async () => {
    const table = '| Day | Rain |\n| --- | --- |\n| Fri | yes |\n| Sat | no |';
    await show(table, citing(table.indexOf('| yes |') + 7), citing(table.length));
    expect(await message().locator('tbody tr').count()).toBe(2);
    expect(await message().locator('tbody td').allTextContents()).toEqual(['Fri', 'yesweather.example', 'Sat', 'noweather.example']);
  });

  test('a citation in a text from right to left stands at its left end', async () => {
    const text = 'יורד גשם היום.';
    await show(text, citing(text.length));
    const paragraph = message().locator('p');
    expect(await paragraph.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
    const word = await paragraph.evaluate((node) => {
      const range = document.createRange();
      range.selectNodeContents(node.firstChild ?? node);
      return range.getBoundingClientRect().left;
    });
    const mark = await message().locator('.citation').boundingBox();
    expect((mark?.x ?? Infinity) + (mark?.width ?? 0)).toBeLessThanOrEqual(word + 1);
  });

  test('footnotes lead to their text and back; a mention without one stays as it was written', async () => {
    await show('It rains[^1], and that[^2] is known.\n\n[^1]: The **forecast** says so.\n    Every day.\n');
    const mark = page().getByRole('button', { name: 'Footnote 1', exact: true });
    expect(await message().locator('.blocks > p').first().textContent()).toBe('It rains1, and that[^2] is known.');
    const note = page().getByRole('note', { name: 'Footnote 1' });
    expect(await note.locator('strong').innerText()).toBe('forecast');
    expect(await axeViolations(page())).toEqual([]);
    await mark.click();
    const focused = (): Promise<string | null | undefined> =>
      page().evaluate(() => window.chat.shadowRoot?.activeElement?.getAttribute('aria-label'));
    await until(async () => (await focused()) === 'Footnote 1', 'the footnote to have the focus');
    expect(await note.evaluate((node) => node === (node.getRootNode() as ShadowRoot).activeElement)).toBe(true);
    await page().getByRole('button', { name: 'Back to where footnote 1 is mentioned' }).click();
    expect(await mark.evaluate((node) => node === (node.getRootNode() as ShadowRoot).activeElement)).toBe(true);
  });

  test('a mention that streams before its footnote is a mention from the start', async () => {
    await ask((stage) => stage.say('It rains[^a] again. ', 0, { gate: 'note', text: '\n\n[^a]: So they say.' }));
    await message().locator('sup', { hasText: 'a' }).waitFor();
    expect(await message().getByRole('button', { name: 'Footnote a' }).count()).toBe(0);
    gate('note');
    await page().getByRole('button', { name: 'Footnote a', exact: true }).waitFor();
  });

  test('an answer that was stopped says so when its thread is opened again, in silence, until another one comes', async () => {
    await openPlain(bench);
    await send(page(), 'slow please');
    await page().getByText('One two three').waitFor();
    await page().getByRole('button', { name: 'Stop answering' }).click();
    const [thread] = bench.server.chat.threads.keys();
    await page().locator('.stopped').waitFor();
    await openPlain(bench, { initialThread: thread });
    await page().locator('.stopped').getByText('You stopped this answer.').waitFor();
    expect(await page().locator('[aria-live]').textContent()).toBe('');
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 1);
    expect(await page().locator('.stopped').count()).toBe(0);
    await openPlain(bench, { initialThread: thread });
    await page().locator('.assistant-message').getByText('Hello!').waitFor();
    await until(async () => bench.server.chat.received.at(-1)?.type === 'runs.stream', 'the question for what runs');
    expect(await page().locator('.stopped').count()).toBe(0);
  });
});
