import './theme/tokens.css';
import './theme/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.js';
import { ElementScript } from './chat/element-script.js';
import { ThreadLocation } from './chat/thread-location.js';
import { createFactsApi } from './facts/facts-api.js';
import { FactsStore } from './facts/facts-store.js';
import { SessionSource } from './session/session-source.js';
import { ThemeStore } from './theme/theme-store.js';

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no #root');
}

const session = new SessionSource();
const facts = new FactsStore(createFactsApi(session));

createRoot(root).render(
  <StrictMode>
    <App
      session={session}
      facts={facts}
      theme={new ThemeStore(document.documentElement)}
      script={new ElementScript()}
      location={new ThreadLocation()}
    />
  </StrictMode>,
);
