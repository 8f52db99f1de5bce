import { Agent } from '@openai/agents';
import type { AgentDefinition } from '../../src/agents/agent-definition.js';

export const frontDesk: AgentDefinition = {
  name: 'Front desk',
  build: (_context, { model, modelSettings, toolUseBehavior, tools }) => {
    const settings = { model, modelSettings, toolUseBehavior };
    const billing = new Agent({ ...settings, name: 'Billing', instructions: 'You answer questions about invoices.', tools: [...tools] });
    return new Agent({
      ...settings,
      name: 'Front desk',
      instructions: 'Hand over to Billing when it is about money.',
      handoffs: [billing],
    });
  },
};
