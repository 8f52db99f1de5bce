import { useEffect, useState } from 'react';

import { logWarning } from './page-log.js';

/** What this installation says of itself. */
export interface InstallationInfo {
  readonly model: string;
  readonly isDemoModel: boolean;
  readonly version: string;
  /** Whose chat element this page shows. */
  readonly element: 'bundled' | 'cdn';
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

async function readInfo(signal: AbortSignal): Promise<InstallationInfo> {
  const response = await fetch('/api/info', { signal });
  if (!response.ok) {
    throw new Error(`GET /api/info answered ${String(response.status)}`);
  }
  const { model, version, demo_model: isDemoModel, element } = (await response.json()) as Record<string, unknown>;
  return {
    model: asText(model),
    version: asText(version),
    isDemoModel: isDemoModel === true,
    element: element === 'cdn' ? 'cdn' : 'bundled',
  };
}

/** Null until the server has answered. Asks again whenever `connected` becomes true: the server may have been replaced. */
export function useInstallationInfo(connected: boolean): InstallationInfo | null {
  const [info, setInfo] = useState<InstallationInfo | null>(null);
  useEffect(() => {
    if (!connected) {
      return;
    }
    const request = new AbortController();
    readInfo(request.signal).then(setInfo, (error: unknown) => {
      // The bar does without; whether the server is there at all is said elsewhere.
      if (!request.signal.aborted) {
        logWarning('The model in use is not known', error);
      }
    });
    return () => request.abort();
  }, [connected]);
  return info;
}
