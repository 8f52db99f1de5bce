import { FrontdeskError } from '@frontdesk/contracts';
import type { z } from 'zod';
import type { Tool } from '../catalog/tool.js';

/** Fields named in one message; a model corrects no more at once. */
const NAMED_ISSUES = 5;

/**
 * The arguments of a call, checked by the schema that ListTools publishes.
 * @throws FrontdeskError `tool_invalid_arguments` that names every wrong field, for the model to correct
 */
export function parseArguments(tool: Tool, argumentsJson: string): Record<string, unknown> {
  const parsed = tool.parameters.safeParse(withoutNulls(parseJson(argumentsJson)));
  if (parsed.success) {
    return parsed.data;
  }
  throw new FrontdeskError('tool_invalid_arguments', {
    detail: parsed.error.issues.slice(0, NAMED_ISSUES).map(describe).join(' '),
    param: parsed.error.issues[0]?.path.map(String).join('.') || undefined,
  });
}

function parseJson(text: string): unknown {
  if (text.trim() === '') {
    return {};
  } // how some models call a tool without arguments
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FrontdeskError('tool_invalid_arguments', { detail: 'The arguments are not valid JSON.', cause });
  }
}

/** Models write null for what they leave out, and strict ones must. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `${issue.keys.map((key) => `"${key}"`).join(', ')}: no such argument.`;
  }
  const field = issue.path.map(String).join('.');
  return field === '' ? `${issue.message}.` : `"${field}": ${issue.message}.`;
}
