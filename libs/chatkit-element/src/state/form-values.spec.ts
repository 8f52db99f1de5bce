import { mergeValues, type FieldValue } from './form-values.js';

const merge = (payload: unknown, values: Record<string, FieldValue>) => mergeValues(payload, new Map(Object.entries(values)));

describe('the payload of an action in a form', () => {
  it('carries each field under its name', () => {
    expect(merge({ id: 7 }, { name: 'Ada', agreed: true, day: null })).toEqual({ payload: { id: 7, name: 'Ada', agreed: true, day: null }, clashes: [] });
    expect(merge(undefined, { name: 'Ada' })).toEqual({ payload: { name: 'Ada' }, clashes: [] });
  });

  it('nests where a name has dots', () => {
    expect(merge({ to: { id: 1 } }, { 'to.name': 'Ada', 'to.address.city': 'Lyon' })).toEqual({
      payload: { to: { id: 1, name: 'Ada', address: { city: 'Lyon' } } },
      clashes: [],
    });
  });

  it('keeps its own where a field would take its place, and says so', () => {
    expect(merge({ name: 'kept', to: 'text' }, { name: 'Ada', 'to.name': 'Ada' })).toEqual({ payload: { name: 'kept', to: 'text' }, clashes: ['name', 'to.name'] });
    expect(merge('text', { name: 'Ada' })).toEqual({ payload: 'text', clashes: ['name'] });
  });

  it('lets no name reach into the objects of the page', () => {
    expect(merge({}, { '__proto__.polluted': 'yes', 'constructor.x': 'yes' }).clashes).toHaveLength(2);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is left as it is where no form is', () => {
    expect(merge('text', {})).toEqual({ payload: 'text', clashes: [] });
  });
});
