import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../locale/locale-context.js';
import { copyText } from './clipboard.js';
import { UiIcon } from './icons/icon.js';
import { IconButton } from './icon-button.js';

const SHOW_RESULT_MS = 1600;

/** Copies a text and says so. */
export const CopyButton = ({ label, read }: { label: string; read: () => string }): ReactNode => {
  const t = useText();
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) {
      return undefined;
    }
    const timer = setTimeout(() => setResult(null), SHOW_RESULT_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const shown = result === null ? label : t(result === 'copied' ? 'actions.copied' : 'actions.copyFailed');
  return (
    <IconButton label={shown} className="small" onClick={() => void copyText(read()).then((done) => setResult(done ? 'copied' : 'failed'))}>
      <UiIcon name={result === 'copied' ? 'check' : 'copy'} size={16} />
    </IconButton>
  );
};
