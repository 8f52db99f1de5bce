import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useText } from '../../locale/locale-context.js';
import type {
  Freeform,
  MultipleChoice,
  StructuredInput,
  StructuredInputItem,
  StructuredInputSubmissionInput,
} from '@frontdesk/chatkit-protocol';
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

const submissionOf = (item: StructuredInputItem, given: Readonly<Record<string, Answer>>): StructuredInputSubmissionInput => {
  const answers = item.inputs.map((input) => {
    const values = valuesOf(given[input.id] ?? EMPTY);
    return [input.id, { values, skipped: values.length === 0 }] as const;
  });
  const status = answers.every(([, { skipped }]) => skipped) ? 'skipped' : 'answered';
  return { status, answers: Object.fromEntries(answers) };
};

/** Each question takes the focus over from the one before it, and the first from the composer, if that had it. */
const useQuestionFocus = (step: number, takesFocus: boolean): RefObject<HTMLFieldSetElement | null> => {
  const fields = useRef<HTMLFieldSetElement>(null);
  const focused = useRef(takesFocus);
  useLayoutEffect(() => {
    if (focused.current) {
      const field = (which: string): HTMLElement | null | undefined => fields.current?.querySelector<HTMLElement>(which);
      (field('input:checked') ?? field('input, textarea'))?.focus();
    }
    focused.current = true;
  }, [step]);
  return fields;
};

interface Progress {
  step: number;
  answers: Readonly<Record<string, Answer>>;
}

/** How far the reader has come: questions whose answers could not be sent come back with them. */
const progressOf = new WeakMap<StructuredInputItem, Progress>();

/**
 * The assistant's questions, one at a time, in the place of the composer.
 * @param takesFocus whether the focus was where the questions have come
 */
export const StructuredInputForm = ({ item, takesFocus }: { item: StructuredInputItem; takesFocus: boolean }): ReactNode => {
  const t = useText();
  const controller = useController();
  const [{ step, answers }, setProgress] = useState<Progress>(() => progressOf.get(item) ?? { step: 0, answers: {} });
  const move = (to: number, given = answers): void => {
    progressOf.set(item, { step: to, answers: given });
    setProgress({ step: to, answers: given });
  };
  const fields = useQuestionFocus(step, takesFocus);
  const input = item.inputs[step];
  if (input === undefined) {
    return null;
  }
  const answer = answers[input.id] ?? EMPTY;
  const last = step === item.inputs.length - 1;
  const change = (next: Answer): void => move(step, { ...answers, [input.id]: next });
  const goOn = (given: Readonly<Record<string, Answer>>): void => {
    move(last ? step : step + 1, given);
    if (!last) {
      return;
    }
    controller.conversation.submitInput(item.id, submissionOf(item, given));
    controller.composer.focus();
  };
  return (
    <form
      className="composer questions"
      onSubmit={(event) => {
        event.preventDefault();
        goOn(answers);
      }}
    >
      <fieldset ref={fields}>
        <legend>{input.question}</legend>
        {input.type === 'multiple_choice' ? (
          <Choices key={input.id} input={input} answer={answer} onChange={change} />
        ) : (
          <FreeText key={input.id} input={input} answer={answer} onChange={change} />
        )}
      </fieldset>
      <div className="question-row">
        {item.inputs.length > 1 && (
          <span className="question-step">{t('input.step', { current: step + 1, total: item.inputs.length })}</span>
        )}
        {step > 0 && (
          <button type="button" className="button ghost" onClick={() => move(step - 1)}>
            {t('input.back')}
          </button>
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
