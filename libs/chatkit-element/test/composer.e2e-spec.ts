import { describeInChromium } from '@frontdesk/testing';
import { openComposer } from './composer-page.js';
import { composer, heardOn, useBench, recorded, send, until, type Bench } from './harness.js';

describeInChromium('the composer', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const input = (): Record<string, unknown> => bench.server.chat.received.at(-1)?.params.input as Record<string, unknown>;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const focused = (): Promise<string | null | undefined> =>
    page().evaluate(() => window.chat.shadowRoot?.activeElement?.getAttribute('aria-label'));

  const open = (): Promise<void> => openComposer(bench);
  const called = (): Promise<unknown> => page().evaluate(() => (window as unknown as { called: unknown }).called);

  describe('mentions', () => {
    test('are searched after @, chosen by keyboard, stand as one unit, and are sent as tags', async () => {
      await open();
      await composer(page()).pressSequentially('Ask @a');
      const list = page().getByRole('listbox', { name: 'Mentions' });
      await list.getByRole('option', { name: 'Alan Turing' }).waitFor();
      expect(await list.locator('.menu-group').allInnerTexts()).toEqual(['People', 'Documents']);
      await page().locator('[role=listbox][aria-busy=false]').waitFor();
      await page().keyboard.press('ArrowDown');
      await page().keyboard.press('ArrowUp');
      expect(await composer(page()).getAttribute('aria-activedescendant')).toBe(await list.getByRole('option').first().getAttribute('id'));
      await page().keyboard.press('Enter');
      expect(await composer(page()).inputValue()).toBe('Ask Ada Lovelace ');
      expect(await page().locator('.draft-tag').count()).toBe(1);
      // Over the blank, then over the whole tag; deleting one letter of a tag deletes it.
      await page().keyboard.press('ArrowLeft');
      await page().keyboard.press('ArrowLeft');
      await until(() => composer(page()).evaluate((field: HTMLTextAreaElement) => field.selectionStart === 4), 'the jump');
      await page().keyboard.press('ArrowRight');
      await until(() => composer(page()).evaluate((field: HTMLTextAreaElement) => field.selectionStart === 16), 'the jump back');
      await page().keyboard.press('End');
      await page().keyboard.type('about it');
      await page().keyboard.press('Enter');
      await heardOn(page(), 'response.end', 1);
      expect(input().content).toEqual([
        { type: 'input_text', text: 'Ask ' },
        { type: 'input_tag', id: 'ada', text: 'Ada Lovelace', data: { team: 'engines' }, group: 'People', interactive: true },
        { type: 'input_text', text: ' about it' },
      ]);
      const tag = page().locator('.bubble').getByRole('button', { name: 'Ada Lovelace' });
      await tag.hover();
      await page().getByText('All about Ada Lovelace').waitFor();
      await tag.click();
      expect(await called()).toEqual([['click', expect.objectContaining({ id: 'ada', data: { team: 'engines' } })]]);
    });

    test('go as a whole with Backspace, survive cut and paste, and open from their button', async () => {
      await open();
      await button('Mention something').click();
      await page().getByRole('option', { name: 'The plan' }).click();
      expect(await composer(page()).inputValue()).toBe('The plan ');
      await composer(page()).evaluate((field: HTMLTextAreaElement) => {
        field.setSelectionRange(0, 8);
        const clipboardData = new DataTransfer();
        for (const type of ['cut', 'paste']) {
          field.dispatchEvent(new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true }));
        }
      });
      expect(await page().locator('.draft-tag').count()).toBe(1);
      await composer(page()).press('End');
      await page().keyboard.press('Backspace');
      await page().keyboard.press('Backspace');
      expect(await composer(page()).inputValue()).toBe('');
      expect(await focused()).toBe('Message');
    });

    test('say when nothing is found or the search fails; Escape leaves the word alone', async () => {
      await open();
      await composer(page()).pressSequentially('@zzz');
      await page().getByText('Nothing found').waitFor();
      await composer(page()).fill('@boom');
      await page().getByText('The search failed.').waitFor();
      await until(
        async () => (await recorded(page())).some(({ detail }) => (detail as { kind?: string } | null)?.kind === 'EntitySearchError'),
        'the error',
      );
      await composer(page()).fill('@a');
      await page().getByRole('listbox').getByRole('option').first().waitFor();
      await page().keyboard.press('Escape');
      expect(await page().getByRole('listbox').count()).toBe(0);
      expect(await composer(page()).inputValue()).toBe('@a');
    });
  });

  test('commands: effects, follow-up menus, entities, and what the composer can do itself', async () => {
    await open();
    await composer(page()).pressSequentially('/');
    await page()
      .getByRole('option', { name: /Summarize/ })
      .waitFor();
    const labels = await page().getByRole('option').locator('.menu-label').allInnerTexts();
    expect(labels).toEqual(['Summarize', 'Assign to…', 'Attach the plan', 'Add files', 'Search the web', 'Think longer', 'Small', 'Large']);
    await page().keyboard.type('sum');
    await until(async () => (await page().getByRole('option').count()) === 1, 'the search');
    await page().keyboard.press('Enter');
    await until(async () => (await composer(page()).inputValue()) === '', 'the word to go');
    await page().keyboard.type('/assign');
    await until(async () => (await page().getByRole('option').count()) === 1, 'the search');
    await page().keyboard.press('Enter');
    await page().getByRole('option', { name: 'Team B' }).click();
    await composer(page()).fill('');
    await composer(page()).pressSequentially('/plan');
    await until(async () => (await page().getByRole('option').count()) === 1, 'the search');
    await page().keyboard.press('Enter');
    await until(async () => (await page().locator('.draft-tag').count()) === 1, 'the tag');
    await page().keyboard.type('/web');
    await until(async () => (await page().getByRole('option').count()) === 1, 'the search');
    await page().keyboard.press('Enter');
    await button('Remove tool Search the web').waitFor();
    expect(await called()).toEqual([
      ['command', 'sum'],
      ['command', 'who'],
      ['command', 'team:b'],
      ['command', 'doc'],
    ]);
  });

  test('tools and models: menu, pinned, short label, placeholder, persistence, default and disabled, by keyboard', async () => {
    await open();
    await button('Add files and tools').focus();
    await page().keyboard.press('Enter');
    const tool = page().getByRole('menuitemradio', { name: 'Search the web' });
    await tool.waitFor();
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    const chip = button('Remove tool Search the web');
    expect(await chip.innerText()).toBe('Search');
    expect(await composer(page()).getAttribute('placeholder')).toBe('Search for…');
    expect(await focused()).toBe('Message');
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 1);
    expect(input().inference_options).toEqual({ tool_choice: { id: 'search' }, model: 'large' });
    await until(async () => (await chip.count()) === 0, 'the tool to be let go');

    await button('Think longer').click();
    await button('Model: Large').click();
    expect(await page().getByRole('menuitemradio', { name: 'Large' }).getAttribute('aria-checked')).toBe('true');
    await page().getByRole('menuitemradio', { name: 'Huge' }).click({ force: true });
    await page().getByRole('menuitemradio', { name: /Small/ }).click();
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 2);
    expect(input().inference_options).toEqual({ tool_choice: { id: 'deep' }, model: 'small' });
    expect(await button('Remove tool Think longer').count()).toBe(1);
    expect((await recorded(page())).filter(({ name }) => name === 'tool.change').map(({ detail }) => detail)).toEqual([
      { toolId: 'search' },
      { toolId: null },
      { toolId: 'deep' },
    ]);
  });

  test('dictation writes down what was said; a refused microphone is explained; cancelling keeps nothing', async () => {
    await page().addInitScript(() => {
      const microphone = async (): Promise<MediaStream> => {
        if ((window as unknown as { denied?: boolean }).denied) {
          throw new DOMException('Permission denied', 'NotAllowedError');
        }
        // A real stream for a real recorder, from a tone instead of a microphone.
        const audio = new AudioContext();
        const tone = audio.createOscillator();
        const out = audio.createMediaStreamDestination();
        tone.connect(out);
        tone.start();
        return out.stream;
      };
      navigator.mediaDevices.getUserMedia = microphone;
    });
    await open();
    await composer(page()).fill('Note:');
    await button('Dictate').click();
    await page().getByText('Listening…').waitFor();
    expect(await focused()).toBe('Finish dictation');
    await button('Finish dictation').click();
    await until(async () => (await composer(page()).inputValue()) === 'Note: what was said', 'the words');
    expect(bench.server.chat.received.at(-1)).toMatchObject({
      type: 'input.transcribe',
      params: { mime_type: 'audio/webm;codecs=opus', audio_base64: expect.stringMatching(/^[\w+/]+=*$/) },
    });
    await button('Dictate').click();
    await button('Cancel dictation').click();
    await button('Dictate').waitFor();
    await page().evaluate(() => Object.assign(window, { denied: true }));
    await button('Dictate').click();
    await page().getByText('This page may not use the microphone.').waitFor();
    expect(await composer(page()).inputValue()).toBe('Note: what was said');
  });

  test('a selected passage of an answer is quoted in the reply', async () => {
    await open();
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 1);
    await page().locator('.assistant-message strong').dblclick();
    await button('Reply to this').click();
    await page().getByRole('group', { name: 'Quoted text' }).getByText('help').waitFor();
    await page().keyboard.type('with what?');
    await page().keyboard.press('Enter');
    await heardOn(page(), 'response.end', 2);
    expect(input()).toMatchObject({ quoted_text: 'help' });
  });
});
