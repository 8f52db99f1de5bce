import type { ToolDescriptor } from '@frontdesk/contracts';
import { tool, type Tool } from '@openai/agents';
import { z } from 'zod';
import type { LocalTool } from '../agents/local-tool.js';
import { errorText } from './tool-output.js';
import type { RunTools } from './run-tools.js';

/** How one of the tools service's tools looks to the SDK. */
type RemoteParameters = { type: 'object'; properties: Record<string, never>; required: string[]; additionalProperties: true };

/**
 * The catalogue as tools of the SDK. Arguments are checked by the tools service, against the schema that the model was given;
 * nothing is thrown into the agent loop but an abort.
 */
export function agentTools(catalogue: readonly ToolDescriptor[], calls: RunTools, signal: AbortSignal): Tool[] {
  return catalogue.map((descriptor) => calledThrough(descriptor, calls, signal));
}

/** A tool of an agent's own, as one of the SDK: called like all others, and known by name to a worker that takes the run over. */
export function localTool(definition: LocalTool, calls: RunTools, signal: AbortSignal): Tool {
  calls.addLocal(definition);
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(definition.parameters, { io: 'input' });
  return calledThrough({ name: definition.name, description: definition.description, parameters }, calls, signal);
}

function calledThrough(
  descriptor: Pick<ToolDescriptor, 'name' | 'description' | 'parameters'>,
  calls: RunTools,
  signal: AbortSignal,
): Tool {
  return tool({
    name: descriptor.name,
    description: descriptor.description,
    parameters: descriptor.parameters as unknown as RemoteParameters, // JSON Schema of any shape; the type knows one
    strict: false,
    errorFunction: (_context, error) => errorText(error),
    execute: (input, _context, details) => {
      const call = details?.toolCall;
      return calls.call({
        tool: descriptor.name,
        callId: call?.callId ?? '',
        argumentsJson: call?.arguments ?? JSON.stringify(input),
        signal: details?.signal === undefined ? signal : AbortSignal.any([signal, details.signal]),
      });
    },
  });
}
