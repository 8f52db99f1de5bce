import { describeInChromium } from '@frontdesk/testing';
import { HOSTILE_IMAGES, XSS_CORPUS } from './fixture/xss-corpus.js';
import { composer, heardOn, useBench, openPlain, recorded, send, until, type Bench } from './harness.js';

describeInChromium('what answers and the interface look like', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;

  const openThread = async (answers: readonly string[], options: object = {}): Promise<void> => {
    const thread = bench.server.chat.addThread(
      'Answers',
      answers.flatMap((answer) => ['question', answer]),
    );
    bench.server.chat.pageSize = 500;
    await openPlain(bench, { initialThread: thread.id, ...options });
    await page().locator('.turn').last().waitFor();
  };

  test('no text of a hostile corpus runs, loads or becomes an element that could', async () => {
    // High enough for everything to be in the document.
    await page().setViewportSize({ width: 1000, height: 20_000 });
    await openThread(XSS_CORPUS);
    await until(async () => (await page().locator('.assistant-message').count()) === XSS_CORPUS.length, 'the whole corpus');
    const found = await page().evaluate(() => {
      const root = window.chat.shadowRoot;
      const all = [...(root?.querySelectorAll('.assistant-message *') ?? [])];
      return {
        pwned: 'pwned' in window,
        tags: all
          .map((node) => node.localName)
          .filter((name) => /^(script|iframe|object|embed|style|link|base|meta|form|video|audio)$/.test(name)),
        images: all.filter((node) => node instanceof HTMLImageElement && new URL(node.src).origin !== location.origin).length,
        handlers: all.flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith('on')),
        schemes: [...new Set(all.filter((node) => node instanceof HTMLAnchorElement).map((node) => node.protocol))].sort(),
      };
    });
    expect(found).toEqual({ pwned: false, tags: [], images: 0, handlers: [], schemes: ['http:', 'https:'] });
    // What is clicked must do no more than what is shown.
    for (const link of await page().locator('.assistant-message button.link').all()) {
      await link.click();
    }
    expect(await page().evaluate(() => 'pwned' in window)).toBe(false);
  });

  test('images come from allowed domains alone, wherever they stand; others are a place that says so', async () => {
    await page().setViewportSize({ width: 1000, height: 8_000 });
    const thread = bench.server.chat.addThread('Pictures', ['question', 'answer']);
    thread.allowed_image_domains = ['allowed.example'];
    const item = (fields: object): Record<string, unknown> => ({
      id: `itm_${thread.items.length}`,
      thread_id: thread.id,
      created_at: thread.created_at,
      ...fields,
    });
    const widget = (src: string): object => ({
      type: 'widget',
      widget: { type: 'Card', status: { text: 'S', favicon: src }, children: [{ type: 'Image', src, alt: 'Widget' }] },
    });
    for (const url of HOSTILE_IMAGES) {
      thread.items.push(item(widget(url)), item({ type: 'generated_image', image: { id: 'i', url } }));
    }
    const attachments = HOSTILE_IMAGES.map((url, index) => ({ type: 'image', id: `a${index}`, name: url, mime_type: 'image/png', preview_url: url }));
    thread.items.push(item({ type: 'user_message', content: [{ type: 'input_text', text: 'files' }], attachments, inference_options: {} }));
    thread.items.push(item(widget('/picture.svg')), item({ type: 'generated_image', image: { id: 'i', url: '/picture.svg' } }));
    await openPlain(bench, { initialThread: thread.id });
    await page().getByRole('img', { name: 'Widget' }).waitFor();
    const sources = await page()
      .locator('openai-chatkit img')
      .evaluateAll((images) => [...new Set(images.map((image) => (image as HTMLImageElement).src))]);
    expect(sources).toEqual([`${bench.server.origin}/picture.svg`]);
    // Those that lead to a web server: in a widget and as a generated image. The reader is told where.
    const refused = page().locator('a.image-refused');
    expect(await refused.count()).toBe(2 * HOSTILE_IMAGES.filter((url) => /^(https?:|\/\/)/.test(url)).length);
    expect(await refused.first().innerText()).toContain('Not loaded: evil.example');
    expect(new Set(await refused.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol)))).toEqual(new Set(['http:', 'https:']));
    expect(await page().evaluate(() => 'pwned' in window)).toBe(false);
  });

  test('formulas are set as MathML, and code is coloured, by parts that come from the same server', async () => {
    await openThread([
      'Euler: $e^{i\\pi} + 1 = 0$, also \\(a_1 + b_2\\), but $5 and $6 are prices.\n\n$$\n\\int_0^1 \\begin{cases} x & x > 0 \\\\ \\boxed{0} & \\text{else} \\end{cases} \\, dx\n$$\n\n\\[ \\sum_{k=1}^n k^2 \\]\n\nIn code: `$x$`.\n\n```ts\nconst answer: number = 42; // why\n```\n\n```nothing-known\n<b>\n```',
    ]);
    await until(async () => (await page().locator('.assistant-message math').count()) === 4, 'four formulas');
    expect(await page().locator('math[display="block"]').count()).toBe(2);
    expect(await page().locator('.assistant-message').innerText()).toContain('$5 and $6 are prices');
    expect(await page().locator('.assistant-message p > code').last().innerText()).toBe('$x$');
    await page().locator('.hl-keyword', { hasText: 'const' }).waitFor();
    await page().locator('.hl-comment', { hasText: '// why' }).waitFor();
    expect(await page().locator('.code-block').first().locator('code').innerText()).toContain('const answer: number = 42; // why');
    expect(await page().locator('.code-block').last().locator('code').innerText()).toContain('<b>');
    expect(await page().locator('math annotation').first().textContent()).toBe('e^{i\\pi} + 1 = 0');
  });

  test('drawings of Lucide that are not at hand are fetched once somebody names one, and their rows do not move', async () => {
    const parts: string[] = [];
    page().on('request', (request) => request.url().includes('/chatkit-parts/') && parts.push(new URL(request.url()).pathname));
    const prompts = (...icons: string[]): object => ({ startScreen: { prompts: icons.map((icon) => ({ label: icon, prompt: 'hello', icon })) } });
    await openPlain(bench, prompts('lifesaver', 'lucide:sun'));
    await page().getByRole('button', { name: 'lucide:sun' }).locator('svg').waitFor();
    expect(parts).toEqual([]);
    let deliver = (): void => undefined;
    const asked = new Promise<void>((resolve) => (deliver = resolve));
    await page().route('**/chatkit-parts/icons.js', async (route) => {
      await asked;
      await route.continue();
    });
    await page().evaluate((given) => window.chat.setOptions?.({ api: { url: '/chatkit' }, ...given }), prompts('lucide:rocket', 'lucide:no-such-thing'));
    const label = page().getByText('lucide:rocket');
    const before = await label.boundingBox();
    deliver();
    await page().locator('.prompt svg.lucide-rocket').waitFor();
    expect(await label.boundingBox()).toEqual(before);
    await page().locator('.prompt svg.lucide-circle-dot').waitFor();
    expect(parts.filter((path) => path.endsWith('/icons.js'))).toEqual(['/chatkit-parts/icons.js']);
  });

  const rightOf = (selector: string): Promise<number> => page().locator(selector).evaluate((element) => element.getBoundingClientRect().right);

  test('the locale option chooses words, language and direction, and is told to the server', async () => {
    await openPlain(bench, { locale: 'de-AT' });
    await page().getByText('Wobei kann ich heute helfen?').waitFor();
    expect(await page().locator('.chat').getAttribute('lang')).toBe('de-DE');
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' }, locale: 'ar' }));
    await page().getByText('كيف يمكنني مساعدتك اليوم؟').waitFor();
    expect(await page().locator('.chat').getAttribute('dir')).toBe('rtl');
    // Greeting and placeholder begin where the language does, also while nothing is written; so does what the page says in English.
    expect(await rightOf('.greeting bdi')).toBeCloseTo((await rightOf('.greeting')) - 16, 0);
    expect(await page().locator('textarea').evaluate((field) => getComputedStyle(field).direction)).toBe('rtl');
    await page().getByRole('textbox', { name: 'رسالة' }).fill('hello');
    await page().keyboard.press('Enter');
    await heardOn(page(), 'response.end', 1);
    expect(bench.server.chat.languages.at(-1)).toBe('ar');
    const bubble = await page().locator('.bubble').boundingBox();
    const view = await page().locator('.scroll').boundingBox();
    expect((bubble?.x ?? 0) + (bubble?.width ?? 0) / 2).toBeLessThan((view?.x ?? 0) + (view?.width ?? 0) / 2);
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' }, locale: 'xx' }));
    await page().getByRole('button', { name: 'Send message' }).waitFor();
    expect((await recorded(page())).filter(({ name }) => name === 'error')).toEqual([]);
  });

  test('a colour scheme that follows the system does so without a reload', async () => {
    await openPlain(bench, { theme: { colorScheme: 'system' } });
    await composer(page()).waitFor();
    const ground = (): Promise<string> =>
      page()
        .locator('.chat')
        .evaluate((chat) => getComputedStyle(chat).backgroundColor);
    await page().emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    await page().emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    expect([light, dark].map((css) => Number(/\d+/.exec(css)?.[0]) > 128)).toEqual([true, false]);
  });

  test('a page restyles parts from its own style sheet', async () => {
    await openThread(['An answer.']);
    await page().evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('openai-chatkit::part(user-bubble) { background: rgb(1, 2, 3); }');
      document.adoptedStyleSheets.push(sheet);
    });
    expect(
      await page()
        .locator('.bubble')
        .evaluate((node) => getComputedStyle(node).backgroundColor),
    ).toBe('rgb(1, 2, 3)');
  });

  test('a server that asks for a pause is given it: the button counts down, then sends again', async () => {
    bench.server.chat.retryAfter = '2';
    bench.server.chat.refusals.set('threads.create', [429]);
    await openPlain(bench);
    await send(page(), 'hello');
    const button = page().getByRole('button', { name: /^Try again in \d s$/ });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await page().getByText('Too many messages in a short time').waitFor();
    await page().getByRole('button', { name: 'Try again', exact: true }).click();
    await page().locator('.assistant-message').getByText('How can I help you today?').waitFor();
  });

  test('each block of text runs in its own direction', async () => {
    await openThread(['English first.\n\nשלום עולם, אחרי אנגלית.\n\n- פריט\n- item']);
    const directions = await page()
      .locator('.assistant-message p, .assistant-message li')
      .evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).direction));
    expect(directions).toEqual(['ltr', 'rtl', 'rtl', 'ltr']);
  });
});
