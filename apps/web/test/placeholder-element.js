/* global customElements, HTMLElement, CustomEvent */
// Stands where the chat element will be: takes the options, and lets a test play what the element would do.
customElements.define(
  'openai-chatkit',
  class extends HTMLElement {
    options = null;
    optionChanges = 0;
    calls = [];

    setOptions(options) {
      const isFirst = this.options === null;
      this.options = options;
      this.optionChanges += 1;
      this.dataset.scheme = options.theme.colorScheme;
      if (isFirst) {
        void this.askSecret(null);
      }
    }

    async askSecret(current) {
      this.secret = await this.options.api.getClientSecret(current).catch((error) => {
        this.play('chatkit.error', { error });
        return null;
      });
      return this.secret;
    }

    play(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    async setThreadId(threadId) {
      this.calls.push(['setThreadId', threadId]);
      if (this.busy) {
        throw new Error('busy');
      }
      this.play('chatkit.thread.change', { threadId });
    }

    async setComposerValue(value) {
      this.calls.push(['setComposerValue', value]);
    }

    async focusComposer() {
      this.calls.push(['focusComposer']);
    }
  },
);
