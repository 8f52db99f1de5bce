import { BookOpen, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ColorScheme } from '@openai/chatkit';

import type { InstallationInfo } from './installation-info.js';
import { IconButton } from './icon-button.js';
import { Mark } from './mark.js';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly info: InstallationInfo | null;
  readonly theme: ColorScheme;
  readonly onToggleTheme: () => void;
  /** Between the model and the buttons; on phones the way to the facts. */
  readonly children?: ReactNode;
}

export function TopBar({ info, theme, onToggleTheme, children }: TopBarProps) {
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className={styles['bar']}>
      <div className={styles['title']}>
        <h1 className={styles['name']}>
          <Mark />
          Frontdesk
        </h1>
        {info && <ModelInUse info={info} />}
      </div>
      <div className={styles['actions']}>
        {children}
        <div className={styles['theme']}>
          <IconButton label={`Switch to the ${other} theme`} onClick={onToggleTheme}>
            {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
          </IconButton>
        </div>
        <a className={styles['docs']} href="/docs.html" aria-label="Docs" title="Docs">
          <BookOpen size={18} aria-hidden />
          <span className={styles['docsText']}>Docs</span>
        </a>
      </div>
    </header>
  );
}

function ModelInUse({ info }: { readonly info: InstallationInfo }) {
  return (
    <p className={styles['model']}>
      {info.model !== '' && (
        <span className={styles['modelName']} title={`Model in use: ${info.model}`}>
          <span className={styles['hidden']}>Model in use: </span>
          {info.model}
        </span>
      )}
      {info.isDemoModel && (
        <a className={styles['demo']} href="/docs.html#model" title="A scripted stand-in answers. How to connect a real model">
          demo model
        </a>
      )}
    </p>
  );
}
