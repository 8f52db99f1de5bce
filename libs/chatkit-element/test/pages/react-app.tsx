import { ChatKit, useChatKit, type UseChatKitOptions } from '@openai/chatkit-react';
import { StrictMode, useEffect, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

interface Recorded {
  name: string;
  detail?: unknown;
}

interface Bridge {
  events: Recorded[];
  chatkit: ReturnType<typeof useChatKit> | null;
  /** Options beside the basic ones; set again to render with others. */
  setOptions(options: Partial<UseChatKitOptions>): void;
  setMounted(mounted: boolean): void;
}

declare global {
  interface Window {
    bridge: Bridge;
    initialOptions?: Partial<UseChatKitOptions>;
    strict?: boolean;
  }
}

const events: Recorded[] = [];
const record = (name: string) => (detail?: unknown) => {
  const error = (detail as { error?: Error } | undefined)?.error;
  events.push({ name, detail: error === undefined ? detail : { error: error.message, kind: error.name } });
};

const Chat = ({ extra }: { extra: Partial<UseChatKitOptions> }): ReactNode => {
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
    Object.assign(window.bridge, { chatkit });
  });
  return <ChatKit control={chatkit.control} className="fill" />;
};

window.bridge = { events, chatkit: null, setOptions: () => undefined, setMounted: () => undefined };

const App = (): ReactNode => {
  const [extra, setExtra] = useState<Partial<UseChatKitOptions>>(window.initialOptions ?? {});
  const [mounted, setMounted] = useState(true);
  useEffect(() => {
    Object.assign(window.bridge, { setOptions: setExtra, setMounted });
  }, []);
  return mounted ? <Chat extra={extra} /> : null;
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
