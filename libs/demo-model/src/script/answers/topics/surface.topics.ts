import type { Topic } from './topic.js';

export const theming: Topic = {
  title: 'Theming the chat',
  answer: `The \`theme\` option is either \`'light'\`, \`'dark'\`, or an object:

\`\`\`ts
theme: {
  colorScheme: 'dark',
  radius: 'round',
  density: 'normal',
  color: {
    accent: { primary: '#8B5CF6', level: 2 },
    grayscale: { hue: 260, tint: 4 },
  },
  typography: { baseSize: 16 },
}
\`\`\`

| Key | Values | Changes |
| --- | --- | --- |
| \`colorScheme\` | light, dark | the ground |
| \`radius\` | pill, round, soft, sharp | every corner |
| \`density\` | compact, normal, spacious | every gap |
| \`color.accent\` | a colour, level 0 to 3 | buttons, links, focus |
| \`color.grayscale\` | hue, tint, shade | the greys |
| \`typography\` | size, families, sources | the type |

- Options are **replaced, not merged**: always pass the whole object.
- There is no automatic scheme. Follow the system with \`matchMedia('(prefers-color-scheme: dark)')\`.
- The agent can change the theme too, through a client tool: say _"make it light"_.`,
};

export const startScreen: Topic = {
  title: 'Start screen and composer',
  answer: `The **start screen** is what people see before their first message; **header** and **composer** frame the conversation.

\`\`\`ts
startScreen: {
  greeting: 'How can we help?',
  prompts: [
    { label: 'Troubleshoot an issue', prompt: 'Help me fix an issue', icon: 'lifesaver' },
    { label: 'Request a feature', prompt: 'I have an idea', icon: 'lightbulb' },
  ],
},
composer: { placeholder: 'Ask the assistant…' },
header: {
  rightAction: { icon: 'light-mode', onClick: toggleTheme },
},
\`\`\`

- **Prompts** send their text at once, so write them as the user would.
- **Three to five** of them are plenty.
- The composer can also offer \`tools\`, \`models\`, \`attachments\` and dictation.
- \`setComposerValue\` fills it from your page, \`focusComposer\` puts the cursor there.`,
};

export const history: Topic = {
  title: 'Threads and history',
  answer: `Every conversation is a **thread** of **items**, kept by the server. The history view lists the threads of the signed-in user.

\`\`\`ts
history: { enabled: true, showDelete: true, showRename: true },
initialThread: threadIdFromUrl ?? null,
\`\`\`

| You want to | Use |
| --- | --- |
| open a thread | \`setThreadId(id)\` |
| start a new one | \`setThreadId(null)\` |
| remember the open one | \`onThreadChange\` |
| load changes made elsewhere | \`fetchUpdates()\` |

Kinds of items: user and assistant messages, client tool calls, widgets, workflows (reasoning and tasks), and hidden context that only the model sees.

A title comes by itself after the first message, and people can rename it. Facts about a person are **not** part of a thread: what you tell me here is known in your next conversation too.`,
};

export const attachments: Topic = {
  title: 'Attachments and uploads',
  answer: `Drop a file here, paste it, or choose it with the **+** of the composer. Without one at hand, type \`/sample\`.

In a chat of your own, attachments are off until you turn them on:

\`\`\`ts
composer: {
  attachments: {
    enabled: true,
    maxSize: 20 * 1024 * 1024,
    maxCount: 5,
    accept: {
      'image/*': ['.png', '.jpg', '.jpeg', '.gif'],
      'text/plain': ['.txt'],
    },
  },
},
\`\`\`

There are two ways for the bytes:

| Strategy | Steps | Good for |
| --- | --- | --- |
| \`direct\` | one multipart request to your server | small files, simple setups |
| \`two_phase\` | register the file, then upload it to the given address | object stores, large files |

On the server

1. check type and size **again**, since the browser's limits are a courtesy,
2. keep the file under the user that uploaded it,
3. hand the model a data URL or a link that it can read.

Attach one to a message: I am a script, but I say what arrived here.`,
};

export const feedback: Topic = {
  title: 'Feedback and retry',
  answer: `Under each answer there can be a few actions:

\`\`\`ts
threadItemActions: { feedback: true, retry: true },
\`\`\`

| Action | What it sends |
| --- | --- |
| Copy | nothing, it stays in the browser |
| Thumbs up or down | \`items.feedback\` with the ids of the items and \`positive\` or \`negative\` |
| Retry | \`threads.retry_after_item\`: what came after the item is removed and answered anew |

Two suggestions:

- Keep feedback **together with the version** of your instructions and model, or it cannot be acted on.
- Read the negative ones **weekly**; five of them tell more than a score.`,
};

export const mentions: Topic = {
  title: 'Mentions and entities',
  answer: `With **entities** people can mention things of your product by typing \`@\`.

\`\`\`ts
entities: {
  onTagSearch: async (query) => {
    const orders = await searchOrders(query);
    return orders.map((order) => ({
      id: order.id,
      title: \`Order \${order.number}\`,
      icon: 'cube',
      interactive: true,
      data: { orderId: order.id },
    }));
  },
  onClick: (entity) => openOrder(entity.data?.orderId),
},
\`\`\`

- The chosen entity travels **inside the message** as a tag with its id and \`data\`.
- The server decides what the model reads for it.
- \`onRequestPreview\` returns a small widget that is shown on hover.

Treat \`data\` as user input: look the record up again, under the user's own rights.`,
};
