/** Packages that only some folders may import, and why. Checked by ESLint's own rule, which needs no project graph. */
const RESTRICTED = [
  {
    group: ['@openai/agents', '@openai/agents/*', '@openai/agents-*'],
    message: 'Only the agent worker knows the agents SDK: importing it registers signal handlers and tracing.',
    allowedIn: ['apps/agent-worker'],
  },
  {
    group: ['bullmq', '@nestjs/bullmq'],
    message: 'BullMQ is hidden behind @frontdesk/run-queue; only the worker consumes from it.',
    allowedIn: ['libs/run-queue', 'apps/agent-worker'],
  },
  {
    group: ['@prisma/*', '**/generated/client*', '**/generated/prisma*'],
    message: 'Prisma is hidden behind @frontdesk/database.',
    allowedIn: ['libs/database'],
  },
  {
    group: ['@frontdesk/testing'],
    message: 'For tests only.',
    allowedIn: ['libs/testing', 'tests'],
  },
  {
    group: ['@frontdesk/*/*'],
    message: 'Import the package, not a file inside it.',
    allowedIn: [],
  },
];

/**
 * ESLint's rule takes one list of patterns per file, so each folder gets the list without what it may import.
 * @param {...string} places
 */
export const restrictedImports = (...places) => [
  'error',
  {
    patterns: RESTRICTED.filter(({ allowedIn }) => !allowedIn.some((place) => places.includes(place))).map(({ group, message }) => ({ group, message })),
  },
];

/** The folders with an exemption of their own. */
export const EXEMPT_FOLDERS = ['apps/agent-worker', 'libs/run-queue', 'libs/database', 'libs/testing'];
