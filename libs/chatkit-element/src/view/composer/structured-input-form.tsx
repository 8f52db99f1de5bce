import { useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { Freeform, MultipleChoice, StructuredInput, StructuredInputItem } from '@frontdesk/chatkit-protocol';
import { useController } from '../chat-provider.js';

interface Answer {
  values: string[];
  other: string;
}

const EMPTY: Answer = { values: [], other: '' };

const valuesOf = (answer: Answer): string[] => [...answer.values, ...(answer.other.trim() === '' ? [] : [answer.other.trim()])];

interface QuestionProps<T extends StructuredInput> {
  input: T;
  answer: Answer;
  onChange: (answer: Answer) => void;
}

const Choices = ({ input, answer, onChange }: QuestionProps<MultipleChoice>): ReactNode => {
  const t = useText();
  const choose = (value: string, on: boolean): void => {
    if (input.multiple) {
      onChange({ ...answer, values: on ? [...answer.values, value] : answer.values.filter((entry) => entry !== value) });
    } else {
      onChange({ values: [value], other: '' });
    }
  };
  return (
    <>
      {input.options.map(({ value }) => (
        <label key={value} className="choice">
          <input
            type={input.multiple ? 'checkbox' : 'radio'}
            name={input.id}
            checked={answer.values.includes(value)}
            onChange={(event) => choose(value, event.target.checked)}
          />
          {value}
        </label>
      ))}
      <input
        className="field"
        type="text"
        aria-label={t('input.other')}
        placeholder={t('input.otherPlaceholder')}
        value={answer.other}
        onChange={(event) => onChange({ values: input.multiple ? answer.values : [], other: event.target.value })}
      />
    </>
  );
};

const FreeText = ({ input, answer, onChange }: QuestionProps<Freeform>): ReactNode => (
  <textarea
    className="field"
    rows={3}
    aria-label={input.question}
    placeholder={input.description}
    value={answer.other}
    onChange={(event) => onChange({ values: [], other: event.target.value })}
  />
);

/** The assistant's questions, one at a time, in the place of the composer. */
export const StructuredInputForm = ({ item }: { item: StructuredInputItem }): ReactNode => {
  const t = useText();
  const controller = useController();
  const [step, setStep] = useState(0);
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const input = item.inputs[step];
  if (input === undefined) {
    return null;
  }
  const answer = answers[input.id] ?? EMPTY;
  const last = step === item.inputs.length - 1;
  const goOn = (given: Readonly<Record<string, Answer>>): void => {
    setAnswers(given);
    if (!last) {
      return setStep(step + 1);
    }
    const submitted = item.inputs.map((entry) => {
      const values = valuesOf(given[entry.id] ?? EMPTY);
      return [entry.id, { values, skipped: values.length === 0 }] as const;
    });
    const status = submitted.every(([, entry]) => entry.skipped) ? 'skipped' : 'answered';
    controller.conversation.submitInput(item.id, { status, answers: Object.fromEntries(submitted) });
  };
  return (
    <form
      className="composer questions"
      onSubmit={(event) => {
        event.preventDefault();
        goOn(answers);
      }}
    >
      <fieldset>
        <legend>{input.question}</legend>
        {input.type === 'multiple_choice' ? (
          <Choices input={input} answer={answer} onChange={(next) => setAnswers({ ...answers, [input.id]: next })} />
        ) : (
          <FreeText input={input} answer={answer} onChange={(next) => setAnswers({ ...answers, [input.id]: next })} />
        )}
      </fieldset>
      <div className="question-row">
        {item.inputs.length > 1 && (
          <span className="question-step">{t('input.step', { current: step + 1, total: item.inputs.length })}</span>
        )}
        <button type="button" className="button ghost" onClick={() => goOn({ ...answers, [input.id]: EMPTY })}>
          {t('input.skip')}
        </button>
        <button type="submit" className="button primary" disabled={valuesOf(answer).length === 0}>
          {t(last ? 'input.submit' : 'input.next')}
        </button>
      </div>
    </form>
  );
};
