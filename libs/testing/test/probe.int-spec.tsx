import { renderToString } from 'react-dom/server';
it('tsx', async () => {
  await new Promise((r) => setTimeout(r, 6000));
  expect(renderToString(<b>x</b>)).toBe('<b>x</b>');
});
