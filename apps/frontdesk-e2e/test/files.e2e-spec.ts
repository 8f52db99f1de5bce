import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';

const PICTURE = fileURLToPath(new URL('../../web/public/samples/desk-bell.png', import.meta.url));
/** As small as one gets that says what it is. */
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Files on their whole way: out of the browser, through the stores, to the model, and back on screen. */
describeInChromium('files in the browser', () => {
  let folder: string;
  let stack: Stack;
  let browser: TestBrowser;
  let chat: ChatPage;
  const complaints: string[] = [];

  const path = (name: string): string => join(folder, name);
  const chips = () => chat.chat.getByRole('list', { name: 'Files of this message' }).getByRole('listitem');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontdesk-files-'));
    await writeFile(path('offer.pdf'), PDF);
    await writeFile(path('notes.txt'), 'The parcel is late.\nSecond line.');
    stack = await startStack({ env: { FILES_FOLDER: path('store'), FILES_MAX_BYTES: '1000000', FILES_PER_MESSAGE: '4' } });
    browser = await launchChromium({ context: { viewport: { width: 1180, height: 860 }, permissions: ['clipboard-read', 'clipboard-write'] } });
    chat = new ChatPage(await browser.context.newPage());
    chat.page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));
    chat.page.on('pageerror', (error) => complaints.push(error.message));
    await chat.open(stack.gatewayUrl);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('are picked, dropped and pasted, and stand above the message until it goes', async () => {
    await chat.pickFiles(PICTURE, path('offer.pdf'));
    await chat.dropFiles(path('notes.txt'));
    await chat.sees('notes.txt');
    await chat.pastePicture();
    await chat.sees('image.png');
    expect(await chips().allInnerTexts()).toEqual(['desk-bell.png', 'offer.pdf', 'notes.txt', 'image.png']);
  });

  it('are refused with a sentence when they are too many', async () => {
    await chat.dropFiles(PICTURE);
    await chat.sees('A message can have up to 4 files.');
    await chat.button('Remove image.png').click();
    await chat.button('Remove image.png').waitFor({ state: 'detached' });
  });

  it('reach the model, which says what it was given', async () => {
    await chat.sayWithFiles('What have I sent you?');
    await chat.sees('This is what I received');
    await chat.settles();
    const answer = await chat.transcript();
    expect(answer).toMatch(/the image desk-bell\.png \(image\/jpeg, [\d.]+ KB\)/);
    expect(answer).toMatch(/the file offer\.pdf \(application\/pdf, \d+ bytes\)/);
    expect(answer).toMatch(/the file notes\.txt \(text\/plain, 32 bytes\), begins with “The parcel is late\.”/);
    expect(answer).not.toContain('image.png');
  });

  it('are there again after a reload, the picture as a picture', async () => {
    await chat.page.reload();
    await chat.sees('This is what I received');
    await chat.chat.getByText('offer.pdf', { exact: true }).first().waitFor();
    const picture = await chat.chat.getByRole('group', { name: 'Messages' }).locator('img').elementHandle();
    await chat.page.waitForFunction((image) => (image as HTMLImageElement).naturalWidth > 1, picture);
  });

  it('of a kind that nobody looks inside are kept as they are, and who sends one is told', async () => {
    await writeFile(path('blob.bin'), Buffer.from([0, 1, 2, 255]));
    await chat.pickFiles(path('blob.bin'));
    await chat.sees('blob.bin');
    await chat.sayWithFiles('And this?');
    await chat.sees(/The assistant knows blob\.bin by name alone/);
    await chat.settles();
    expect((await chat.transcript()).match(/blob\.bin/g)).toHaveLength(3); // sent, in the notice, in the answer
  });

  it('come as samples from the "/" menu and from a card of the assistant', async () => {
    await chat.suggest('/sample', 'Attach a sample file');
    await chat.chat.getByRole('option', { name: /A table/ }).click();
    await chat.sees('orders.csv');
    await chat.button('Remove orders.csv').click();
    await chat.say('Give me a tour');
    await chat.button('Attach').waitFor();
    await chat.settles();
    await chat.button('Attach').click();
    await chat.button('Remove desk-bell.png').waitFor();
  });

  it('go nowhere else, under a policy that is kept', () => {
    expect(browser.foreignRequests(stack.gatewayUrl)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
