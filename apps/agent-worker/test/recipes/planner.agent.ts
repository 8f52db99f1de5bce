import { accumulateText, card, markdown } from '@frontdesk/widgets';
import { Agent } from '@openai/agents';
import { z } from 'zod';
import type { AgentDefinition } from '../../src/agents/agent-definition.js';
import { defineLocalTool } from '../../src/agents/local-tool.js';

const writePlan = defineLocalTool({
  name: 'write_plan',
  description: 'Writes the plan that was agreed on into a card.',
  parameters: z.strictObject({ steps: z.array(z.string()).describe('The steps of the plan, in order.') }),
  run: async ({ steps }, { chat }) => {
    chat.emit({ type: 'workflow', state: 'open', summary: { title: 'Planned' } });
    steps.forEach((title, index) =>
      chat.emit({ type: 'task', key: `${index}`, task: { type: 'custom', title, status_indicator: 'complete' } }),
    );
    chat.emit({ type: 'workflow', state: 'done' });
    const states = accumulateText(
      markdown('', { id: 'plan' }),
      steps.map((step) => `- ${step}\n`),
      (plan) => card([plan]),
    );
    await chat.streamWidget(states, { key: 'plan', copy_text: steps.join('\n') });
    return { status: 'shown' };
  },
});

const askForGoal = defineLocalTool({
  name: 'ask_for_goal',
  description: 'Asks the user what the plan is for.',
  parameters: z.strictObject({}),
  run: async (_args, { chat }) => {
    chat.emit({ type: 'structured_input', inputs: [{ type: 'freeform', id: 'goal', question: 'What is it for?' }] });
    return { status: 'asked' };
  },
});

export const planner: AgentDefinition = {
  name: 'Planner',
  build: (_context, { model, modelSettings, toolUseBehavior, chat, local }) => {
    chat.emit({ type: 'progress', text: 'Looking at the calendar', icon: 'calendar' });
    const tools = [local(writePlan), local(askForGoal)];
    return new Agent({ name: 'Planner', model, modelSettings, toolUseBehavior, tools });
  },
};
