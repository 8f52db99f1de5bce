import { Agent, imageGenerationTool } from '@openai/agents';
import type { AgentDefinition } from '../../src/agents/agent-definition.js';

export const painter: AgentDefinition = {
  name: 'Painter',
  partialImages: 2, // shown on the way, and what their progress is counted in
  build: (_context, { model, modelSettings, toolUseBehavior }) =>
    new Agent({ name: 'Painter', model, modelSettings, toolUseBehavior, tools: [imageGenerationTool({ partialImages: 2 })] }),
};
