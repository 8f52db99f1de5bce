import { Agent, type InputGuardrail, type OutputGuardrail } from '@openai/agents';
import type { AgentDefinition } from '../../src/agents/agent-definition.js';

const noPasswords: InputGuardrail = {
  name: 'no passwords',
  execute: ({ input }) => Promise.resolve({ tripwireTriggered: JSON.stringify(input).includes('password'), outputInfo: null }),
};
const noPromises: OutputGuardrail = {
  name: 'no promises',
  execute: ({ agentOutput }) => Promise.resolve({ tripwireTriggered: agentOutput.includes('I promise'), outputInfo: null }),
};

export const careful: AgentDefinition = {
  name: 'Careful',
  build: (_context, { model, modelSettings, tools, toolUseBehavior }) =>
    new Agent({
      ...{ name: 'Careful', model, modelSettings, tools: [...tools], toolUseBehavior },
      inputGuardrails: [noPasswords],
      outputGuardrails: [noPromises],
    }),
};
