import { reportError } from './chat-context.js';
import type { Emit } from './chat-events.js';

/** The app's preview of an entity failed: there is none, and the app learns why. */
export const reportEntityError = (emit: Emit, error: unknown): void => reportError({ emit }, 'EntityPreviewError', error);
