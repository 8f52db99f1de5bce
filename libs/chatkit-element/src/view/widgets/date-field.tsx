import { useState, type ReactNode } from 'react';
import { usePart } from '../../parts/use-part.js';
import { useText } from '../../locale/locale-context.js';
import { useChat } from '../chat-provider.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { FieldFrame, fieldClass, useFieldId, useFieldName } from './field-frame.js';
import { FloatingPanel } from './floating-panel.js';
import { useField } from './form.js';
import { asOneOf, asText } from './values.js';
import type { NodeProps } from './widget-context.js';

/** A day as the calendar counts it: local, at midnight. */
const dayOf = (value: unknown): Date | undefined => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(asText(value)) ?? [];
  return year === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(day));
};

const isoOf = (day: Date): string => [String(day.getFullYear()).padStart(4, '0'), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

const Calendar = ({ value, node, onPick }: { value: string | null; node: NodeProps['node']; onPick: (day: string) => void }): ReactNode => {
  const t = useText();
  const locale = useChat((state) => state.language.locale);
  const part = usePart('calendar');
  if (part === 'loading' || part === 'failed') {
    return <p className="w-options-none">{t(part === 'loading' ? 'app.loading' : 'field.partFailed')}</p>;
  }
  return <part.Calendar locale={locale} selected={dayOf(value)} min={dayOf(node.min)} max={dayOf(node.max)} onSelect={(day) => onPick(isoOf(day))} />;
};

/** A day, picked from a calendar; its value is a date as ISO 8601 writes it. */
export const DatePicker = ({ node }: NodeProps): ReactNode => {
  const t = useText();
  const locale = useChat((state) => state.language.locale);
  const name = asText(node.name);
  const id = useFieldId(name);
  const label = useFieldName(node);
  const { value, error, change } = useField<string | null>(name, typeof node.defaultValue === 'string' ? node.defaultValue : null, node.onChangeAction);
  const [open, setOpen] = useState(false);
  const day = dayOf(value);
  const side = asOneOf(node.side, ['top', 'bottom', 'left', 'right'], 'bottom');
  const align = asOneOf(node.align, ['start', 'center', 'end'], 'start');
  const shown = day?.toLocaleDateString(locale, { dateStyle: 'medium' });
  return (
    <FieldFrame error={error} className={fieldClass(node, 'date')}>
      {(describedBy) => (
        <>
          <FloatingPanel
            open={open}
            onOpenChange={setOpen}
            placement={align === 'center' ? side : `${side}-${align}`}
            role="dialog"
            label={label ?? t('field.pickDate')}
            anchor={(props) => (
              <button
                {...props}
                id={id}
                type="button"
                disabled={node.disabled === true}
                aria-label={label === undefined || shown === undefined ? label : `${label}: ${shown}`}
                aria-describedby={describedBy}
                className={day === undefined ? 'empty' : undefined}
                onClick={() => setOpen(!open)}
              >
                {shown ?? (asText(node.placeholder) || t('field.pickDate'))}
              </button>
            )}
          >
            <Calendar
              value={value}
              node={node}
              onPick={(picked) => {
                change(picked);
                setOpen(false);
              }}
            />
          </FloatingPanel>
          {node.clearable === true && value !== null && node.disabled !== true ? (
            <button type="button" className="w-field-clear" aria-label={t('field.clear')} onClick={() => change(null)}>
              <UiIcon name="close" size={14} />
            </button>
          ) : (
            <Icon name="calendar" size={16} />
          )}
        </>
      )}
    </FieldFrame>
  );
};
