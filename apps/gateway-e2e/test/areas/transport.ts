import type { Area } from '../harness/cases.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { JSON_TYPE, refusedFor } from '../harness/refusals.js';

export const transport: Area = {
  title: 'A. Transport and validation',
  cases: (the) => {
    the('A1 an operation without a stream answers 200 with compact JSON', async ({ ada }) => {
      const reply = await ada.ask('threads.list');
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringMatching(JSON_TYPE)]);
      expect(reply.text).toBe(JSON.stringify(reply.body));
    });

    the(
      'A2 a streaming operation answers 200 with frames of exactly one data line, and ends after the last event',
      async ({ arrive, model }) => {
        const eve = await arrive(); // what is posted as bytes is not recorded: it must be in nobody else's list
        const response = await eve.post(
          JSON.stringify({ type: 'threads.create', params: { input: model.scene(turn(saysAtOnce('x'))).message() } }),
        );
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
        expect(await response.text()).toMatch(/^(data: \{[^\n]*\}\n\n){4}$/);
      },
    );

    the('A3 newlines, quotes, emoji and U+2028 stay in one data line of raw UTF-8', async ({ ada, model }) => {
      const text = 'a\nb"c\\ 😀 \u2028 ✓ </script>';
      const answer = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce(text))).message(text) });
      const frames = await answer.all();
      expect(frames.at(-1).item.content[0].text).toBe(text);
      expect(answer.raw.at(-1)).toContain('😀 \u2028 ✓ </script>');
    });

    the('A4 a body that is not JSON fails', async ({ ada }) => {
      for (const body of ['', '{', 'null', '[]', '"threads.list"', '{"type":"threads.list","params":{}} ,']) {
        const response = await ada.post(body);
        expect([body, response.status, response.headers.get('content-type')]).toEqual([body, 400, expect.stringMatching(JSON_TYPE)]);
        expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
      }
    });

    the('A5 a request without a type fails', async ({ ada }) => refusedFor(await ada.send({ params: {} }), 'type'));

    the('A6 an unknown type fails', async ({ ada }) => {
      refusedFor(await ada.send({ type: 'threads.explode', params: {} }), 'type');
      refusedFor(await ada.send({ type: 'toString', params: {} }), 'type');
    });

    the('A7 params that are missing or null fail', async ({ ada }) => {
      refusedFor(await ada.send({ type: 'threads.list' }), 'params');
      refusedFor(await ada.send({ type: 'threads.list', params: null }), 'params');
    });

    the('A8 unknown fields are ignored at every level', async ({ ada, model }) => {
      const frames = await ada.stream('threads.create', { later: 1, input: { ...model.scene().message(), later: { a: 1 } } });
      expect(JSON.stringify(frames)).not.toContain('later');
      expect((await ada.send({ type: 'threads.list', params: { stream: true }, version: 2 })).status).toBe(200);
    });
  },
};
