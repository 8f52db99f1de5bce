import type { GalleryGroup, GalleryState } from '../scene.js';
import { ANSWERS } from './answers.js';
import { COMPOSER } from './composer.js';
import { CONDITIONS } from './conditions.js';
import { FILES } from './files.js';
import { FORMS } from './forms.js';
import { HISTORY_STATES } from './history.js';
import { IMAGES } from './images.js';
import { QUESTIONS } from './questions.js';
import { SOURCES_GROUP } from './sources.js';
import { START } from './start.js';
import { STEPS } from './steps.js';
import { TEXTS } from './texts.js';
import { WIDGETS } from './widgets.js';

/** All that the chat can look like. */
export const GROUPS: readonly GalleryGroup[] = [START, HISTORY_STATES, TEXTS, ANSWERS, STEPS, SOURCES_GROUP, IMAGES, FILES, COMPOSER, QUESTIONS, WIDGETS, FORMS, CONDITIONS];

export const STATES: readonly GalleryState[] = GROUPS.flatMap(({ states }) => states);
