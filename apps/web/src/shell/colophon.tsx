import type { InstallationInfo } from './installation-info.js';
import styles from './colophon.module.css';

const ELEMENTS: Readonly<Record<InstallationInfo['element'], string>> = {
  bundled: 'its own chat element',
  cdn: "OpenAI's chat element (CDN)",
};

/** What is at work here, for whoever wants to know. */
export function Colophon({ info: { version, element } }: { readonly info: InstallationInfo }) {
  return (
    <p className={styles['colophon']}>
      Frontdesk {version} · {ELEMENTS[element]}
    </p>
  );
}
