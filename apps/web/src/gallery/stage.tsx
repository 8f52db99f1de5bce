import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { useEffect, useRef } from 'react';

import { cannedFetch } from './canned-server.js';
import styles from './gallery.module.css';
import { nextFrame, Reader } from './reader.js';
import { THREAD_ID } from './scene.js';
import type { GalleryState } from './scene.js';
import { themeOf } from './settings.js';
import type { GallerySettings } from './settings.js';

const TAG = 'openai-chatkit';

function optionsOf(state: GalleryState, settings: GallerySettings, api: ChatKitOptions['api']): ChatKitOptions {
  return { api, locale: 'en', initialThread: state.thread ? THREAD_ID : null, ...state.options, theme: themeOf(settings, state.options?.theme) };
}

/** Lets the chat become what the state shows. */
async function play(state: GalleryState, chat: OpenAIChatKit, ready: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const reader = new Reader(chat, signal);
  await ready;
  if (state.thread && state.thread.items.length > 0) {
    await reader.see('.turn');
  }
  await state.act?.(reader);
  await reader.see(state.shows);
  await nextFrame();
  await nextFrame();
}

interface StageProps {
  readonly state: GalleryState;
  readonly settings: GallerySettings;
}

/**
 * The real element in one state. `data-shown` names the state once it is complete, `data-failed` says why it is not:
 * tests wait for the one and fail on the other.
 */
export function Stage({ state, settings }: StageProps) {
  const host = useRef<HTMLDivElement>(null);
  const chat = useRef<{ element: OpenAIChatKit; api: ChatKitOptions['api'] } | null>(null);
  const latest = useRef(settings);

  useEffect(() => {
    const place = host.current;
    const leave = new AbortController();
    const element = document.createElement(TAG) as OpenAIChatKit;
    const api: ChatKitOptions['api'] = { url: '/gallery/chatkit', domainKey: 'none', fetch: cannedFetch(state), uploadStrategy: { type: 'two_phase' } };
    const ready = new Promise((resolve) => element.addEventListener('chatkit.ready', resolve, { once: true }));
    chat.current = { element, api };
    place?.replaceChildren(element);
    void customElements
      .whenDefined(TAG)
      .then(() => {
        leave.signal.throwIfAborted();
        element.setOptions(optionsOf(state, latest.current, api));
        return play(state, element, ready, leave.signal);
      })
      .then(() => place?.setAttribute('data-shown', state.name))
      .catch((error: unknown) => {
        if (!leave.signal.aborted) {
          place?.setAttribute('data-failed', `${state.name}: ${String(error)}`);
        }
      });
    return () => {
      leave.abort(new Error('Another state is shown.'));
      chat.current = null;
      place?.removeAttribute('data-shown');
      place?.removeAttribute('data-failed');
      element.remove();
    };
  }, [state]);

  useEffect(() => {
    latest.current = settings;
    if (chat.current !== null && customElements.get(TAG) !== undefined) {
      chat.current.element.setOptions(optionsOf(state, settings, chat.current.api));
    }
  }, [state, settings]);

  const width = settings.width === 'full' ? undefined : `${settings.width}px`;
  return <div ref={host} className={`${styles['frame'] ?? ''} ${state.withoutHeight ? (styles['low'] ?? '') : ''}`} dir={settings.direction} style={{ width }} />;
}
