import '../theme/tokens.css';
import '../theme/base.css';

import { createRoot } from 'react-dom/client';

import { Gallery } from './gallery.js';

const root = document.getElementById('root');
if (!root) {
  throw new Error('gallery.html has no #root');
}

createRoot(root).render(<Gallery />);
