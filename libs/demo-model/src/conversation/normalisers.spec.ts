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

  const pdf = `data:application/pdf;base64,${Buffer.from('%PDF').toString('base64')}`;
  const jpeg = `data:image/jpeg;base64,${Buffer.from('abc').toString('base64')}`;
  const text = `data:text/plain;base64,${Buffer.from('\nBuy tea\nand milk').toString('base64')}`;
  const received = [
    { kind: 'file', name: 'plan.pdf', content: { mimeType: 'application/pdf', bytes: 4, firstLine: null } },
    { kind: 'image', name: 'photo.png', content: { mimeType: 'image/jpeg', bytes: 3, firstLine: null } },
  ];

  it('see files with what is in them', () => {
    const content = [
      { type: 'input_text', text: 'look' },
      { type: 'input_file', filename: 'plan.pdf', file_data: pdf },
      { type: 'input_text', text: '[Attached image: photo.png]' },
      { type: 'input_image', image_url: jpeg },
      { type: 'input_file', filename: 'notes.txt', file_data: text },
    ];
    const notes = { kind: 'file', name: 'notes.txt', content: { mimeType: 'text/plain', bytes: 17, firstLine: 'Buy tea' } };
    expect(currentTurn(responses({ input: [{ role: 'user', content }] }))).toMatchObject({ text: 'look', attachments: [...received, notes] });
    const parts = [
      { type: 'text', text: 'look' },
      { type: 'file', file: { filename: 'plan.pdf', file_data: pdf } },
      { type: 'text', text: '[Attached image: photo.png]' },
      { type: 'image_url', image_url: { url: jpeg } },
      { type: 'text', text: '<AttachedFile name="notes.txt" type="text/plain">\n\nBuy tea\nand milk\n</AttachedFile>' },
    ];
    expect(currentTurn(chat({ messages: [{ role: 'user', content: parts }] }))).toMatchObject({ text: 'look', attachments: [...received, notes] });
  });

  it('see files that are only told of', () => {
    const content = [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_text', text: '[Attached file: plan (v2).pdf (application/pdf). Its content cannot be read here.]' },
      { type: 'input_image', image_url: 'https://example.com/a.png' },
    ];
    expect(currentTurn(responses({ input: [{ role: 'user', content }] }))).toMatchObject({
      text: 'What is this?',
      attachments: [
        { kind: 'file', name: 'plan (v2).pdf', content: null },
        { kind: 'image', name: null, content: null },
      ],
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
