import { z } from 'zod';
import { CatalogError } from './catalog-error.js';
import type { Tool } from './tool.js';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The JSON Schema of a tool's arguments, made of the very schema that checks them.
 * @throws CatalogError when it cannot be said in JSON Schema, lets unknown fields through, or leaves a field undescribed
 */
export function publishedParameters(tool: Tool): JsonObject {
  const schema = toJsonSchema(tool);
  if (schema['type'] !== 'object' || schema['additionalProperties'] !== false) {
    throw new CatalogError(`Tool "${tool.name}": its parameters must be a z.strictObject({…}), so that unknown fields are refused.`);
  }
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const [field, property] of Object.entries(properties)) {
    if (!isObject(property) || typeof property['description'] !== 'string' || property['description'] === '') {
      throw new CatalogError(
        `Tool "${tool.name}": its parameter "${field}" has no description. Add .describe('…'), which is what the model reads.`,
      );
    }
  }
  return { ...schema, properties };
}

function toJsonSchema(tool: Tool): JsonObject {
  try {
    const { $schema: _dialect, ...schema } = z.toJSONSchema(tool.parameters, { io: 'input' });
    return schema;
  } catch (cause) {
    throw new CatalogError(
      `Tool "${tool.name}": its parameters cannot be said in JSON Schema (${cause instanceof Error ? cause.message : 'unknown reason'}). Use plain strings, numbers, booleans, enums, arrays and objects.`,
      { cause },
    );
  }
}
