import { memo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { CopyButton } from '../copy-button.js';
import { codePieces } from './code-pieces.js';

const Piece = memo(function Piece({ text }: { text: string }): ReactNode {
  return <span className="code-piece">{text}</span>;
});

/** A block of code with its language and a copy button; long lines scroll, and the keyboard can scroll them too. */
export const CodeBlock = ({ code, language }: { code: string; language: string; arriving: boolean }): ReactNode => {
  const t = useText();
  return (
    <div className="code-block" part="code-block" dir="ltr">
      <div className="code-head">
        <span>{language}</span>
        <CopyButton label={t('actions.copyCode')} read={() => code} />
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className="code-scroll" role="group" aria-label={language || 'code'} tabIndex={0}>
        <pre>
          <code>
            {codePieces(code).map((text, index) => (
              <Piece key={index} text={text} />
            ))}
          </code>
        </pre>
      </div>
    </div>
  );
};
