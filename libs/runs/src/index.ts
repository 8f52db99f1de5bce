export type { Admission, AdmissionLimits } from './admission-steps.js';
export type { ClaimLimits } from './fair-turn.js';
export * from './run-admission.store.js';
export * from './run-interaction.store.js';
export * from './run-lifecycle.store.js';
export * from './run-records.js';
export * from './submission.store.js';
export { threadChangesOf, type ThreadChanges } from './thread-changes.js';
export * from './worker-slots.store.js';
