import type { Reader } from './reader.js';

const silence = (): MediaStream => new AudioContext().createMediaStreamDestination().stream;

const ANSWERS = {
  asking: () => new Promise<MediaStream>(() => undefined),
  given: () => Promise.resolve(silence()),
  denied: () => Promise.reject<MediaStream>(new DOMException('Permission denied', 'NotAllowedError')),
} as const;

/** Presses "Dictate" with a microphone that is there, not there, or hears nothing: nobody is recorded in a gallery. */
export const microphone =
  (answer: keyof typeof ANSWERS) =>
  async (reader: Reader): Promise<void> => {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia: ANSWERS[answer] } });
    await reader.click('[aria-label="Dictate"]');
    await reader.see('.dictation, .draft-problems');
    // The browser's own stands behind it, on the prototype.
    Reflect.deleteProperty(navigator, 'mediaDevices');
  };

/** Tells the chat that the network is gone, for as long as the element is there. */
export const offline = async (reader: Reader): Promise<void> => {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  window.dispatchEvent(new Event('offline'));
  Reflect.deleteProperty(navigator, 'onLine');
  await reader.see('.offline');
};
