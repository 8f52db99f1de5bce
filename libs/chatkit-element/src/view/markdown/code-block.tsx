import { memo, useMemo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { usePart } from '../../parts/use-part.js';
import { CopyButton } from '../copy-button.js';
import { codePieces } from './code-pieces.js';

/** Longer lines (minified files, data) are not worth the time that colouring them takes. */
const MAX_LINE = 2_000;

interface PieceProps {
  text: string;
  language: string;
}

const Piece = memo(function Piece({ text, language }: PieceProps): ReactNode {
  const part = usePart('highlight', language !== '');
  const coloured = useMemo(() => {
    const wanted = typeof part !== 'string' && language !== '' && text.split('\n').every((line) => line.length < MAX_LINE);
    return wanted ? part.highlight(text, language) : null;
  }, [part, text, language]);
  return (
    <span className="code-piece">
      {coloured === null
        ? text
        : coloured.map(({ text: words, scope }, index) =>
            scope === '' ? (
              words
            ) : (
              <span key={index} className={`hl-${scope}`}>
                {words}
              </span>
            ),
          )}
    </span>
  );
});

/** A block of code with its language and a copy button; long lines scroll, and the keyboard can scroll them too. */
export const CodeBlock = ({ code, language }: { code: string; language: string }): ReactNode => {
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
              <Piece key={index} text={text} language={language.toLowerCase()} />
            ))}
          </code>
        </pre>
      </div>
    </div>
  );
};
