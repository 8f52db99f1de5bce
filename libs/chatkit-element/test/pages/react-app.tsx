import { ChatKit, useChatKit, type UseChatKitOptions } from '@openai/chatkit-react';
import { StrictMode, useEffect, useState, version, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

interface Recorded {
  name: string;
  detail?: unknown;
}

interface Bridge {
  /** Of React. */
  version: string;
  events: Recorded[];
  /** What the second chat told, see `window.second`. */
  secondEvents: Recorded[];
  chatkit: ReturnType<typeof useChatKit> | null;
  /** Options beside the basic ones; set again to render with others. */
  setOptions(options: Partial<UseChatKitOptions>): void;
  setMounted(mounted: boolean): void;
}

declare global {
  interface Window {
    bridge: Bridge;
    initialOptions?: Partial<UseChatKitOptions>;
    /** Options of another chat on the same page. */
    second?: Partial<UseChatKitOptions>;
    strict?: boolean;
  }
}

const recordIn =
  (events: Recorded[]) =>
  (name: string) =>
  (detail?: unknown): void => {
    const error = (detail as { error?: Error } | undefined)?.error;
    events.push({ name, detail: error === undefined ? detail : { error: error.message, kind: error.name } });
  };

interface ChatProps {
  extra: Partial<UseChatKitOptions>;
  events: Recorded[];
  className: string;
}

const Chat = ({ extra, events, className }: ChatProps): ReactNode => {
  const record = recordIn(events);
  const chatkit = useChatKit({
    api: { url: '/chatkit', domainKey: 'local' },
    onClientTool: async ({ name, params }) => {
      record('tool')({ name, params });
      if (params.theme === 'explode') {
        throw new Error('The page could not do it');
      }
      return { success: true };
    },
    onReady: record('ready'),
    onError: record('error'),
    onEffect: record('effect'),
    onDeeplink: record('deeplink'),
    onResponseStart: record('response.start'),
    onResponseEnd: record('response.end'),
    onThreadChange: record('thread.change'),
    onThreadLoadStart: record('thread.load.start'),
    onThreadLoadEnd: record('thread.load.end'),
    onHistoryOpen: record('history.open'),
    onHistoryClose: record('history.close'),
    onToolChange: record('tool.change'),
    ...extra,
  });
  useEffect(() => {
    if (events === window.bridge.events) {
      Object.assign(window.bridge, { chatkit });
    }
  });
  return <ChatKit control={chatkit.control} className={className} />;
};

window.bridge = { version, events: [], secondEvents: [], chatkit: null, setOptions: () => undefined, setMounted: () => undefined };

const App = (): ReactNode => {
  const [extra, setExtra] = useState<Partial<UseChatKitOptions>>(window.initialOptions ?? {});
  const [mounted, setMounted] = useState(true);
  useEffect(() => {
    Object.assign(window.bridge, { setOptions: setExtra, setMounted });
  }, []);
  const { events, secondEvents } = window.bridge;
  const { second } = window;
  return (
    <>
      {mounted && <Chat extra={extra} events={events} className={second === undefined ? 'fill' : 'half'} />}
      {second !== undefined && <Chat extra={second} events={secondEvents} className="half" />}
    </>
  );
};

const root = document.getElementById('app');
if (root !== null) {
  createRoot(root).render(
    window.strict ? (
      <StrictMode>
        <App />
      </StrictMode>
    ) : (
      <App />
    ),
  );
}
