// The worker as it is built, with agents for tests beside its own: a session's state variable `agent` names one of these.
// Without one the guide answers. Started in place of dist/main.js.
import { createLogger } from '@frontdesk/observability';
import { accumulateText, card, loadWidgetTemplate, parseWidgetTemplate, text } from '@frontdesk/widgets';
import { Agent } from '@openai/agents';
import { z } from 'zod';
import { loadAgentWorkerConfig } from '../../dist/agent-worker.config.js';
import { chatkitGuideAgent } from '../../dist/agents/chatkit-guide.agent.js';
import { defineLocalTool } from '../../dist/agents/local-tool.js';
import { startAgentWorker } from '../../dist/bootstrap.js';

const FIXTURES = new URL('../../../../libs/widgets/test/fixtures/', import.meta.url);

const settingsOf = ({ model, modelSettings, toolUseBehavior, tools }) => ({ model, modelSettings, toolUseBehavior, tools: [...tools] });

/** Shows what a template makes of data: one of the fixtures by name, or a source as it would stand in a file. */
const showTemplate = defineLocalTool({
  name: 'show_template',
  description: 'Shows a template.',
  parameters: z.strictObject({ fixture: z.string().nullish(), source: z.string().nullish(), data: z.record(z.string(), z.unknown()) }),
  run: async ({ fixture, source, data }, { chat }) => {
    const template = typeof fixture === 'string' ? loadWidgetTemplate(new URL(fixture, FIXTURES)) : parseWidgetTemplate(source ?? '', 'given');
    chat.emit({ type: 'widget', widget: template.build(data) });
    return { status: 'shown' };
  },
});

const writeText = defineLocalTool({
  name: 'write_text',
  description: 'Writes a text into a card, piece by piece.',
  parameters: z.strictObject({ pieces: z.array(z.string()) }),
  run: async ({ pieces }, { chat }) => {
    await chat.streamWidget(accumulateText(text('', { id: 'answer' }), pieces, (answer) => card([answer])), { key: 'text' });
    return { status: 'written' };
  },
});

const AGENTS = {
  handoff: (_context, runtime) => {
    const billing = new Agent({ ...settingsOf(runtime), name: 'Billing', instructions: 'You are Billing.' });
    return new Agent({ ...settingsOf(runtime), name: 'Front', instructions: 'You are Front.', handoffs: [billing] });
  },
  guarded: (_context, runtime) =>
    new Agent({
      ...settingsOf(runtime),
      name: 'Guarded',
      instructions: 'You are guarded.',
      inputGuardrails: [{ name: 'input', execute: async ({ input }) => ({ tripwireTriggered: JSON.stringify(input).includes('password'), outputInfo: null }) }],
      outputGuardrails: [{ name: 'output', execute: async ({ agentOutput }) => ({ tripwireTriggered: agentOutput.includes('I promise'), outputInfo: null }) }],
    }),
  showing: (_context, runtime) =>
    new Agent({ ...settingsOf(runtime), name: 'Showing', tools: [runtime.local(showTemplate), runtime.local(writeText)] }),
  /** Says nothing once its tool has run. */
  silent: (_context, runtime) => new Agent({ ...settingsOf(runtime), name: 'Silent', toolUseBehavior: 'stop_on_first_tool' }),
  broken: () => {
    throw new Error('this agent cannot be built');
  },
};

/** A citation as this agent wants it shown: by the name of its file alone, in capitals. */
const shownAs = (citation) =>
  citation.type === 'file_citation' ? { type: 'annotation', source: { type: 'file', title: citation.filename.toUpperCase(), filename: citation.filename } } : undefined;

const agent = {
  name: 'Agents of tests',
  partialImages: 3,
  annotate: (citation, { state }) => (state.agent === 'citing' ? shownAs(citation) : undefined),
  build: (context, runtime) => (AGENTS[context.state.agent] ?? chatkitGuideAgent.build)(context, runtime),
};

const config = loadAgentWorkerConfig();
const worker = await startAgentWorker(config, createLogger({ name: 'frontdesk-agent-worker', level: config.LOG_LEVEL }), { agent });
process.on('SIGTERM', () => void worker.close().then(() => process.exit(0)));
