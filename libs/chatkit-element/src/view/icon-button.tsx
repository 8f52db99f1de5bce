import type { ButtonHTMLAttributes, ReactNode } from 'react';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name for everyone: read aloud, and shown as a tooltip. */
  label: string;
}

/** A button that shows only a drawing, and therefore always has a name. */
export const IconButton = ({ label, className = '', children, ...rest }: IconButtonProps): ReactNode => (
  <button type="button" aria-label={label} title={label} className={`icon-button ${className}`} {...rest}>
    {children}
  </button>
);
