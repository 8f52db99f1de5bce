import { createLogger, withLogContext } from './logger.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ name: 'test', level: 'info' }, { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the logger', () => {
  it('writes one JSON line with time, level, process and the ids of the work at hand', () => {
    const [line] = logged((logger) => withLogContext({ requestId: 'r1' }, () => withLogContext({ runId: 'run_1' }, () => logger.info({ ms: 5 }, 'done'))));
    expect(line).toMatchObject({ name: 'test', level: 'info', requestId: 'r1', runId: 'run_1', ms: 5, msg: 'done', time: expect.stringMatching(/Z$/) });
  });

  it('keeps the ids apart of works that run at the same time', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger({ name: 'test', level: 'info' }, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    await Promise.all(['a', 'b'].map((runId) => withLogContext({ runId }, async () => {
      await Promise.resolve();
      logger.info({ mine: runId }, 'x');
    })));
    expect(lines.map((line) => [line['runId'], line['mine']])).toEqual([['a', 'a'], ['b', 'b']]);
  });

  it.each(['authorization', 'cookie', 'client_secret', 'apiKey', 'grant', 'text', 'content', 'arguments', 'fact', 'title'])('never writes the value of %s', (key) => {
    const lines = logged((logger) => {
      logger.info({ [key]: 'hunter2' }, 'at the top');
      logger.info({ request: { [key]: 'hunter2' } }, 'one deeper');
    });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines).toHaveLength(2);
  });
});
