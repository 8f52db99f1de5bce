/** Every string of the interface. `{name}` is replaced; strings that options carry are never translated. */
export const en = {
  'app.title': 'Chat',
  'app.newChat': 'New chat',
  'app.history': 'Chat history',
  'app.headerAction': 'Custom action',
  'app.headerActionLeft': 'Custom action, left',
  'app.close': 'Close',
  'app.back': 'Back to chat',
  'app.dismiss': 'Dismiss',
  'app.retry': 'Try again',
  'app.loading': 'Loading',

  'start.greeting': 'What can I help with today?',
  'start.prompts': 'Suggestions',

  'composer.label': 'Message',
  'composer.placeholder': 'Message the AI',
  'composer.send': 'Send message',
  'composer.sendEmpty': 'Send message (type something first)',
  'composer.stop': 'Stop answering',
  'composer.stopping': 'Stopping…',
  'composer.waitTool': 'Waiting for this page to finish a step',
  'composer.locked': 'This conversation is locked.',
  'composer.closed': 'This conversation is closed.',
  'composer.closedNew': 'Start a new chat',
  'composer.removeQuote': 'Remove quoted text',
  'composer.quote': 'Quoted text',
  'composer.tool': 'Tool: {label}',
  'composer.removeTool': 'Remove tool {label}',
  'composer.tools': 'Tools',
  'composer.model': 'Model: {label}',
  'composer.models': 'Choose a model',

  'thread.label': 'Messages',
  'thread.you': 'You said:',
  'thread.assistant': 'Assistant said:',
  'thread.toEnd': 'Scroll to the end',
  'thread.loadingOlder': 'Loading earlier messages',
  'thread.thinking': 'Thinking',
  'thread.working': 'Working',
  'thread.thought': 'Thought',
  'thread.thoughtFor': 'Thought for {duration}',
  'thread.sources': 'Sources',
  'thread.stopped': 'You stopped this answer.',
  'thread.sending': 'Sending',
  'thread.notSent': 'Not sent',
  'thread.answerReady': 'Answer: {text}',
  'thread.loadFailed': 'This conversation could not be loaded.',
  'thread.notFound': 'This conversation does not exist any more.',
  'thread.image': 'Generated image',
  'thread.table': 'Table',
  'thread.imageProgress': 'Creating image',
  'thread.emptyMessage': 'Attachment',

  'actions.copy': 'Copy',
  'actions.copied': 'Copied',
  'actions.copyFailed': 'Copying is not allowed here',
  'actions.good': 'Good answer',
  'actions.bad': 'Bad answer',
  'actions.retry': 'Answer again',
  'actions.copyCode': 'Copy code',

  'history.title': 'Chats',
  'history.empty': 'No chats yet. What you start here will be kept in this list.',
  'history.failed': 'Your chats could not be loaded.',
  'history.more': 'Show more',
  'history.untitled': 'New chat',
  'history.rename': 'Rename “{title}”',
  'history.renameLabel': 'New name',
  'history.renameSave': 'Save name',
  'history.renameCancel': 'Cancel renaming',
  'history.renameFailed': 'The name could not be saved.',
  'history.delete': 'Delete “{title}”',
  'history.deleted': '“{title}” deleted',
  'history.deleteFailed': 'The chat could not be deleted.',
  'history.undo': 'Undo',
  'history.current': 'Current chat',
  'history.today': 'Today',
  'history.yesterday': 'Yesterday',
  'history.week': 'Previous 7 days',

  'error.stream': 'Something went wrong while answering.',
  'error.network': 'The server cannot be reached. Check your connection and try again.',
  'error.session': 'Your session has expired. Reload the page or sign in again.',
  'error.rateLimited': 'Too many messages in a short time. Wait a moment, then try again.',
  'error.server': 'The server had a problem. Try again in a moment.',
  'error.rejected': 'The server did not accept this message.',
  'error.options': 'This chat is not set up correctly',
  'error.render': 'This part could not be shown.',
  'error.action': 'The action could not be completed.',

  'offline.title': 'You are offline.',
  'offline.text': 'Answers continue on the server and appear here when you are back.',

  'input.other': 'Something else',
  'input.otherPlaceholder': 'Your own answer',
  'input.submit': 'Submit',
  'input.next': 'Next',
  'input.skip': 'Skip',
  'input.skipped': 'Skipped',
  'input.step': 'Question {current} of {total}',

  'widget.more': 'Show {count} more',
  'widget.expand': 'Show all',
  'time.seconds': '{count} s',
  'time.minutes': '{minutes} min {seconds} s',
} as const;

export type MessageKey = keyof typeof en;
export type MessageCatalogue = Readonly<Record<MessageKey, string>>;

/** Looks a string up and fills its `{placeholders}`. */
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

export const createTranslate =
  (catalogue: MessageCatalogue): Translate =>
  (key, values) =>
    values === undefined ? catalogue[key] : catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
