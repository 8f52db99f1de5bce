export { DEMO_MODEL_ID, startDemoModel, type DemoModel, type DemoModelOptions } from './demo-model.server.js';
export type { Fault, FaultControl } from './http/fault.js';
export type { RequestApi, RequestCounts, RequestOutcome, RequestRecord } from './http/request-log.js';
