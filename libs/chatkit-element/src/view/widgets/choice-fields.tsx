import type { ReactNode } from 'react';
import { FieldFrame, useFieldId, useFieldName } from './field-frame.js';
import { useField } from './form.js';
import { asText, isRecord } from './values.js';
import type { NodeProps } from './widget-context.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  readonly disabled: boolean;
}

/** The options of a Select or a RadioGroup, as far as they are any. */
export const choicesOf = (options: unknown): Choice[] =>
  (Array.isArray(options) ? options : []).filter(isRecord).map((option) => ({
    value: asText(option.value),
    label: asText(option.label) || asText(option.value),
    description: asText(option.description),
    disabled: option.disabled === true,
  }));

export const Checkbox = ({ node }: NodeProps): ReactNode => {
  const name = asText(node.name);
  const { value, error, change } = useField(name, node.defaultChecked === true, node.onChangeAction);
  const id = useFieldId(name);
  const label = asText(node.label);
  const unlabelled = useFieldName(node);
  return (
    <FieldFrame error={error} className="w-field checkbox">
      {(describedBy) => (
        <label className="w-choice">
          <input
            type="checkbox"
            id={id}
            name={name}
            checked={value}
            required={node.required === true}
            disabled={node.disabled === true}
            aria-label={label === '' ? unlabelled : undefined}
            aria-invalid={describedBy !== undefined}
            aria-describedby={describedBy}
            onChange={(event) => change(event.target.checked)}
          />
          {label}
        </label>
      )}
    </FieldFrame>
  );
};

export const RadioGroup = ({ node }: NodeProps): ReactNode => {
  const name = asText(node.name);
  const { value, error, change } = useField<string | null>(name, typeof node.defaultValue === 'string' ? node.defaultValue : null, node.onChangeAction);
  const id = useFieldId(name);
  const label = useFieldName(node);
  return (
    <FieldFrame error={error} className="w-field radio">
      {(describedBy) => (
        <div role="radiogroup" aria-label={label} aria-describedby={describedBy} className={`w-choices ${node.direction === 'col' ? 'col' : 'row'}`}>
          {choicesOf(node.options).map((choice, index) => (
            <label key={choice.value} className="w-choice">
              <input
                type="radio"
                id={index === 0 ? id : undefined}
                name={name}
                value={choice.value}
                checked={value === choice.value}
                required={node.required === true}
                disabled={node.disabled === true || choice.disabled}
                onChange={() => change(choice.value)}
              />
              {choice.label}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  );
};
