import { useEffect } from 'react';

import styles from './gallery.module.css';
import { CHOICES } from './settings.js';
import type { Choice, GallerySettings } from './settings.js';
import { Stage } from './stage.js';
import { GROUPS } from './states/index.js';
import { useAddress } from './use-address.js';

const LEGENDS: Record<Choice, string> = { scheme: 'Scheme', width: 'Width', direction: 'Direction', density: 'Density' };

/** Every state of the chat element, one at a time. */
export function Gallery() {
  const { state, settings, change } = useAddress();
  useEffect(() => {
    document.documentElement.dataset['theme'] = settings.scheme;
    document.title = `${state.title} · Gallery · Frontdesk`;
  }, [settings.scheme, state.title]);
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <h1 className={styles['name']}>Gallery</h1>
        {(Object.keys(CHOICES) as Choice[]).map((choice) => (
          <Toggle key={choice} choice={choice} settings={settings} onChange={change} />
        ))}
      </header>
      <nav className={styles['states']} aria-label="States">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h2 className={styles['group']}>{group.title}</h2>
            <ul>
              {group.states.map(({ name, title }) => (
                <li key={name}>
                  <a className={styles['state']} href={`#${name}`} aria-current={name === state.name ? 'page' : undefined}>
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <main className={styles['stage']} aria-label={state.title}>
        <Stage key={state.name} state={state} settings={settings} />
      </main>
    </div>
  );
}

interface ToggleProps {
  readonly choice: Choice;
  readonly settings: GallerySettings;
  readonly onChange: (part: Partial<GallerySettings>) => void;
}

function Toggle({ choice, settings, onChange }: ToggleProps) {
  return (
    <fieldset className={styles['toggle']}>
      <legend className={styles['legend']}>{LEGENDS[choice]}</legend>
      {Object.entries(CHOICES[choice]).map(([value, label]) => (
        <label key={value} className={styles['option']}>
          <input type="radio" name={choice} checked={settings[choice] === value} onChange={() => onChange({ [choice]: value })} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
