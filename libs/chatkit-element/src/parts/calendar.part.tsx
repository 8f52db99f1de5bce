import type { ReactNode } from 'react';
import { DayPicker, type Matcher } from 'react-day-picker';

interface CalendarProps {
  locale: string;
  selected: Date | undefined;
  min: Date | undefined;
  max: Date | undefined;
  onSelect: (day: Date) => void;
}

/** Monday or Sunday first, as the locale has it. */
const firstDayOf = (locale: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 => {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  const first = info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? 1;
  return (first % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
};

/** A month to pick a day from, in the words of the locale. */
export const Calendar = ({ locale, selected, min, max, onSelect }: CalendarProps): ReactNode => {
  const disabled: Matcher[] = [...(min === undefined ? [] : [{ before: min }]), ...(max === undefined ? [] : [{ after: max }])];
  const say = (options: Intl.DateTimeFormatOptions) => (day: Date) => day.toLocaleDateString(locale, options);
  return (
    <DayPicker
      mode="single"
      // eslint-disable-next-line jsx-a11y/no-autofocus -- the dialog was just opened by whoever has the focus
      autoFocus
      className="w-calendar"
      selected={selected}
      defaultMonth={selected ?? min ?? new Date()}
      disabled={disabled}
      weekStartsOn={firstDayOf(locale)}
      formatters={{
        formatCaption: say({ month: 'long', year: 'numeric' }),
        formatWeekdayName: say({ weekday: 'short' }),
        formatDay: say({ day: 'numeric' }),
      }}
      labels={{ labelDayButton: say({ dateStyle: 'full' }), labelWeekday: say({ weekday: 'long' }), labelGrid: say({ month: 'long', year: 'numeric' }) }}
      onDayClick={(day, modifiers) => !modifiers.disabled && onSelect(day)}
    />
  );
};
