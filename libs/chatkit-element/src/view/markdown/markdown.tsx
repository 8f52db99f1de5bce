import { memo, useMemo, useState, type ReactNode } from 'react';
import { Block } from './block.js';
import { BlockReader, type MarkdownBlock } from './block-reader.js';
import { FootnoteProvider } from './markdown-context.js';

interface BlockGroupProps {
  blocks: readonly MarkdownBlock[];
  /** Whether its last block still grows. */
  arriving: boolean;
}

/**
 * Blocks that are compared once and never drawn again when they are finished, however long the answer gets. The open
 * blocks are a group, too, under the key that they will have when they are finished: what is drawn then stays as it is.
 */
const BlockGroup = memo(function BlockGroup({ blocks, arriving }: BlockGroupProps): ReactNode {
  return (
    <div className="blocks">
      {blocks.map(({ key, token, level }, index) => (
        <Block key={key} token={token} level={level} arriving={arriving && index === blocks.length - 1} />
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
        {(last.length > 0 ? [...groups, last] : groups).map((blocks, index) => (
          <BlockGroup key={index} blocks={blocks} arriving={streaming && index === groups.length} />
        ))}
      </div>
    </FootnoteProvider>
  );
});
