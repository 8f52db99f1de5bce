/** Files of this page that one can send without having any at hand. */
export const SAMPLES = [
  {
    id: 'picture',
    label: 'A picture',
    description: 'A desk bell, drawn',
    icon: 'square-image',
    path: '/samples/desk-bell.png',
    name: 'desk-bell.png',
  },
  { id: 'table', label: 'A table', description: 'Orders of a week (CSV)', icon: 'chart', path: '/samples/orders.csv', name: 'orders.csv' },
  {
    id: 'note',
    label: 'A note',
    description: 'How to handle returns (Markdown)',
    icon: 'square-text',
    path: '/samples/returns.md',
    name: 'returns.md',
  },
] as const;
export type Sample = (typeof SAMPLES)[number];

/** @throws TypeError without a network; Error when it is not there */
export async function fetchSample({ path, name }: Sample): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`GET ${path} answered ${String(response.status)}`);
  }
  const bytes = await response.blob();
  return new File([bytes], name, { type: bytes.type.replace(/;.*/, '') });
}
