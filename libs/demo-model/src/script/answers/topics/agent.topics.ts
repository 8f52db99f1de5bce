import type { Topic } from './topic.js';

export const tools: Topic = {
  title: 'Tools on the server',
  answer: `A **tool** is a function that the agent may call while it answers. The model chooses the tool and its arguments, the server runs it, and the result goes back to the model.

| Tool of this demo | Runs | What you see |
| --- | --- | --- |
| \`save_fact\` | server, then browser | the fact in the panel |
| \`list_facts\`, \`forget_fact\` | server | a sentence |
| \`get_weather\` | server | a widget |
| \`switch_theme\` | browser | the page's theme |

A good tool has

- **a name and a description** that say when to call it,
- **a strict schema** for its arguments,
- **a deadline**, since somebody is waiting,
- **a small result**: the model pays for every token of it.

\`\`\`ts
export const lookUpOrder = defineTool({
  name: 'look_up_order',
  description: 'Finds an order by its number. Call it when the user asks about an order.',
  parameters: z.strictObject({ number: z.string().describe('The order number') }),
  deadlineMs: 3_000,
  progressText: 'Looking up the order…',
  reach: 'none',
  run: async ({ number }, { owner }) => ({ output: await orders.find(owner, number) }),
});
\`\`\`

In Frontdesk each call runs **at most once**, even when a worker dies in the middle. Tools that need the page itself are _client tools_: ask me about those.`,
};

export const clientTools: Topic = {
  title: 'How client tools work',
  answer: `A **client tool** runs in the browser, where your page's state lives. The agent asks, the page acts and answers, and the agent continues with that answer.

1. The model calls a tool, for example \`switch_theme\`.
2. The stream ends with a *pending* client tool call.
3. ChatKit calls \`onClientTool\` in your page.
4. What you return is sent back, and the same answer goes on.

\`\`\`tsx
const chatkit = useChatKit({
  api,
  onClientTool: async ({ name, params }) => {
    switch (name) {
      case 'switch_theme':
        setTheme(params.theme === 'dark' ? 'dark' : 'light');
        return { success: true };
      default:
        return { success: false };
    }
  },
});
\`\`\`

| | Client tool | Client effect |
| --- | --- | --- |
| Returns a value | yes | no |
| The agent waits | yes | no |
| Good for | asking the page, acting in it | telling the page that something changed |

Always return something, also for names that you do not know: until then the thread waits.

Try it now: say _"dark mode please"_.`,
};

export const widgets: Topic = {
  title: 'Widgets in ChatKit',
  answer: `A **widget** is a piece of interface inside the conversation, described as plain data by the server and drawn by the chat in its own theme.

\`\`\`json
{
  "type": "Card",
  "children": [
    { "type": "Title", "value": "Paris" },
    { "type": "Row", "children": [
      { "type": "Icon", "name": "sparkle" },
      { "type": "Text", "value": "18 °C, partly cloudy" }
    ] },
    { "type": "Button", "label": "Refresh", "onClickAction": { "type": "weather.refresh", "payload": { "place": "Paris" } } }
  ]
}
\`\`\`

| Family | Components |
| --- | --- |
| Roots | \`Card\`, \`ListView\`, \`Basic\` |
| Layout | \`Row\`, \`Col\`, \`Box\`, \`Spacer\`, \`Divider\` |
| Content | \`Title\`, \`Text\`, \`Markdown\`, \`Image\`, \`Icon\`, \`Badge\`, \`Chart\` |
| Input | \`Form\`, \`Input\`, \`Select\`, \`DatePicker\`, \`Checkbox\`, \`Button\` |

Where a click goes is up to you:

- **to the server** as \`threads.custom_action\`, which may replace the widget or answer, or
- **to the page**, when the action's \`handler\` is \`"client"\`, through \`widgets.onAction\`.

Ask me for the weather somewhere to see one.`,
};

export const streaming: Topic = {
  title: 'Streaming answers',
  answer: `Answers arrive as **server-sent events**: one HTTP response in which every event is a line of JSON.

\`\`\`text
data: {"type":"thread.item.added","item":{"type":"assistant_message", … }}

data: {"type":"thread.item.updated","update":{"type":"assistant_message.content_part.text_delta","delta":"Hello"}}

data: {"type":"thread.item.done","item":{ … }}
\`\`\`

What happens when things go wrong:

| Event | With Frontdesk |
| --- | --- |
| The connection drops | the answer goes on; the client resumes where it was |
| You press Stop | the model's connection is closed, the text so far is kept |
| A worker dies | another one takes over within seconds |

For proxies in front of it:

1. No buffering for \`text/event-stream\`.
2. No compression for it either.
3. A read timeout longer than the longest answer.

To watch a long stream, say _"count to 300"_ or _"tell me a story"_, and try Stop or a reload in the middle.`,
};
