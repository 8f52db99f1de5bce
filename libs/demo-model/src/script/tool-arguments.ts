import { isRecord } from '../conversation/request-fields.schema.js';

/**
 * Fits arguments to the schema that the request offers: unknown names are dropped, required ones that are missing become
 * null (strict schemas require every name and allow null), and a value that only differs in case from an enum's takes its spelling.
 */
export function fittedArguments(
  wanted: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const properties = schema['properties'];
  if (!isRecord(properties)) {
    return { ...wanted };
  }
  const fitted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (name in properties) {
      fitted[name] = enumSpelling(value, properties[name]);
    }
  }
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const name of required) {
    if (typeof name === 'string' && !(name in fitted)) {
      fitted[name] = absentValue(properties[name]);
    }
  }
  return fitted;
}

function enumOf(property: unknown): readonly unknown[] {
  return isRecord(property) && Array.isArray(property['enum']) ? (property['enum'] as readonly unknown[]) : [];
}

function enumSpelling(value: unknown, property: unknown): unknown {
  const same = enumOf(property).find(
    (option) => typeof option === 'string' && typeof value === 'string' && option.toLowerCase() === value.toLowerCase(),
  );
  return same ?? value;
}

/** Null where it is allowed, else the first value of an enum. */
function absentValue(property: unknown): unknown {
  const options = enumOf(property);
  const allowsNull =
    !isRecord(property) ||
    options.length === 0 ||
    options.includes(null) ||
    (Array.isArray(property['type']) && property['type'].includes('null'));
  return allowsNull ? null : options[0];
}
