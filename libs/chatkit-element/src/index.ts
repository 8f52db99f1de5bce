import { ChatKitElement } from './element/chatkit-element.js';

const TAG = 'openai-chatkit';

// Two copies of the script on one page must not throw; the first one wins.
if (customElements.get(TAG) === undefined) {
  customElements.define(TAG, ChatKitElement);
}

window.dispatchEvent(new CustomEvent('chatkit-script-loaded'));
