import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { UiIcon } from '../icons/icon.js';
import { choicesOf, type Choice } from './choice-fields.js';
import { FieldFrame, fieldClass, useFieldId, useFieldName } from './field-frame.js';
import { FloatingPanel } from './floating-panel.js';
import { useField } from './form.js';
import { asText } from './values.js';
import type { NodeProps } from './widget-context.js';

interface PickProps {
  node: NodeProps['node'];
  choices: readonly Choice[];
  value: string | null;
  describedBy: string | undefined;
  onPick: (value: string | null) => void;
}

/** The system's own list: it is the one that people know on their device. */
const PlainSelect = ({ node, choices, value, describedBy, onPick }: PickProps): ReactNode => {
  const id = useFieldId(asText(node.name));
  const label = useFieldName(node);
  const t = useText();
  return (
    <select
      id={id}
      name={asText(node.name)}
      value={value ?? ''}
      disabled={node.disabled === true}
      aria-label={label}
      aria-describedby={describedBy}
      className={value === null ? 'empty' : undefined}
      onChange={(event) => onPick(event.target.value === '' ? null : event.target.value)}
    >
      <option value="" disabled={node.clearable !== true} hidden={node.clearable !== true && value !== null}>
        {asText(node.placeholder) || t('field.choose')}
      </option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} disabled={choice.disabled}>
          {choice.description === '' ? choice.label : `${choice.label} — ${choice.description}`}
        </option>
      ))}
    </select>
  );
};

interface OptionsProps {
  id: string;
  label: string;
  choices: readonly Choice[];
  value: string | null;
  active: number;
  onMove: (index: number) => void;
  onPick: (choice: Choice) => void;
}

const Options = ({ id, label, choices, value, active, onMove, onPick }: OptionsProps): ReactNode => (
  <ul id={id} role="listbox" aria-label={label} className="w-options">
    {choices.map((choice, index) => (
      // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox keeps the focus and hears the keys
      <li
        key={choice.value}
        id={`${id}-${index}`}
        role="option"
        aria-selected={choice.value === value}
        aria-disabled={choice.disabled}
        className={index === active ? 'active' : undefined}
        onMouseDown={(event) => event.preventDefault()}
        onMouseMove={() => onMove(index)}
        onClick={() => onPick(choice)}
      >
        <span>
          {choice.label}
          {choice.description !== '' && <small>{choice.description}</small>}
        </span>
        {choice.value === value && <UiIcon name="check" size={16} />}
      </li>
    ))}
  </ul>
);

const found = (choices: readonly Choice[], query: string): Choice[] => {
  const wanted = query.trim().toLocaleLowerCase();
  return choices.filter(({ label, description }) => `${label} ${description}`.toLocaleLowerCase().includes(wanted));
};

/** A list that is searched by typing (the combobox pattern of ARIA). */
const SearchableSelect = ({ node, choices, value, describedBy, onPick }: PickProps): ReactNode => {
  const t = useText();
  const id = useFieldId(asText(node.name));
  const label = useFieldName(node);
  const listId = useId();
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = query !== null;
  const shown = found(choices, query ?? '');
  const chosen = choices.find((choice) => choice.value === value);
  const pick = (choice: Choice | undefined): void => {
    if (choice !== undefined && !choice.disabled) {
      onPick(choice.value);
      setQuery(null);
    }
  };
  const move = (by: number): void => setActive((from) => (shown.length === 0 ? 0 : (from + by + shown.length) % shown.length));
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = { ArrowDown: () => (open ? move(1) : setQuery('')), ArrowUp: () => (open ? move(-1) : setQuery('')), Enter: () => (open ? pick(shown[active]) : setQuery('')) }[event.key];
    if (act !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault();
      act();
    }
  };
  return (
    <FloatingPanel
      open={open}
      onOpenChange={(next) => setQuery(next ? '' : null)}
      placement="bottom-start"
      role="list"
      label={label ?? t('field.choose')}
      anchor={(props) => (
        <input
          {...props}
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-activedescendant={open && shown[active] !== undefined ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={label}
          aria-describedby={describedBy}
          autoComplete="off"
          disabled={node.disabled === true}
          placeholder={chosen?.label ?? (asText(node.placeholder) || t('field.choose'))}
          value={query ?? chosen?.label ?? ''}
          onClick={() => setQuery((before) => before ?? '')}
          onBlur={() => setQuery(null)}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
        />
      )}
    >
      <Options id={listId} label={label ?? t('field.choose')} choices={shown} value={value} active={active} onMove={setActive} onPick={pick} />
      {shown.length === 0 && <p className="w-options-none">{t('field.noMatch')}</p>}
    </FloatingPanel>
  );
};

/** More options than this are looked through by typing, unless the server says otherwise. */
const LONG_LIST = 15;

const isSearchable = (wish: unknown, count: number): boolean => (typeof wish === 'boolean' ? wish : count > LONG_LIST);

export const Select = ({ node }: NodeProps): ReactNode => {
  const t = useText();
  const { value, error, change } = useField<string | null>(asText(node.name), typeof node.defaultValue === 'string' ? node.defaultValue : null, node.onChangeAction);
  const choices = choicesOf(node.options);
  const Kind = isSearchable(node.searchable, choices.length) ? SearchableSelect : PlainSelect;
  return (
    <FieldFrame error={error} className={fieldClass(node, 'select')}>
      {(describedBy) => (
        <>
          <Kind node={node} choices={choices} value={value} describedBy={describedBy} onPick={change} />
          {node.clearable === true && value !== null && node.disabled !== true ? (
            <button type="button" className="w-field-clear" aria-label={t('field.clear')} onClick={() => change(null)}>
              <UiIcon name="close" size={14} />
            </button>
          ) : (
            <UiIcon name="chevronDown" size={16} />
          )}
        </>
      )}
    </FieldFrame>
  );
};
