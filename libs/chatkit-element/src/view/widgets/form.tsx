import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type CSSProperties, type FormEvent, type ReactNode } from 'react';
import type { FieldValue } from '../../state/form-values.js';
import { readAction, type WidgetActionConfig } from '../../state/widget-actions.js';
import { useWidget, WidgetRuntimeProvider, type WidgetRuntime } from './widget-context.js';

interface FormApi {
  /** What is wrong with the field, in the browser's words. */
  readonly errorOf: (name: string) => string | undefined;
  readonly set: (name: string, value: FieldValue) => void;
  readonly drop: (name: string) => void;
}

const FormContext = createContext<FormApi | null>(null);

/** The form around a component; null outside of one. */
export const useForm = (): FormApi | null => useContext(FormContext);

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isInvalid = (element: Element): element is Control =>
  (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) && element.name !== '' && !element.checkValidity();

interface FormScopeProps {
  /** What submitting does, unless the button that submits has an action of its own. */
  action: WidgetActionConfig | null;
  /** The component that waits when Enter submits; null: the whole widget. */
  part: string | null;
  className: string;
  style?: CSSProperties | undefined;
  children: ReactNode;
}

/** A form of a widget: every action inside carries the values of its fields, and submitting checks them first. */
export const FormScope = ({ action, part, className, style, children }: FormScopeProps): ReactNode => {
  const widget = useWidget();
  const values = useRef(new Map<string, FieldValue>());
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const set = useCallback((name: string, value: FieldValue) => {
    values.current.set(name, value);
    setErrors(({ [name]: gone, ...others }) => (gone === undefined ? { ...others } : others));
  }, []);
  const drop = useCallback((name: string) => void values.current.delete(name), []);
  const form = useMemo<FormApi>(() => ({ errorOf: (name) => errors[name], set, drop }), [errors, set, drop]);
  const runtime = useMemo<WidgetRuntime>(
    () => ({ ...widget, run: (config, waiting) => widget.run(config, waiting, new Map(values.current)) }),
    [widget],
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const invalid = [...event.currentTarget.elements].filter(isInvalid);
    setErrors(Object.fromEntries(invalid.map((field) => [field.name, field.validationMessage])));
    if (invalid[0] !== undefined) {
      return invalid[0].focus();
    }
    if (action !== null) {
      const { submitter } = event.nativeEvent as SubmitEvent;
      runtime.run(action, waitingPart(action, submitter?.dataset.part ?? part));
    }
  };
  return (
    <form className={className} style={style} noValidate onSubmit={submit}>
      <FormContext.Provider value={form}>
        <WidgetRuntimeProvider value={runtime}>{children}</WidgetRuntimeProvider>
      </FormContext.Provider>
    </form>
  );
};

/** Which component waits for an action: as it asks, or else the one that people used. */
export const waitingPart = (action: WidgetActionConfig, used: string | null): string | null => {
  switch (action.loadingBehavior) {
    case 'none':
      return '';
    case 'container':
      return null;
    case 'self':
    case 'auto':
    case undefined:
    default:
      return used;
  }
};

interface Field<T extends FieldValue> {
  readonly value: T;
  /** What is wrong with it, after somebody tried to submit. */
  readonly error: string | undefined;
  /** Takes a new value and runs what the component does on a change. */
  readonly change: (value: T) => void;
}

/** The value of a field: known to the form around it, and sent with the action that its change runs. */
export const useField = <T extends FieldValue>(name: string, initial: T, onChangeAction?: unknown): Field<T> => {
  const form = useForm();
  const widget = useWidget();
  const [value, setValue] = useState(initial);
  const set = form?.set;
  const drop = form?.drop;
  useEffect(() => {
    set?.(name, initial);
    return () => drop?.(name);
    // The first value alone: what the user entered outlives an update of the widget.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new default must not overwrite an answer
  }, [name, set, drop]);
  const change = (next: T): void => {
    setValue(next);
    set?.(name, next);
    const action = readAction(onChangeAction);
    if (action !== null) {
      widget.run(action, waitingPart(action, ''), new Map([[name, next]]));
    }
  };
  return { value, error: form?.errorOf(name), change };
};
