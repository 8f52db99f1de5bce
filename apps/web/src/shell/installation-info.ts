import { useEffect, useState } from 'react';

import { logWarning } from './page-log.js';

/** What this installation says of itself. */
export interface InstallationInfo {
  readonly model: string;
  readonly isDemoModel: boolean;
}

async function readInfo(signal: AbortSignal): Promise<InstallationInfo> {
  const response = await fetch('/api/info', { signal });
  if (!response.ok) {
    throw new Error(`GET /api/info answered ${String(response.status)}`);
  }
  const body = (await response.json()) as { model?: unknown; demo_model?: unknown };
  return { model: typeof body.model === 'string' ? body.model : '', isDemoModel: body.demo_model === true };
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
