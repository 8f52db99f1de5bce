import type { ThreadItemInput } from '@frontdesk/chatkit-protocol';

import { answering, asked, item, said } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';

/** A picture of this origin. */
export const PICTURE = '/gallery/coast.svg';
const ELSEWHERE = 'https://pictures.example/coast.png';

const MAKING = item('generated_image', {});

const drawn = (url: string): ThreadItemInput => item('generated_image', { image: { id: 'img_1', url } });

const finished = (...items: readonly ThreadItemInput[]): Pick<Scene, 'thread'> => ({ thread: { items: [asked('Draw the coast'), ...items] } });

export const IMAGES: GalleryGroup = {
  title: 'Images',
  states: [
    { name: 'image-begun', title: 'Begun', shows: '.image-place', ...answering('Draw the coast', [{ type: 'thread.item.added', item: MAKING }]) },
    {
      name: 'image-draft',
      title: 'A draft',
      shows: '.generated-image progress',
      ...answering('Draw the coast', [
        { type: 'thread.item.added', item: MAKING },
        { type: 'thread.item.updated', item_id: MAKING.id, update: { type: 'generated_image.updated', image: { id: 'img_1', url: PICTURE }, progress: 0.4 } },
      ]),
    },
    { name: 'image', title: 'Finished', shows: '.image-open', ...finished(drawn(PICTURE)) },
    { name: 'image-large', title: 'Opened', shows: '.lightbox[open]', ...finished(drawn(PICTURE)), act: (reader) => reader.click('.image-open') },
    { name: 'image-missing', title: 'Not finished', shows: '.image-missing', ...finished(item('generated_image', {})) },
    { name: 'image-refused', title: 'From a server that is not allowed', shows: '.image-refused', ...finished(drawn(ELSEWHERE)) },
    {
      name: 'image-in-text',
      title: 'In a text',
      shows: '.md-image',
      ...finished(said(`Ours:\n\n![The coast](${PICTURE})\n\nAnd one from elsewhere:\n\n![The coast again](${ELSEWHERE})`)),
    },
  ],
};
