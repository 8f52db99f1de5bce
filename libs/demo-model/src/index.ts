export { startDemoModel, type DemoModel, type DemoModelOptions } from './demo-model.server.js';
export type { Fault, FaultControl } from './http/fault.js';
export type { RequestApi, RequestCounts, RequestOutcome, RequestRecord } from './http/request-log.js';
export { DEMO_MODEL_ID, QUICK_MODEL_ID } from './models.js';
