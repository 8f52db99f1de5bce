export type ElementState = 'loading' | 'ready' | 'failed';

/** Which element the page shows: ours, or OpenAI's from its CDN, which wants to know the domain's key. The server says so on the script's tag. */
export type PageElement = { readonly kind: 'bundled' } | { readonly kind: 'cdn'; readonly domainKey: string };

const TAG = 'openai-chatkit';
/** A script that ran defines the element at once; this only covers a slow machine. */
const DEFINE_MS = 3_000;
const LOAD_MS = 20_000;

/** Whether the script tag of index.html brought the chat element, and a second chance if not. */
export class ElementScript {
  readonly element: PageElement;
  #state: ElementState = 'loading';
  #timer: number | undefined;
  readonly #source: string;
  readonly #listeners = new Set<() => void>();

  constructor() {
    const script = document.querySelector<HTMLScriptElement>('#chatkit-script');
    this.#source = script?.src ?? '/chatkit.js';
    this.element =
      script?.dataset['element'] === 'cdn' ? { kind: 'cdn', domainKey: script.dataset['domainKey'] ?? '' } : { kind: 'bundled' };
    void customElements.whenDefined(TAG).then(() => {
      window.clearTimeout(this.#timer);
      this.#set('ready');
    });
    this.#watch(script);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): ElementState => this.#state;

  readonly retry = (): void => {
    const script = document.createElement('script');
    // A failed answer may sit in the browser's cache.
    script.src = `${this.#source}?retry=${String(Date.now())}`;
    this.#set('loading');
    this.#watch(script);
    document.head.append(script);
  };

  #watch(script: HTMLScriptElement | null): void {
    if (!script) {
      this.#set('failed');
      return;
    }
    const failIn = (delay: number): void => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#set('failed'), delay);
    };
    // boot.js notes the outcome on the tag, for what happened before this line ran.
    const { outcome } = script.dataset;
    if (outcome === 'failed') {
      failIn(0);
    } else {
      failIn(outcome === 'loaded' ? DEFINE_MS : LOAD_MS);
    }
    script.addEventListener('error', () => failIn(0));
    script.addEventListener('load', () => failIn(DEFINE_MS));
  }

  #set(state: ElementState): void {
    // Once defined, an element stays defined.
    if (this.#state === 'ready' || this.#state === state) {
      return;
    }
    this.#state = state;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
