import { factsOf, kindsOf } from '../../../test/recognising.js';

describe('facts', () => {
  it.each([
    ['My name is Ada', 'Is called Ada'],
    ['my name is ada lovelace.', 'Is called Ada Lovelace'],
    ["Hi, I'm Ada!", 'Is called Ada'],
    ['Hello there, my name’s Grace, nice to meet you', 'Is called Grace'],
    ['You can call me Max', 'Is called Max'],
    ['I work at Acme', 'Works at Acme'],
    ['I work as a nurse in Oslo', 'Works as a nurse in Oslo'],
    ['By the way, I work from home.', 'Works from home'],
    ["I'm a frontend developer", 'Is a frontend developer'],
    ['I am the CTO of Initech', 'Is the CTO of Initech'],
    ['I live in Berlin btw', 'Lives in Berlin'],
    ["I'm from Canada", 'Is from Canada'],
    ["I'm German", 'Is German'],
    ["I'm 34 years old", 'Is 34 years old'],
    ["I'm allergic to peanuts", 'Is allergic to peanuts'],
    ['I am vegan', 'Is vegan'],
    ['I prefer short answers', 'Prefers short answers'],
    ['I really love jazz', 'Loves jazz'],
    ['I usually drink green tea', 'Usually drinks green tea'],
    ['I never eat meat', 'Never eats meat'],
    ["I don't eat fish", 'Does not eat fish'],
    ["I can't eat gluten", 'Cannot eat gluten'],
    ['I have two kids', 'Has two kids'],
    ['I have a dog called Rex', 'Has a dog called Rex'],
    ['My favorite color is green', 'Favorite color is green'],
    ['my birthday is on 4 May', 'Birthday is on 4 May'],
    ['My team uses Jira', 'Team uses Jira'],
    ['note that my team uses Jira', 'Team uses Jira'],
    ['We use GitLab at work', 'Team uses GitLab at work'],
    ['Remember that I like my coffee black', 'Likes their coffee black'],
    ['Please remember: the deadline is Friday', 'The deadline is Friday'],
    ['Can you remember that I always park on level 3?', 'Always parks on level 3'],
    ["Don't forget that I'm left-handed", 'Is left-handed'],
    ['Keep in mind that we ship on Thursdays', 'Team ships on Thursdays'],
    ['Save the fact that my office is in building 7', 'Office is in building 7'],
    ["hey, i'm john", 'Is called John'],
    ["I'm Susan from accounting", 'Is called Susan, from accounting'],
    ['MY NAME IS ADA', 'Is called Ada'],
    ["FYI I'm on the support team", 'Is on the support team'],
    ['I just moved to Lisbon', 'Moved to Lisbon'],
    ["we're a team of five", 'Is part of a team of five'],
    ['I can speak German', 'Can speak German'],
    ['Please remember to call mom', 'Wants to remember to call mom'],
    ['My email is ada@example.com', 'Email is ada@example.com'],
    ['Ich heiße Ada', 'Heißt Ada'],
    ['Ich bin Lehrerin', 'Ist Lehrerin'],
    ['Ich arbeite bei Siemens', 'Arbeitet bei Siemens'],
    ['Merk dir, dass ich Tee mag', 'Mag Tee'],
  ])('takes "%s" as "%s"', (message, summary) => {
    expect(factsOf(message)).toEqual([summary]);
  });

  it.each([
    "I'm tired",
    "I'm lost",
    "I'm OK",
    "I'm a bit confused",
    'I have a question',
    'I have an idea',
    'I have a problem with my order',
    'I have no idea',
    'I have to go',
    'call me later',
    'I prefer not to say',
    "I'm working on it",
    "I'm in a hurry",
    'I like it',
    'I like your answer',
    "I'd like to know more",
    'My app is broken',
    'my question is simple',
    'Do I work at Acme?',
    'How do I use widgets?',
    'Should I prefer Postgres?',
    'Do you remember me?',
    'remember when we talked',
    'I think so',
  ])('does not take "%s" for a fact', (message) => {
    expect(factsOf(message)).toEqual([]);
  });

  it('keeps several facts of one message apart', () => {
    expect(factsOf('I am 25 and live in Rome')).toEqual(['Is 25 years old', 'Lives in Rome']);
    expect(factsOf('Ich wohne in Köln und arbeite bei Ford')).toEqual(['Wohnt in Köln', 'Arbeitet bei Ford']);
    expect(factsOf("Hi! My name is Ada, I work at Acme and I'm allergic to nuts.")).toEqual([
      'Is called Ada',
      'Works at Acme',
      'Is allergic to nuts',
    ]);
  });

  it('keeps at most four facts of one message', () => {
    expect(factsOf('I like tea. I like milk. I like jam. I like figs. I like nuts.')).toHaveLength(4);
  });

  it.each([
    'Remember that my password is hunter2',
    'My pin code is 1234, remember that my PIN is 1234',
    'note that my credit card ends in 4242',
  ])('does not keep the secret in "%s"', (message) => {
    expect(kindsOf(message)).toContain('secret');
    expect(factsOf(message)).toEqual([]);
  });

  it('shortens an endless fact at a word', () => {
    const [fact = ''] = factsOf(`Remember that I like ${'very '.repeat(100)}long books`);
    expect(fact.length).toBeLessThanOrEqual(201);
    expect(fact).toMatch(/very…$/);
  });
});
