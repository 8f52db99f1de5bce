import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { StructuredInputItem } from '@frontdesk/chatkit-protocol';

/** Questions of the assistant with the answers they got; while they wait, the composer asks them. */
export const AnsweredInput = ({ item }: { item: StructuredInputItem }): ReactNode => {
  const t = useText();
  if (item.status === 'pending') {
    return null;
  }
  return (
    <dl className="answered-input">
      {item.inputs.map((input) => (
        <div key={input.id}>
          <dt>{input.question}</dt>
          <dd>{input.answer === undefined || input.answer.skipped ? t('input.skipped') : input.answer.values.join(', ')}</dd>
        </div>
      ))}
    </dl>
  );
};
