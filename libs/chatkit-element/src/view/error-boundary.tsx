import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useText } from '../locale/locale-context.js';
import type { ChatController } from '../state/chat-controller.js';
import { ChatError } from '../state/chat-events.js';
import { useController } from './chat-provider.js';

const Broken = (): ReactNode => <p className="broken">{useText()('error.render')}</p>;

interface BoundaryProps {
  controller: ChatController;
  children: ReactNode;
}

/** Keeps one broken part from taking the chat down, and tells the app. */
class Boundary extends Component<BoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown, _info: ErrorInfo): void {
    const message = error instanceof Error ? error.message : String(error);
    this.props.controller.emit('error', { error: new ChatError('WidgetItemError', message, { cause: error }) });
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

export const ErrorBoundary = ({ children }: { children: ReactNode }): ReactNode => (
  <Boundary controller={useController()}>{children}</Boundary>
);
