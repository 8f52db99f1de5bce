import { intentsOf, kindsOf } from '../../../test/recognising.js';

describe('themes', () => {
  it.each([
    ['dark mode please', 'dark'],
    ['Dark', 'dark'],
    ['Make it light', 'light'],
    ['can you make it dark?', 'dark'],
    ['switch to the dark theme', 'dark'],
    ['Please switch from dark to light', 'light'],
    ['I want dark mode', 'dark'],
    ['Could you use the light theme, please?', 'light'],
    ['enable night mode', 'dark'],
    ['turn off dark mode', 'light'],
    ['disable light mode', 'dark'],
    ['set the theme to light', 'light'],
    ["It's too bright", 'dark'],
    ['this is too dark for me', 'light'],
    ['the screen hurts my eyes', 'dark'],
    ['lights off', 'dark'],
    ["I'd love a dark theme", 'dark'],
    ['I want it dark', 'dark'],
    ['the page is way too bright, can you fix that?', 'dark'],
    ['hell bitte', 'light'],
    ['Kannst du bitte auf dunkel umschalten?', 'dark'],
    ['Mach das Licht aus', 'dark'],
    ['Mach es dunkel', 'dark'],
    ['dunkles Design bitte', 'dark'],
  ])('switches on "%s" to %s', (message, theme) => {
    expect(intentsOf(message)).toEqual([{ kind: 'theme', theme }]);
  });

  it('switches to the other theme when none is named', () => {
    expect(intentsOf('switch the theme', { theme: 'light' })).toEqual([{ kind: 'theme', theme: 'dark' }]);
    expect(intentsOf('toggle the theme', { theme: 'dark' })).toEqual([{ kind: 'theme', theme: 'light' }]);
  });

  it.each([
    'I like dark chocolate',
    "It's dark outside",
    'How do I add dark mode to ChatKit?',
    'what is dark mode?',
    'a light meal',
    'I prefer dark mode',
    'dark mode is great',
    'Does ChatKit have a light theme?',
    'white paper',
  ])('does not switch on "%s"', (message) => {
    expect(kindsOf(message)).not.toContain('theme');
  });
});
