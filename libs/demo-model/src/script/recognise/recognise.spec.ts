import { contextFor, intentsOf, kindsOf } from '../../../test/recognising.js';
import { recognise } from './recognise.js';

describe('questions about ChatKit', () => {
  it.each([
    ['What is ChatKit?', 'overview'],
    ['how do widgets work?', 'widgets'],
    ['Explain client tools', 'client-tools'],
    ['How do I add tools to my ChatKit agent?', 'tools'],
    ['how can I change the theme colors in ChatKit?', 'theming'],
    ['How do I add dark mode to ChatKit?', 'theming'],
    ['How do attachments work', 'attachments'],
    ['Can I self-host ChatKit?', 'self-hosting'],
    ['where is the chat history stored?', 'history'],
    ['How do I get started with ChatKit in React?', 'install'],
    ['what is a client secret', 'session'],
    ['how do I use chatkit with vue?', 'overview-instead'],
    ['how does streaming work?', 'streaming'],
    ['How do I connect a real model?', 'real-model'],
    ['widgets', 'widgets'],
    ['When was ChatKit released?', 'overview-instead'],
  ])('answers "%s" with %s', (message, topic) => {
    expect(intentsOf(message)).toEqual([{ kind: 'topic', topic }]);
  });

  it.each(['What is the capital of France?', 'How do I cook rice?', 'Where is my package?'])('has no answer to "%s"', (message) => {
    expect(kindsOf(message)).toEqual(['unknown']);
  });
});

describe('everything else', () => {
  it.each([
    ['Hi', 'greeting'],
    ['Hello there!', 'greeting'],
    ['Guten Morgen', 'greeting'],
    ['Thanks a lot!', 'thanks'],
    ['bye', 'goodbye'],
    ['How are you?', 'how-are-you'],
    ['Who are you?', 'identity'],
    ['Are you ChatGPT?', 'identity'],
    ['What can you do?', 'capabilities'],
    ['Hi! What can you do?', 'capabilities'],
    ['help', 'capabilities'],
    ['never mind', 'never-mind'],
    ['forget it', 'never-mind'],
  ])('takes "%s" as %s', (message, talk) => {
    expect(intentsOf(message)).toEqual([{ kind: 'talk', talk }]);
  });

  it.each(['Help me fix an issue', 'Troubleshoot an issue', 'I have a problem', 'Something is broken'])(
    'offers help on "%s"',
    (message) => {
      expect(intentsOf(message)).toEqual([{ kind: 'troubleshoot', symptom: null }]);
    },
  );

  it('looks at a symptom', () => {
    expect(kindsOf('The chat stays blank')).toEqual(['troubleshoot']);
    expect(kindsOf('I get a 401 error')).toEqual(['troubleshoot']);
  });

  it.each(['I have an idea', 'Request a feature'])('asks for the idea on "%s"', (message) => {
    expect(intentsOf(message)).toEqual([{ kind: 'idea', idea: null }]);
  });

  it('takes a sentence after the question for an idea as the idea', () => {
    expect(kindsOf('A button that exports the chat as PDF', { expects: 'idea' })).toEqual(['idea']);
  });

  it.each([
    ['count to 50', 50],
    ['Please count from 1 to 1,200', 1200],
    ['Zähle bis 20', 20],
    ['count to 999999', 5000],
  ])('counts on "%s"', (message, to) => {
    expect(intentsOf(message)).toEqual([{ kind: 'count', to }]);
  });

  it.each([
    ['Tell me a story', 450],
    ['write a long answer', 900],
    ['Write 500 words about the sea', 500],
    ['give me a 300-word essay', 300],
    ['Erzähl mir eine Geschichte', 450],
  ])('writes on "%s"', (message, words) => {
    expect(intentsOf(message)).toEqual([expect.objectContaining({ kind: 'story', words })]);
  });

  it('finds several things in one message', () => {
    expect(intentsOf("I'm Ada, dark mode please, and what's the weather in Paris?")).toEqual([
      { kind: 'fact', summary: 'Is called Ada' },
      { kind: 'theme', theme: 'dark' },
      { kind: 'weather', location: 'Paris', unit: null },
    ]);
  });

  it('notices a wish for thinking and reads the rest', () => {
    const recognition = recognise('Think about the weather in Paris', contextFor(''));
    expect(recognition.thinks).toBe(true);
    expect(recognition.intents).toEqual([{ kind: 'weather', location: 'Paris', unit: null }]);
  });

  it.each(['Translate "good morning" into French', 'Book me a flight', 'Quel temps fait-il ?', 'asdf qwer', '', '🙂', '???'])(
    'does not pretend to understand "%s"',
    (message) => {
      expect(kindsOf(message)).toEqual(['unknown']);
    },
  );

  it('says so when only a part was understood', () => {
    expect(kindsOf('My name is Ada. Can you book me a flight?')).toEqual(['fact', 'unknown']);
  });

  it('reads a very long message in bounded time', () => {
    const before = process.cpuUsage();
    intentsOf(`${'the cat sat on the mat and the dog, '.repeat(20_000)}?`);
    intentsOf('i '.repeat(50_000));
    intentsOf(`weather ${'in a '.repeat(20_000)}`);
    const { user, system } = process.cpuUsage(before); // time on the processor: how busy the machine is does not count
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});
