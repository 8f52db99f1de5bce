import { createContext, useContext, type ReactNode } from 'react';
import type { ImagePolicy } from './safe-url.js';

export interface MarkdownPolicy {
  images: ImagePolicy;
  onDeeplink(name: string, data: Record<string, string>): void;
}

const PolicyContext = createContext<MarkdownPolicy>({
  images: { base: 'about:blank', server: 'about:blank', domains: [] },
  onDeeplink: () => undefined,
});

export const MarkdownPolicyProvider = PolicyContext.Provider;
export const useMarkdownPolicy = (): MarkdownPolicy => useContext(PolicyContext);

const CitationContext = createContext<(number: number) => ReactNode>(() => null);

/** What a mark of a citation in the text shows as, by its number. */
export const CitationProvider = CitationContext.Provider;
export const useCitations = (): ((number: number) => ReactNode) => useContext(CitationContext);

interface Footnotes {
  /** Names of those that there are. */
  names: ReadonlySet<string>;
  /** Whether others may still come. */
  streaming: boolean;
}

const FootnoteContext = createContext<Footnotes>({ names: new Set(), streaming: false });

/** The footnotes of a text. */
export const FootnoteProvider = FootnoteContext.Provider;
export const useFootnotes = (): Footnotes => useContext(FootnoteContext);
