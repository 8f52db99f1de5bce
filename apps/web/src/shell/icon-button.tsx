import type { ReactNode } from 'react';

import styles from './icon-button.module.css';

interface IconButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function IconButton({ label, onClick, children }: IconButtonProps) {
  return (
    <button type="button" className={styles['button']} aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
