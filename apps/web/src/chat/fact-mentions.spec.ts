import { factEntity, factPreview, findFacts } from './fact-mentions.js';

const NOW = Date.UTC(2026, 0, 2);
const fact = (id: string, text: string, age = 0) => ({ id, text, createdAt: NOW - age });
const TEA = fact('1', 'Prefers green tea', 3 * 3_600_000);
const CAT = fact('2', 'Has a cat called Tea');

describe('facts to mention', () => {
  it('have all words of the query in them, whatever the case', () => {
    expect(findFacts([TEA, CAT], 'tea GREEN')).toEqual([TEA]);
    expect(findFacts([TEA, CAT], 'tea')).toEqual([TEA, CAT]);
    expect(findFacts([TEA, CAT], 'dog')).toEqual([]);
  });

  it('come in their order, those that begin with the query first, and no more than a menu can show', () => {
    expect(findFacts([TEA, CAT], 'has')).toEqual([CAT]);
    expect(findFacts([fact('3', 'Likes Has'), CAT], 'has')).toEqual([CAT, fact('3', 'Likes Has')]);
    const many = Array.from({ length: 30 }, (_, index) => fact(String(index), `Fact ${String(index)}`));
    expect(findFacts(many, '')).toEqual(many.slice(0, 12));
  });

  it('tell the model what they are about', () => {
    expect(factEntity(TEA)).toMatchObject({
      id: '1',
      title: 'Prefers green tea',
      interactive: true,
      data: { kind: 'fact', text: 'Prefers green tea', saved: '2026-01-01T21:00:00.000Z' },
    });
  });

  it.each([
    [TEA, 'Known since 3 hours ago'],
    [CAT, 'Known since a moment ago'],
    [undefined, 'Forgotten since'],
  ])('have a card that says how things stand now', (known, sentence) => {
    const { children } = factPreview({ id: 'x', title: 'As it was mentioned' }, known, NOW);
    expect(children).toMatchObject([{ value: known?.text ?? 'As it was mentioned' }, { value: sentence }]);
  });
});
