import { frontdesk } from './chat-client.mjs';
import { startFrontdesk } from './system.mjs';

/**
 * @typedef {object} Contestant something that answers the same requests with the same model
 * @property {string} name
 * @property {(modelUrl: string) => Promise<{ target: import('./chat-client.mjs').Target, stop: () => Promise<void> }>} start
 */

/** @param {import('../bench.mjs').Stores} stores @returns {Contestant} */
export const ours = (stores) => ({
  name: 'Frontdesk',
  start: async (modelUrl) => {
    // The peer gives threads no titles, which would be a second answer of the model for each run.
    const system = await startFrontdesk({ ...stores, modelUrl, env: { OPENAI_TITLE_MODEL: 'off' } });
    return { target: frontdesk(system.gatewayUrl), stop: system.stop };
  },
});
