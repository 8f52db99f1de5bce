// A classic script, so that it runs before the first paint; a module would run after it and the page would flash.
(() => {
  const root = document.documentElement;
  try {
    const saved = localStorage.getItem('frontdesk.theme');
    root.dataset.theme = saved === 'light' ? 'light' : 'dark';
  } catch {
    // Storage is blocked: the default theme of the markup stays.
  }

  // Load and error events of scripts do not bubble and may come before the app listens: keep the outcome on the tag.
  const note = (outcome) => (event) => {
    if (event.target instanceof HTMLScriptElement) {
      event.target.dataset.outcome = outcome;
    }
  };
  addEventListener('load', note('loaded'), true);
  addEventListener('error', note('failed'), true);
})();
