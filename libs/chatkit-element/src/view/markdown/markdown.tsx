import { memo, useState, type ReactNode } from 'react';
import { Block, headingLevels } from './block.js';
import { BlockReader } from './block-reader.js';

/** Markdown as React elements. No HTML is ever produced from text, links and images pass a sanitiser. */
export const Markdown = memo(function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }): ReactNode {
  const [reader] = useState(() => new BlockReader());
  const tokens = reader.read(text, streaming);
  const levels = headingLevels(tokens);
  return (
    <div className="markdown" dir="auto">
      {tokens.map((token, index) => (
        <Block key={index} token={token} level={levels[index]} arriving={streaming && index === tokens.length - 1} />
      ))}
    </div>
  );
});
