/** Names of header icons that say what their button most likely does; others are named after the drawing. */
const NAMES: Readonly<Record<string, string>> = {
  'light-mode': 'Switch to light mode',
  'dark-mode': 'Switch to dark mode',
  'settings-cog': 'Settings',
  compose: 'Compose',
  'back-small': 'Back',
  'back-large': 'Back',
  'home-alt': 'Home',
  'chat-temporary': 'Temporary chat',
  'expand-large': 'Expand',
  'expand-small': 'Expand',
  'collapse-large': 'Collapse',
  'collapse-small': 'Collapse',
  hamburger: 'Menu',
  'menu-inverted': 'Menu',
  'dots-horizontal': 'More',
  'dots-vertical': 'More',
  'dots-horizontal-circle': 'More',
  'dots-vertical-circle': 'More',
  bug: 'Report a problem',
};

/** The accessible name of a header action, which the options type gives no label of its own. */
export const iconLabel = (icon: string): string => {
  const known = NAMES[icon];
  if (known !== undefined) {
    return known;
  }
  const words = icon.replace(/^lucide:/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
