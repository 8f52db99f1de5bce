export { loadAgentWorkerConfig, type LoadedAgentWorkerConfig } from './agent-worker.config.js';
export { startAgentWorker, type AgentWorker, type AgentWorkerOptions } from './bootstrap.js';
