import { memo, useMemo, useState, type ReactNode } from 'react';
import { Block } from './block.js';
import { BlockReader, type MarkdownBlock } from './block-reader.js';
import { FootnoteProvider } from './markdown-context.js';

/** Blocks that are finished: however long the answer gets, they are compared once and never drawn again. */
const BlockGroup = memo(function BlockGroup({ blocks }: { blocks: readonly MarkdownBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map(({ key, token, level }) => (
        <Block key={key} token={token} level={level} arriving={false} />
      ))}
    </div>
  );
});

/** Markdown as React elements. No HTML is ever produced from text, links and images pass a sanitiser. */
export const Markdown = memo(function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }): ReactNode {
  const [reader] = useState(() => new BlockReader());
  const { groups, last, footnotes } = reader.read(text, streaming);
  const notes = useMemo(() => ({ names: footnotes, streaming }), [footnotes, streaming]);
  return (
    <FootnoteProvider value={notes}>
      <div className="markdown">
        {groups.map((blocks, index) => (
          <BlockGroup key={index} blocks={blocks} />
        ))}
        {last.length > 0 && (
          <div className="blocks" key={groups.length}>
            {last.map(({ key, token, level }, index) => (
              <Block key={key} token={token} level={level} arriving={streaming && index === last.length - 1} />
            ))}
          </div>
        )}
      </div>
    </FootnoteProvider>
  );
});
