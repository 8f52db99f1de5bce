import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ChatController } from '../state/chat-controller.js';
import type { ChatState } from '../state/chat-state.js';

const ControllerContext = createContext<ChatController | null>(null);

export const ChatProvider = ControllerContext.Provider;

export const useController = (): ChatController => {
  const controller = useContext(ControllerContext);
  if (controller === null) {
    throw new Error('The chat is rendered without its controller.');
  }
  return controller;
};

/** A part of the state. The selector must return something that stays identical while nothing changed. */
export const useChat = <T,>(select: (state: ChatState) => T): T => {
  const { store } = useController();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
};
