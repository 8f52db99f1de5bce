import { useLayoutEffect, useRef, type FocusEvent, type ReactNode } from 'react';
import { FieldFrame, fieldClass, useFieldId, useFieldName } from './field-frame.js';
import { useField } from './form.js';
import { asOneOf, asText } from './values.js';
import type { NodeProps } from './widget-context.js';

const INPUT_TYPES = ['text', 'number', 'email', 'password', 'tel', 'url'] as const;

/** Browser extensions fill what they take for a login; a field says when they may. */
const extensions = (allowed: unknown): Record<string, string> =>
  allowed === true ? {} : { 'data-1p-ignore': 'true', 'data-lpignore': 'true', 'data-bwignore': 'true' };

const selectAll = (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void => event.target.select();

/** What Input, Textarea and an editable Text have in common. */
const textProps = (node: NodeProps['node'], describedBy: string | undefined) => ({
  name: asText(node.name),
  placeholder: asText(node.placeholder) || undefined,
  required: node.required === true,
  disabled: node.disabled === true,
  'aria-invalid': describedBy !== undefined,
  'aria-describedby': describedBy,
  autoComplete: asText(node.autoComplete) || 'off',
  ...extensions(node.allowAutofillExtensions),
  ...(node.autoSelect === true ? { onFocus: selectAll } : {}),
});

/** Focus moves only where the server asked for it, and only once: when the field appears. */
const useAutoFocus = <T extends HTMLElement>(wanted: boolean) => {
  const ref = useRef<T>(null);
  useLayoutEffect(() => {
    if (wanted) {
      ref.current?.focus({ preventScroll: true });
    }
  }, [wanted]);
  return ref;
};

interface LineProps {
  node: NodeProps['node'];
  className: string;
  type: string;
  initial: string;
}

/** One line of text, checked by the browser. */
const Line = ({ node, className, type, initial }: LineProps): ReactNode => {
  const name = asText(node.name);
  const { value, error, change } = useField(name, initial);
  const ref = useAutoFocus<HTMLInputElement>(node.autoFocus === true);
  const id = useFieldId(name);
  const label = useFieldName(node);
  return (
    <FieldFrame error={error} className={className}>
      {(describedBy) => (
        <input
          {...textProps(node, describedBy)}
          ref={ref}
          id={id}
          aria-label={label}
          type={type}
          pattern={asText(node.pattern) || undefined}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </FieldFrame>
  );
};

export const Input = ({ node }: NodeProps): ReactNode => (
  <Line
    node={node}
    className={fieldClass(node, 'input')}
    type={asOneOf(node.inputType, INPUT_TYPES, 'text')}
    initial={asText(node.defaultValue)}
  />
);

/** A text that people may change where it stands. */
export const EditableText = ({ node, className, value }: { node: NodeProps['node']; className: string; value: string }): ReactNode => (
  <Line node={node} className={`w-field editable ${className}`} type="text" initial={value} />
);

const LINE_EM = 1.5;

export const Textarea = ({ node }: NodeProps): ReactNode => {
  const name = asText(node.name);
  const { value, error, change } = useField(name, asText(node.defaultValue));
  const ref = useAutoFocus<HTMLTextAreaElement>(node.autoFocus === true);
  const id = useFieldId(name);
  const label = useFieldName(node);
  const pattern = asText(node.pattern);
  const grows = node.autoResize === true;
  useLayoutEffect(() => {
    const { current: field } = ref;
    // Text areas know no pattern of their own.
    field?.setCustomValidity(pattern === '' || value === '' || matches(pattern, value) ? '' : mismatchMessage());
    if (field !== null && grows) {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight + 2}px`;
    }
  }, [ref, value, pattern, grows]);
  return (
    <FieldFrame error={error} className={fieldClass(node, 'textarea')}>
      {(describedBy) => (
        <textarea
          {...textProps(node, describedBy)}
          ref={ref}
          id={id}
          aria-label={label}
          rows={typeof node.rows === 'number' ? node.rows : 3}
          style={{ maxHeight: typeof node.maxRows === 'number' ? `calc(${node.maxRows * LINE_EM}em + 18px)` : undefined }}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </FieldFrame>
  );
};

/** What this browser says, in its reader's language, where a text does not match a pattern. */
const mismatchMessage = (): string => {
  const probe = document.createElement('input');
  probe.pattern = 'a';
  probe.value = 'b';
  return probe.validationMessage || 'a';
};

const matches = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(value);
  } catch {
    return true; // as browsers do with a pattern that is none
  }
};
