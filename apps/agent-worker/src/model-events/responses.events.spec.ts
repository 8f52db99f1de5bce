import { applyItemUpdate, type ThreadItem } from '@frontdesk/chatkit-protocol';
import {
  brief,
  build,
  itemUpdate,
  message,
  outputText,
  part,
  REASONING,
  responses,
  thought,
  urlCitation,
} from '../../test/support/canned-events.js';

describe('events of the Responses API', () => {
  it('become the transcript of a full agent turn: reasoning, then a message with a citation', () => {
    const { feed } = build();
    const at = { item_id: 'rs_1', output_index: 0 };
    const of = { item_id: 'msg_a', output_index: 1, content_index: 0 };
    const frames = feed(
      responses(
        { type: 'response.created', response: {} },
        { type: 'response.output_item.added', output_index: 0, item: REASONING },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index: 0, delta: 'Th' },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index: 0, delta: 'ink' },
        { type: 'response.reasoning_summary_text.done', ...at, summary_index: 0, text: 'Think' },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index: 1, delta: 'Mo' },
        { type: 'response.reasoning_summary_text.done', ...at, summary_index: 1, text: 'More' },
        {
          type: 'response.output_item.done',
          output_index: 0,
          item: {
            ...REASONING,
            summary: [
              { type: 'summary_text', text: 'Think' },
              { type: 'summary_text', text: 'More' },
            ],
          },
        },
        { type: 'response.output_item.added', output_index: 1, item: message('msg_a') },
        { type: 'response.content_part.added', ...of, part: outputText('') },
        { type: 'response.output_text.delta', ...of, delta: 'Hello' },
        { type: 'response.output_text.annotation.added', ...of, annotation_index: 0, annotation: urlCitation },
        { type: 'response.output_text.done', ...of, text: 'Hello' },
        { type: 'response.output_item.done', output_index: 1, item: message('msg_a', outputText('Hello', urlCitation)) },
        { type: 'response.completed', response: { output: [REASONING, message('msg_a', outputText('Hello', urlCitation))] } },
      ),
    ).map(brief);
    const annotation = { type: 'annotation', source: { title: 'E', type: 'url', url: 'https://e.com' }, index: 4 };
    expect(frames).toEqual([
      { type: 'thread.item.added', item: { id: 'wf_1', type: 'workflow', workflow: { type: 'reasoning', tasks: [], expanded: false } } },
      itemUpdate('wf_1', { type: 'workflow.task.added', task_index: 0, task: thought('Th') }),
      itemUpdate('wf_1', { type: 'workflow.task.updated', task_index: 0, task: thought('Think') }),
      itemUpdate('wf_1', { type: 'workflow.task.updated', task_index: 0, task: thought('Think') }),
      itemUpdate('wf_1', { type: 'workflow.task.added', task_index: 1, task: thought('More') }),
      {
        type: 'thread.item.done',
        item: {
          id: 'wf_1',
          type: 'workflow',
          workflow: { type: 'reasoning', tasks: [thought('Think'), thought('More')], summary: { duration: 0 }, expanded: false },
        },
      },
      { type: 'thread.item.added', item: { id: 'msg_2', type: 'assistant_message', content: [] } },
      itemUpdate('msg_2', { type: 'assistant_message.content_part.added', content_index: 0, content: part('') }),
      itemUpdate('msg_2', { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'Hello' }),
      itemUpdate('msg_2', { type: 'assistant_message.content_part.annotation_added', content_index: 0, annotation_index: 0, annotation }),
      itemUpdate('msg_2', { type: 'assistant_message.content_part.done', content_index: 0, content: part('Hello', [annotation]) }),
      { type: 'thread.item.done', item: { id: 'msg_2', type: 'assistant_message', content: [part('Hello', [annotation])] } },
    ]);
  });

  it('counts citations itself, so that those without a source leave no gap', () => {
    const { feed } = build();
    const at = { item_id: 'm', output_index: 0, content_index: 0 };
    const frames = feed(
      responses(
        { type: 'response.output_text.annotation.added', ...at, annotation: { type: 'file_path', file_id: 'f' } },
        { type: 'response.output_text.annotation.added', ...at, annotation: { type: 'file_citation', filename: '', index: 1 } },
        { type: 'response.output_text.annotation.added', ...at, annotation: { type: 'file_citation', filename: 'a.pdf', index: 7 } },
      ),
    ).map(brief);
    expect(frames.at(-1)).toEqual(
      itemUpdate('msg_1', {
        type: 'assistant_message.content_part.annotation_added',
        content_index: 0,
        annotation_index: 0,
        annotation: { type: 'annotation', source: { type: 'file', title: 'a.pdf', filename: 'a.pdf' }, index: 7 },
      }),
    );
  });

  it('converts file, container and URL citations of the final message and drops paths', () => {
    const { feed } = build();
    const citations = [
      { type: 'file_citation', filename: 'a.pdf', index: 3 },
      { type: 'container_file_citation', filename: 'b.csv', end_index: 5 },
      urlCitation,
      { type: 'file_path', file_id: 'x' },
    ];
    const [frame] = feed(
      responses(
        { type: 'response.output_item.done', output_index: 1, item: { type: 'file_search_call', id: 'fs' } },
        { type: 'response.output_item.done', output_index: 2, item: message('m', outputText('x', ...citations), outputText('y')) },
      ),
    ).map(brief) as [{ item: { content: Array<{ annotations: unknown[] }> } }];
    expect(frame.item.content.map((entry) => entry.annotations.length)).toEqual([3, 0]);
  });

  it('shows what came only with the final response', () => {
    const { feed } = build();
    const frames = feed(
      responses(
        { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'Hi' },
        { type: 'response.completed', response: { output: [message('m', outputText('Hi there'))] } },
      ),
    ).map(brief);
    expect(frames.at(-1)).toEqual({
      type: 'thread.item.done',
      item: { id: 'msg_1', type: 'assistant_message', content: [part('Hi there')] },
    });
    expect(frames).toHaveLength(4);
  });

  it('gives each message its own id when the server repeats one', () => {
    const { feed } = build();
    const turn = responses(
      { type: 'response.output_item.added', output_index: 0, item: message('__fake_id__') },
      { type: 'response.output_item.done', output_index: 0, item: message('__fake_id__', outputText('a')) },
      { type: 'response.completed', response: { output: [message('__fake_id__', outputText('a'))] } },
    );
    const ids = [...feed(turn), ...feed(turn)].flatMap((frame) => (frame.type === 'thread.item.done' ? [frame.item.id] : []));
    expect(ids).toEqual(['msg_1', 'msg_2']);
  });

  it('keeps two reasoning items before a message in one workflow, and opens a new one after the message', () => {
    const { feed, mapper } = build();
    const frames = feed(
      responses(
        { type: 'response.output_item.added', output_index: 0, item: REASONING },
        { type: 'response.output_item.added', output_index: 1, item: REASONING },
        { type: 'response.output_item.added', output_index: 2, item: message('m') },
        { type: 'response.output_item.added', output_index: 3, item: REASONING },
      ),
    );
    const kinds = [...frames, ...mapper.finish()].map((frame) => ('item' in frame ? `${frame.type} ${frame.item.id}` : frame.type));
    expect(kinds).toEqual([
      'thread.item.added wf_1',
      'thread.item.done wf_1',
      'thread.item.added msg_2',
      'thread.item.added wf_3',
      'thread.item.done wf_3',
    ]);
  });

  it('sums the time of reasoning up in whole seconds', () => {
    const { feed, mapper, clock } = build();
    feed(responses({ type: 'response.output_item.added', output_index: 0, item: REASONING }));
    clock.ms += 3_900;
    expect(mapper.finish().map(brief)).toEqual([
      {
        type: 'thread.item.done',
        item: { id: 'wf_1', type: 'workflow', workflow: { type: 'reasoning', tasks: [], summary: { duration: 3 }, expanded: false } },
      },
    ]);
  });

  it('tells thoughts of equal text apart', () => {
    const { feed } = build();
    const at = { item_id: 'rs_1', output_index: 0 };
    const frames = feed(
      responses(
        { type: 'response.reasoning_summary_text.done', ...at, summary_index: 0, text: 'Same' },
        { type: 'response.reasoning_summary_text.done', ...at, summary_index: 1, text: 'Same' },
      ),
    ).map(brief);
    expect(frames.slice(1)).toEqual(
      [0, 1].map((task_index) => itemUpdate('wf_1', { type: 'workflow.task.added', task_index, task: thought('Same') })),
    );
  });

  it('sends a long thought in a number of updates that grows with its logarithm, and whole in the end', () => {
    const { feed, mapper } = build();
    const at = { item_id: 'rs_1', output_index: 0, summary_index: 0 };
    const words = Array.from({ length: 5_000 }, (_, index) => `word${index} `);
    const frames = feed(responses(...words.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...at, delta }))));
    expect(frames.length).toBeLessThan(600);
    const [end] = mapper.finish();
    expect(end).toMatchObject({ type: 'thread.item.done', item: { workflow: { tasks: [{ content: words.join('') }] } } });
  });

  it('shows a picture grow and keeps the id of its item', () => {
    const { feed } = build(3);
    const item = { type: 'image_generation_call', id: 'ig_1' };
    const frames = feed(
      responses(
        { type: 'response.output_item.added', output_index: 0, item },
        {
          type: 'response.image_generation_call.partial_image',
          output_index: 0,
          item_id: 'ig_1',
          partial_image_index: 1,
          partial_image_b64: 'QQ==',
        },
        { type: 'response.output_item.done', output_index: 0, item: { ...item, result: 'Qg==' } },
      ),
    ).map(brief);
    expect(frames).toEqual([
      { type: 'thread.item.added', item: { id: 'msg_1', type: 'generated_image' } },
      itemUpdate('msg_1', { type: 'generated_image.updated', image: { id: 'ig_1', url: 'data:image/png;base64,QQ==' }, progress: 1 / 3 }),
      {
        type: 'thread.item.done',
        item: { id: 'msg_1', type: 'generated_image', image: { id: 'ig_1', url: 'data:image/png;base64,Qg==' } },
      },
    ]);
  });

  it('takes a picture off the screen that was begun and never came', () => {
    const { feed, mapper } = build();
    const item = { type: 'image_generation_call', id: 'ig_1' };
    feed(responses({ type: 'response.output_item.added', output_index: 0, item }));
    expect(feed(responses({ type: 'response.output_item.done', output_index: 0, item: { ...item, result: null } }))).toEqual([
      { type: 'thread.item.removed', item_id: 'msg_1' },
    ]);
    feed(responses({ type: 'response.output_item.added', output_index: 1, item }));
    expect(mapper.finish()).toEqual([{ type: 'thread.item.removed', item_id: 'msg_2' }]);
  });

  it('shows a refusal as the text that it is', () => {
    const { feed } = build();
    const frames = feed(
      responses({ type: 'response.output_item.done', output_index: 0, item: message('m', { type: 'refusal', refusal: 'I cannot.' }) }),
    ).map(brief);
    expect(frames).toEqual([{ type: 'thread.item.done', item: { id: 'msg_1', type: 'assistant_message', content: [part('I cannot.')] } }]);
  });

  it('ignores what it does not know and what it cannot read', () => {
    const { feed } = build();
    expect(
      feed(
        responses(
          { type: 'response.function_call_arguments.delta', delta: '{' },
          { type: 'response.output_text.delta', delta: 7 },
          { type: 'response.brand_new' },
        ),
      ),
    ).toEqual([]);
  });
});

it('streams updates that add up to the final item', () => {
  const { feed } = build();
  const at = { item_id: 'm', output_index: 0, content_index: 0 };
  const frames = feed(
    responses(
      { type: 'response.output_item.added', output_index: 0, item: message('m') },
      ...['a', 'b', 'c'].map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
      { type: 'response.output_item.done', output_index: 0, item: message('m', outputText('abc')) },
    ),
  );
  let item: ThreadItem | undefined;
  for (const frame of frames) {
    if (frame.type === 'thread.item.added') {
      item = frame.item;
    } else if (frame.type === 'thread.item.updated' && item !== undefined) {
      item = applyItemUpdate(item, frame.update);
    } else if (frame.type === 'thread.item.done') {
      expect(frame.item).toEqual(item);
    }
  }
  expect(item).toMatchObject({ content: [{ text: 'abc' }] });
});
