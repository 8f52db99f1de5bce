import { intentsOf, kindsOf } from '../../../test/recognising.js';

describe('memory', () => {
  it.each([
    'What do you know about me?',
    'what have you saved about me',
    'list my facts',
    'Show me my saved facts',
    'Who am I?',
    'Tell me everything you know about me',
    'do you remember me?',
    'Was weißt du über mich?',
  ])('recalls everything on "%s"', (message) => {
    expect(intentsOf(message)).toEqual([{ kind: 'recall', about: null }]);
  });

  it.each([
    ["What's my name?", 'name'],
    ['Do you remember my birthday?', 'birthday'],
    ['where do I work?', 'work'],
    ['Wie heiße ich?', 'heiße'],
  ])('recalls one thing on "%s"', (message, about) => {
    expect(intentsOf(message)).toEqual([{ kind: 'recall', about }]);
  });

  it.each([
    ['forget my name', 'name'],
    ['Please forget that I work at Acme', 'work at Acme'],
    ['forget where I live', 'live'],
    ['delete the fact about Jira', 'Jira'],
    ['Vergiss meinen Namen', 'Namen'],
  ])('forgets on "%s"', (message, what) => {
    expect(intentsOf(message)).toEqual([{ kind: 'forget', what }]);
  });

  it.each(['forget everything', 'forget everything you know about me', 'Forget me', 'delete all my facts'])(
    'forgets everything on "%s"',
    (message) => {
      expect(intentsOf(message)).toEqual([{ kind: 'forget', what: null }]);
    },
  );

  it.each(["don't forget that I like tea", 'forget it', 'I forgot my password', 'delete the file', 'remove the widget'])(
    'forgets nothing on "%s"',
    (message) => {
      expect(kindsOf(message)).not.toContain('forget');
    },
  );
});
