import { createContext, useContext } from 'react';

export interface MarkdownPolicy {
  allowedImageDomains: readonly string[] | undefined;
  onDeeplink(name: string, data: Record<string, string>): void;
}

const PolicyContext = createContext<MarkdownPolicy>({ allowedImageDomains: undefined, onDeeplink: () => undefined });

export const MarkdownPolicyProvider = PolicyContext.Provider;
export const useMarkdownPolicy = (): MarkdownPolicy => useContext(PolicyContext);
