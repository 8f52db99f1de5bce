import { chatRequestSchema, normaliseChatRequest } from './chat-completions.normaliser.js';
import { currentTurn, type Conversation } from './conversation.js';
import { normaliseResponsesRequest, responsesRequestSchema } from './responses.normaliser.js';

const responses = (body: unknown): Conversation => normaliseResponsesRequest(responsesRequestSchema.parse(body));
const chat = (body: unknown): Conversation => normaliseChatRequest(chatRequestSchema.parse(body));

const parameters = { type: 'object', properties: { location: { type: 'string' } } };

describe('both wire formats', () => {
  it('become the same conversation', () => {
    const fromResponses = responses({
      instructions: 'Be kind.',
      input: [
        { role: 'user', content: 'weather in Paris' },
        { type: 'function_call', call_id: 'call_a', name: 'get_weather', arguments: '{"location":"Paris"}', status: 'completed' },
        { type: 'function_call_output', call_id: 'call_a', output: '{"temperature":18}' },
        { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: '18 °C', annotations: [] }] },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'and ' },
            { type: 'input_text', text: 'in Rome?' },
          ],
        },
      ],
      tools: [{ type: 'function', name: 'get_weather', parameters, strict: true }],
    });
    const fromChat = chat({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'weather in Paris' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'get_weather', arguments: '{"location":"Paris"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_a', content: '{"temperature":18}' },
        { role: 'assistant', content: [{ type: 'text', text: '18 °C' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'and ' },
            { type: 'text', text: 'in Rome?' },
          ],
        },
      ],
      tools: [{ type: 'function', function: { name: 'get_weather', parameters } }],
    });
    expect(fromChat).toEqual(fromResponses);
    expect(currentTurn(fromResponses)).toMatchObject({ text: 'and in Rome?', calls: [] });
  });

  it('know what was called since the last message, with results that came and did not come', () => {
    const turn = currentTurn(
      responses({
        input: [
          { role: 'user', content: 'weather in Paris and Rome' },
          { type: 'reasoning', id: 'rs_1', summary: [] },
          { type: 'function_call', call_id: 'a', name: 'get_weather', arguments: '{"location":"Paris"}' },
          { type: 'function_call', call_id: 'b', name: 'get_weather', arguments: 'not json' },
          { type: 'function_call_output', call_id: 'a', output: [{ type: 'input_text', text: '{}' }] },
          {
            role: 'user',
            content: [{ type: 'input_text', text: 'The following graphical UI widget (id: w1) was displayed to the user: {}' }],
          },
        ],
      }),
    );
    expect(turn.text).toBe('weather in Paris and Rome');
    expect(turn.calls).toEqual([
      { callId: 'a', name: 'get_weather', arguments: { location: 'Paris' }, output: '{}' },
      { callId: 'b', name: 'get_weather', arguments: 'not json', output: null },
    ]);
  });

  it('see attachments by name', () => {
    const content = [
      { type: 'input_text', text: 'look' },
      { type: 'input_file', filename: 'plan.pdf', file_data: 'data:…' },
      { type: 'input_image', image_url: 'data:…' },
    ];
    expect(currentTurn(responses({ input: [{ role: 'user', content }] })).attachments).toEqual(['plan.pdf', 'an image']);
    const parts = [
      { type: 'file', file: { filename: 'plan.pdf' } },
      { type: 'image_url', image_url: { url: 'data:…' } },
    ];
    expect(currentTurn(chat({ messages: [{ role: 'user', content: parts }] })).attachments).toEqual(['plan.pdf', 'an image']);
  });

  it('see attachments that are only described', () => {
    const content = [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_text', text: '[Attached file: plan (v2).pdf (application/pdf). Its content is not available.]' },
    ];
    expect(currentTurn(responses({ input: [{ role: 'user', content }] }))).toMatchObject({
      text: 'What is this?',
      attachments: ['plan (v2).pdf'],
    });
  });

  it('offer no tools when tool_choice is none, and know the forced one', () => {
    const tools = [{ type: 'function', name: 'a', parameters: {} }, { type: 'web_search' }];
    expect(responses({ input: 'hi', tools, tool_choice: 'none' }).tools.size).toBe(0);
    expect([...responses({ input: 'hi', tools }).tools.keys()]).toEqual(['a']);
    expect(responses({ input: 'hi', tools, tool_choice: { type: 'function', name: 'a' } }).forcedTool).toBe('a');
    const chatTools = [{ type: 'function', function: { name: 'a' } }];
    expect(
      chat({ messages: [{ role: 'user', content: 'hi' }], tools: chatTools, tool_choice: { type: 'function', function: { name: 'a' } } })
        .forcedTool,
    ).toBe('a');
  });

  it.each([
    [{ summary: 'auto' }, true],
    [{ effort: 'medium', summary: 'detailed' }, true],
    [{ effort: 'none', summary: 'auto' }, false],
    [{ effort: 'high' }, false],
    [undefined, false],
  ])('take reasoning %j as asked for: %s', (reasoning, wanted) => {
    expect(responses({ input: 'hi', reasoning }).wantsReasoning).toBe(wanted);
  });

  it.each([
    '<HiddenContext>secret</HiddenContext>',
    'The following was done:\n<Task>\nx\n</Task>',
    'The user is referring to this in particular:\nquote',
  ])('do not take "%s" for a message of the user', (text) => {
    expect(
      currentTurn(
        responses({
          input: [
            { role: 'user', content: 'Hi' },
            { role: 'user', content: text },
          ],
        }),
      ).text,
    ).toBe('Hi');
  });
});
