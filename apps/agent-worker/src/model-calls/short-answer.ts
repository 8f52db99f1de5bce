import { withTrace, type AgentOutputItem, type ModelRequest } from '@openai/agents';
import type { ModelGateway } from './model-provider.js';

const TIMEOUT_MS = 30_000;

/**
 * One plain question to the model, for the side jobs: no agent and no loop, which would cost more than the answer.
 *
 * @returns the text of the answer
 * @throws whatever went wrong in the model; also when it took longer than half a minute
 */
export async function shortAnswer(models: ModelGateway, name: string, instructions: string, input: string, signal: AbortSignal): Promise<string> {
  const model = await models.model(name);
  const request: ModelRequest = {
    systemInstructions: instructions,
    input,
    modelSettings: models.plainSettings(),
    tools: [],
    handoffs: [],
    outputType: 'text',
    tracing: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  };
  const { output } = await withTrace('Side job', () => model.getResponse(request)); // models refuse to be asked outside of one; it goes nowhere
  return output.map(textOf).join('');
}

function textOf(item: AgentOutputItem): string {
  const parts = 'role' in item && item.role === 'assistant' ? item.content : [];
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
}
