import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';

/** Answers that take a while: stopped, left alone, cut off, and refused. The model runs in this process, so that its calls can be counted. */
describeInChromium('a long answer', () => {
  let model: DemoModel;
  let stack: Stack;
  let browser: TestBrowser;
  let failWith: number | null = null;

  beforeAll(async () => {
    model = await startDemoModel({
      tokensPerSecond: 60,
      fault: () => (failWith === null ? undefined : { kind: 'status', status: failWith }),
    });
    stack = await startStack({ workers: 2, modelUrl: model.url });
    browser = await launchChromium();
  });

  afterAll(() => model.close());

  beforeEach(() => {
    failWith = null;
  });

  async function newChat(): Promise<ChatPage> {
    const chat = new ChatPage(await browser.context.newPage());
    await chat.open(stack.gatewayUrl);
    return chat;
  }

  /** Requests for answers; titles are asked for apart. */
  const answersAsked = (): number => model.requests().filter((request) => !JSON.stringify(request).includes('You write titles')).length;

  it('keeps what was shown when it is stopped, after a reload too, and the model is told to stop', async () => {
    const chat = await newChat();
    await chat.say('Count to 400');
    await chat.sees(/\b20\b/);
    await chat.stop();
    await chat.settles();
    const shown = await chat.transcript();
    expect(shown).not.toMatch(/\b400\b.*\b399\b|\b399\b/);
    await chat.page.reload();
    await chat.sees(/\b20\b/);
    expect(await chat.numbers()).toEqual(chat.numbersIn(shown));
    expect(model.counts()).toMatchObject({ running: 0 });
  });

  it('goes on after a reload in the middle of it, with no second call of the model', async () => {
    const before = answersAsked();
    const chat = await newChat();
    await chat.say('Count to 150');
    await chat.sees(/\b20\b/);
    await chat.page.reload();
    await chat.sees(/\b149, 150\b/);
    await chat.settles();
    expect(await chat.numbers()).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(answersAsked() - before).toBe(1);
  });

  it('goes on when a laptop wakes up that slept in the middle of it', async () => {
    const chat = await newChat();
    const session = await browser.context.newCDPSession(chat.page);
    await chat.say('Count to 150');
    await chat.sees(/\b20\b/);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await browser.context.setOffline(true);
    await until(() => model.counts().running === 0);
    await browser.context.setOffline(false);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await chat.sees(/\b149, 150\b/);
    await chat.settles();
    expect(await chat.numbers()).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(await chat.chat.getByRole('alert').count()).toBe(0);
  });

  it('survives the death of its worker and is shown once', async () => {
    const chat = await newChat();
    await chat.say('Count to 150');
    await chat.sees(/\b20\b/);
    const holder = await workerAtWork();
    await stack.kill(holder, 'SIGKILL');
    await chat.sees(/\b149, 150\b/);
    await chat.settles();
    expect(await chat.numbers()).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    await chat.page.reload();
    await chat.sees(/\b149, 150\b/);
    expect(await chat.numbers()).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    await stack.restart(holder);
  });

  it.each([[401, /credentials/i, false], [500, /could not be reached/i, true]])('that the model refuses with %s says so in words', async (status, words, canRetry) => {
    const chat = await newChat();
    failWith = status;
    await chat.say('Hello');
    await chat.sees(words);
    await chat.settles();
    const retry = chat.chat.getByRole('button', { name: 'Try again' });
    expect(await retry.count()).toBe(canRetry ? 1 : 0);
    if (canRetry) {
      failWith = null;
      await retry.click();
      await chat.sees(/demo model|ChatKit/);
      await chat.settles();
      expect(await retry.count()).toBe(0);
    }
  });

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** The worker that says it is at a run. */
  async function workerAtWork(): Promise<string> {
    for (const name of ['agent-worker', 'agent-worker-2']) {
      const metrics = await (await fetch(`${stack.adminUrls[name] ?? ''}/metrics`)).text();
      if (/frontdesk_runs_active\S* [1-9]/.test(metrics)) {
        return name;
      }
    }
    throw new Error('no worker is at a run');
  }
});
