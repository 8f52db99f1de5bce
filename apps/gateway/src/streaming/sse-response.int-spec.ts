import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { SseResponse } from './sse-response.js';

let open: { server: Server; reader: Socket } | undefined;

afterEach(() => {
  open?.reader.destroy(); // one that does not read does not notice either that the other side is gone
  open?.server.closeAllConnections();
  open?.server.close();
});

/** A server whose one answer is the test's to write, and a client on a bare socket that reads when it is told to. */
async function conversation(stalledReaderMs: number): Promise<{ response: SseResponse; raw: ServerResponse; reader: Socket }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const asked = new Promise<ServerResponse>((resolve) => server.on('request', (_request, response) => resolve(response)));
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open = { server, reader };
  reader.on('error', () => undefined); // it is cut off on purpose
  reader.pause();
  reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const raw = await asked;
  return { response: new SseResponse(raw, undefined, stalledReaderMs), raw, reader };
}

const MEGABYTE = 'x'.repeat(1_048_576);

it('waits for a reader that is slow, and keeps no more than it was given to write', async () => {
  const { response, raw, reader } = await conversation(60_000);
  await response.open({}, 'data: {}\n\n');
  const write = response.write(MEGABYTE.repeat(16));
  expect(raw.writableNeedDrain).toBe(true);
  let done = false;
  const noted = write?.then(() => (done = true));
  expect(done).toBe(false);
  reader.resume();
  await noted;
  expect(raw.writableNeedDrain).toBe(false);
  expect(response.isClosed).toBe(false);
});

it('drops a reader that takes nothing for too long', async () => {
  const { response } = await conversation(100);
  await response.open({}, 'data: {}\n\n');
  await response.write(MEGABYTE.repeat(16));
  expect(response.isClosed).toBe(true);
  await response.write('data: {}\n\n'); // to nobody, which is no error
});

it('stops waiting when the reader leaves', async () => {
  const { response, reader } = await conversation(60_000);
  await response.open({}, 'data: {}\n\n');
  const write = response.write(MEGABYTE.repeat(16));
  reader.destroy();
  await write;
  expect(response.isClosed).toBe(true);
});

it('writes nothing after the end', async () => {
  const { response, raw } = await conversation(60_000);
  await response.open({}, '');
  response.end();
  await response.write('data: {}\n\n');
  expect(raw.errored).toBeNull();
});
