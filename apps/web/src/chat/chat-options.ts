import type { ChatKitOptions, ColorScheme, StartScreenPrompt } from '@openai/chatkit';

const THEME_PROMPTS: Record<ColorScheme, StartScreenPrompt> = {
  dark: { label: 'Switch to the light theme', prompt: 'Switch to the light theme', icon: 'lucide:sun' },
  light: { label: 'Switch to the dark theme', prompt: 'Switch to the dark theme', icon: 'lucide:moon' },
};

/** The start screen: what somebody new would want to see, one thing of each kind that the chat can do. */
const prompts = (theme: ColorScheme): StartScreenPrompt[] => [
  { label: 'Troubleshoot an issue', prompt: 'Help me fix an issue', icon: 'lifesaver' },
  { label: 'Request a feature', prompt: 'I have an idea', icon: 'lightbulb' },
  { label: 'Take a tour with buttons', prompt: 'Give me a tour', icon: 'compass' },
  { label: 'Answer a few questions', prompt: 'Ask me a few questions', icon: 'circle-question' },
  { label: 'Send a picture or a file', prompt: 'How do I send a picture or a file?', icon: 'square-image' },
  { label: 'Have something remembered', prompt: 'Remember that I prefer short answers', icon: 'notebook-pencil' },
  { label: 'Check the weather', prompt: 'What is the weather in Lisbon?', icon: 'lucide:cloud-sun' },
  THEME_PROMPTS[theme],
];

/** How the chat looks in each theme; what it does is added in chat-view.tsx. The keys never change, so nothing is set up anew. */
export function chatAppearance(theme: ColorScheme, onToggleTheme: () => void) {
  return {
    frameTitle: 'Chat with the assistant',
    theme: {
      colorScheme: theme,
      radius: 'round',
      color: { accent: { primary: '#8B5CF6', level: 2 } },
    },
    header: {
      enabled: true,
      rightAction: { icon: theme === 'dark' ? 'light-mode' : 'dark-mode', onClick: onToggleTheme },
    },
    history: { enabled: true, showDelete: true, showRename: true },
    startScreen: { greeting: 'How can we help?', prompts: prompts(theme) },
    threadItemActions: { feedback: true, retry: true },
  } satisfies Partial<ChatKitOptions>;
}
