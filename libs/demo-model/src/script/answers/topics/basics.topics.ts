import type { Topic } from './topic.js';

export const overview: Topic = {
  title: 'What ChatKit is',
  answer: `**ChatKit** is a toolkit for putting an AI chat into your own product. It brings the chat's surface and the protocol behind it, so that you write the agent and not another message list.

| Part | What it does |
| --- | --- |
| \`<openai-chatkit>\` | The chat as a web component: composer, history, streaming, widgets |
| \`@openai/chatkit-react\` | The same for React: \`useChatKit\` and \`<ChatKit />\` |
| The server | One endpoint that takes JSON and answers with JSON or a stream of events |
| The agent | Your model, your instructions, your tools |

What you get without building it:

- **Streaming answers** with progress, reasoning and tool activity
- **Threads**: history, titles, rename and delete
- **Tools** on the server and in the browser
- **Widgets**: cards, lists and forms inside the conversation
- **Theming** down to colour, radius, density and type

**Frontdesk**, which you are using now, is a ChatKit server, agent and chat element that run entirely in your own network. Ask me about any of the parts, for example _"how do client tools work?"_`,
};

export const install: Topic = {
  title: 'Setting up ChatKit',
  answer: `With React it takes one package, one hook and one endpoint.

1. Install the bindings:

\`\`\`bash
npm install @openai/chatkit-react
\`\`\`

2. Render the chat, and tell it where to get a client secret:

\`\`\`tsx
import { ChatKit, useChatKit } from '@openai/chatkit-react';

export function SupportChat() {
  const { control } = useChatKit({
    api: {
      async getClientSecret() {
        const response = await fetch('/api/chatkit/session', { method: 'POST' });
        const { client_secret } = await response.json();
        return client_secret;
      },
    },
  });
  return <ChatKit control={control} className="h-[600px] w-[360px]" />;
}
\`\`\`

3. Load the element. With Frontdesk it comes from your own server:

\`\`\`html
<script src="/chatkit.js" async></script>
\`\`\`

Three things that are easy to miss:

- The element needs a **height**, or it stays invisible.
- \`getClientSecret\` is called **again** before the secret runs out.
- Without React, create \`<openai-chatkit>\` yourself and call \`setOptions({ … })\` on it.`,
};

export const session: Topic = {
  title: 'Sessions and client secrets',
  answer: `A **session** ties the browser to one user without handing it an API key. Your server creates it, and the browser gets a short-lived **client secret**.

\`\`\`ts
// on your server, after you know who is asking
const response = await fetch('https://frontdesk.internal/api/chatkit/session', { method: 'POST' });
const { client_secret, expires_at } = await response.json();
\`\`\`

In the browser the secret goes through \`getClientSecret\`:

\`\`\`ts
api: {
  async getClientSecret(existing) {
    // existing is the secret that is about to run out, or null the first time
    return fetchNewSecret();
  },
}
\`\`\`

| Rule | Why |
| --- | --- |
| Minutes, not days | A leaked secret soon opens nothing |
| One user, one tenant | Threads, facts and files are scoped by it |
| Never in the page's source | It is a password for as long as it lives |

When it has run out, requests answer \`401\` and the chat asks for a new one.`,
};

export const server: Topic = {
  title: 'The ChatKit server',
  answer: `A ChatKit server has **one endpoint**. The browser posts \`{ "type": …, "params": … }\`, and the answer is either JSON or a stream of events.

| Operation | Answer |
| --- | --- |
| \`threads.create\`, \`threads.add_user_message\` | stream |
| \`threads.add_client_tool_output\`, \`threads.custom_action\` | stream |
| \`threads.list\`, \`threads.get_by_id\`, \`items.list\` | JSON |
| \`threads.update\`, \`threads.delete\`, \`items.feedback\` | JSON |

Inside, one message goes this way:

1. **Admission** stores the message and a run in one transaction.
2. A **worker** takes the run, builds the model's input from the thread and starts the agent.
3. The agent streams text and calls **tools**.
4. Finished items are **stored first** and then shown as done, so that a reload shows the same.

If you write your own in Python, the \`openai-chatkit\` package has a \`ChatKitServer\` class to derive from. Frontdesk is the same protocol in TypeScript, with a queue, Postgres and Redis behind it.`,
};

export const selfHosting: Topic = {
  title: 'Self-hosting with Frontdesk',
  answer: `Frontdesk runs the whole of ChatKit in your own network: server, agent workers, tools and the chat element. Nothing is loaded from a CDN.

**On a laptop**

\`\`\`bash
npm start
\`\`\`

**In containers**

\`\`\`bash
docker compose up
docker compose up --scale agent-worker=3   # more answers at once
\`\`\`

| Process | Its job |
| --- | --- |
| gateway | HTTP, streams, the web page |
| agent worker | runs agents, talks to the model |
| tools service | runs tools, each call at most once |
| Postgres | the truth: threads, items, runs, facts |
| Redis | queue and event log; may be lost without losing messages |

The model is your choice:

- nothing set: the **demo model** answers (that is me)
- \`OPENAI_API_KEY\`: OpenAI
- \`OPENAI_BASE_URL\`: anything that speaks the OpenAI API, such as vLLM or Ollama`,
};

export const realModel: Topic = {
  title: 'Connecting a real model',
  answer: `I am only a script. To put a real model in my place, set its address and start Frontdesk again:

\`\`\`bash
# OpenAI
OPENAI_API_KEY=sk-… npm start

# a local model, for example Ollama
OPENAI_BASE_URL=http://127.0.0.1:11434/v1 OPENAI_API_KEY=none \\
OPENAI_API=chat_completions OPENAI_MODEL=qwen3 npm start
\`\`\`

| Variable | Meaning |
| --- | --- |
| \`OPENAI_API_KEY\` | the key; any text for servers that want none |
| \`OPENAI_BASE_URL\` | the address up to and including \`/v1\` |
| \`OPENAI_API\` | \`responses\` (default) or \`chat_completions\` |
| \`OPENAI_MODEL\` | the model's name there |

Choose \`chat_completions\` for servers that do not know the Responses API. The model must be able to **call tools**, or facts, theme and weather will not work.`,
};
