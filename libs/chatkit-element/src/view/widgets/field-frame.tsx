import { createContext, useContext, useId, type ReactNode } from 'react';
import { asOneOf, asText, isRecord } from './values.js';
import type { NodeProps } from './widget-context.js';

interface FieldNames {
  /** Before every id: names are unique in a widget, ids in the page. */
  readonly prefix: string;
  /** Fields that a `Label` of the widget names. */
  readonly labelled: ReadonlySet<string>;
}

const FieldNamesContext = createContext<FieldNames>({ prefix: '', labelled: new Set() });

export const FieldNamesScope = FieldNamesContext.Provider;

/** The names that the labels of a widget give to its fields. */
export const labelledFields = (node: unknown, found = new Set<string>()): ReadonlySet<string> => {
  if (Array.isArray(node)) {
    node.forEach((child) => labelledFields(child, found));
  } else if (isRecord(node)) {
    if (node.type === 'Label') {
      found.add(asText(node.fieldName));
    }
    labelledFields(node.children, found);
  }
  return found;
};

/** The id of the field of this name in this widget. */
export const useFieldId = (name: string): string => `${useContext(FieldNamesContext).prefix}field-${name}`;

/** What names a field that has no label: its placeholder, or at least its name. */
export const useFieldName = (node: NodeProps['node']): string | undefined => {
  const { labelled } = useContext(FieldNamesContext);
  const name = asText(node.name);
  return labelled.has(name) ? undefined : asText(node.ariaLabel) || asText(node.placeholder) || name;
};

const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;

const GUTTERS = ['2xs', 'xs', 'sm', 'md', 'lg', 'xl'] as const;

export const fieldClass = (node: NodeProps['node'], kind: string): string => {
  const variant = asOneOf(node.variant, ['soft', 'outline', 'solid', 'ghost'], 'outline');
  const gutter = asOneOf(node.gutterSize, GUTTERS, 'md');
  const flags = `${node.pill === true ? ' pill' : ''}${node.block === false ? ' fit' : ''}`;
  return `w-field ${kind} ${variant} size-${asOneOf(node.size, SIZES, 'md')} gutter-${gutter}${flags}`;
};

interface FieldFrameProps {
  error: string | undefined;
  className: string;
  /** Told where the message stands. */
  children: (describedBy: string | undefined) => ReactNode;
}

/** A field with what is wrong with it below. */
export const FieldFrame = ({ error, className, children }: FieldFrameProps): ReactNode => {
  const id = useId();
  return (
    <div className={`${className}${error === undefined ? '' : ' invalid'}`}>
      {children(error === undefined ? undefined : id)}
      {error !== undefined && (
        <p id={id} className="w-field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
};
