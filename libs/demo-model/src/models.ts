export const DEMO_MODEL_ID = 'frontdesk-demo';
/** The same script, which shows no thoughts, whatever it is asked. */
export const QUICK_MODEL_ID = 'frontdesk-demo-quick';

/** What the server lists. Any other name is answered as the first is. */
export const DEMO_MODEL_IDS = [DEMO_MODEL_ID, QUICK_MODEL_ID];
