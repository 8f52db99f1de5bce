import type { ThreadItem, ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import type { RunStreamEvent } from '@openai/agents';
import {
  brief,
  build,
  chatChunk,
  done,
  itemUpdate,
  message,
  outputText,
  part,
  REASONING,
  responses,
  started,
  thought,
} from '../../test/support/canned-events.js';

describe('streams of Chat Completions servers', () => {
  it('become a message of their own id with all its parts announced', () => {
    const { feed } = build();
    const frames = [
      started,
      ...chatChunk({ content: 'Hel' }),
      ...chatChunk({ content: 'lo' }),
      done([message('chatcmpl-1', outputText('Hello'))]),
    ];
    expect(feed(frames).map(brief)).toEqual([
      { type: 'thread.item.added', item: { id: 'msg_1', type: 'assistant_message', content: [] } },
      itemUpdate('msg_1', { type: 'assistant_message.content_part.added', content_index: 0, content: part('') }),
      itemUpdate('msg_1', { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'Hel' }),
      itemUpdate('msg_1', { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'lo' }),
      itemUpdate('msg_1', { type: 'assistant_message.content_part.done', content_index: 0, content: part('Hello') }),
      { type: 'thread.item.done', item: { id: 'msg_1', type: 'assistant_message', content: [part('Hello')] } },
    ]);
  });

  it.each(['reasoning', 'reasoning_content'])('show thoughts that come in the field %s, once', (field) => {
    const { feed } = build();
    const frames = feed([
      started,
      ...chatChunk({ [field]: 'Hm' }),
      ...chatChunk({ [field]: 'm.' }),
      ...chatChunk({ content: 'Yes' }),
      done([
        { type: 'reasoning', content: [], rawContent: [{ type: 'reasoning_text', text: 'Hmm.' }] },
        message('chatcmpl-1', outputText('Yes')),
      ]),
    ]);
    const workflows = frames.filter((frame) => 'item' in frame && frame.item.type === 'workflow').map(brief);
    expect(workflows).toEqual([
      expect.objectContaining({ type: 'thread.item.added' }),
      {
        type: 'thread.item.done',
        item: {
          id: 'wf_1',
          type: 'workflow',
          workflow: { type: 'reasoning', tasks: [thought('Hmm.')], summary: { duration: 0 }, expanded: false },
        },
      },
    ]);
  });

  it('give distinct ids to the messages of turns that share one completion id', () => {
    const { feed } = build();
    const turn = [started, ...chatChunk({ content: 'a' }), done([message('chatcmpl-1', outputText('a'))])];
    const ids = [...feed(turn), ...feed(turn)].flatMap((frame) => (frame.type === 'thread.item.done' ? [frame.item.id] : []));
    expect(new Set(ids).size).toBe(2);
  });

  it('read citations from the end of the answer', () => {
    const { feed } = build();
    const content = {
      type: 'output_text',
      text: 'x',
      providerData: {
        annotations: [{ type: 'url_citation', url_citation: { url: 'https://e.com', title: '', start_index: 0, end_index: 1 } }],
      },
    };
    const frames = feed([started, ...chatChunk({ content: 'x' }), done([message('chatcmpl-1', content)])]).map(brief);
    expect(frames.at(-1)).toMatchObject({
      item: { content: [{ annotations: [{ source: { type: 'url', title: 'https://e.com', url: 'https://e.com' }, index: 1 }] }] },
    });
  });
});

describe('a model of our own', () => {
  it('may answer without any delta', () => {
    const { feed } = build();
    expect(feed([done([message('x', outputText('Whole'))])]).map(brief)).toEqual([
      { type: 'thread.item.done', item: { id: 'msg_1', type: 'assistant_message', content: [part('Whole')] } },
    ]);
  });

  it('shows a final output that no model event announced, and no message twice', () => {
    const { feed } = build();
    const item = (text: string): RunStreamEvent =>
      ({
        type: 'run_item_stream_event',
        name: 'message_output_created',
        item: { type: 'message_output_item', rawItem: message('x', outputText(text)) },
      }) as unknown as RunStreamEvent;
    expect(feed([done([message('x', outputText('Whole'))]), item('Whole')])).toHaveLength(1);
    expect(feed([item('Made up by a handler')]).map(brief)).toEqual([
      { type: 'thread.item.done', item: { id: 'msg_2', type: 'assistant_message', content: [part('Made up by a handler')] } },
    ]);
  });
});

describe('items of tools', () => {
  const widget = (): ThreadStreamEvent => ({
    type: 'thread.item.done',
    item: { id: 'w', thread_id: 'thr_1', created_at: '2026-11-22T10:00:00.000Z', type: 'widget', widget: { type: 'Card', children: [] } },
  });

  it('end the open reasoning first', () => {
    const { feed, mapper } = build();
    feed(responses({ type: 'response.output_item.added', output_index: 0, item: REASONING }));
    expect(mapper.external(widget()).map((event) => ('item' in event ? event.item.type : event.type))).toEqual(['workflow', 'widget']);
    expect(mapper.external(widget())).toHaveLength(1);
  });

  it('leave it open when they are hidden', () => {
    const { feed, mapper } = build();
    feed(responses({ type: 'response.output_item.added', output_index: 0, item: REASONING }));
    const item: ThreadItem = {
      id: 'h',
      thread_id: 'thr_1',
      created_at: '2026-11-22T10:00:00.000Z',
      type: 'hidden_context_item',
      content: 'x',
    };
    expect(mapper.external({ type: 'thread.item.done', item })).toHaveLength(1);
  });
});
