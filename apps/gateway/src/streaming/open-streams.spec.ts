import { OpenStreams, type OpenStream } from './open-streams.js';

/** A stream that ends when it is told to. */
function open(streams: OpenStreams, resumable: boolean) {
  const state = { left: false };
  const stream: OpenStream = {
    resumable,
    leave: () => {
      state.left = true;
      streams.remove(stream);
    },
  };
  streams.add(stream);
  return { state, end: () => streams.remove(stream) };
}

describe('draining open streams', () => {
  it('is over at once when there are none', async () => {
    await new OpenStreams().drain({ resumableMs: 60_000, othersMs: 60_000 });
  });

  it('waits for streams to end by themselves', async () => {
    const streams = new OpenStreams();
    const [one, two] = [open(streams, true), open(streams, false)];
    const drained = streams.drain({ resumableMs: 60_000, othersMs: 60_000 });
    one.end();
    expect(streams.count).toBe(1);
    two.end();
    await drained;
    expect([one.state.left, two.state.left]).toEqual([false, false]);
  });

  it('lets go of those that resume elsewhere first', async () => {
    const streams = new OpenStreams();
    const [resumable, other] = [open(streams, true), open(streams, false)];
    const left: string[] = [];
    const drained = streams.drain({ resumableMs: 1, othersMs: 50 }).then(() => left.push(`resumable ${resumable.state.left}, other ${other.state.left}`));
    await drained;
    expect(left).toEqual(['resumable true, other true']);
    expect(streams.count).toBe(0);
  });

  it('does not touch others when only resumable ones are at their bound', async () => {
    const streams = new OpenStreams();
    const other = open(streams, false);
    const cut = new Promise<void>((resolve) => {
      const stream: OpenStream = {
        resumable: true,
        leave: () => {
          streams.remove(stream);
          resolve();
        },
      };
      streams.add(stream);
    });
    const drained = streams.drain({ resumableMs: 0, othersMs: 60_000 });
    await cut;
    expect([streams.count, other.state.left]).toEqual([1, false]);
    other.end();
    await drained;
  });
});
