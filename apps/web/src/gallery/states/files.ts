import { asked, said } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';
import type { Reader } from '../reader.js';
import { PICTURE } from './images.js';

const options: Scene['options'] = {
  composer: { attachments: { enabled: true, maxSize: 1_000_000, accept: { 'image/*': ['.png'], 'application/pdf': ['.pdf'] } } },
};

const pdf = (): File => new File(['%PDF-1.7'], 'Travel policy 2026, second edition.pdf', { type: 'application/pdf' });

/** A sunset, drawn here: the chat reads a picture that it is to show small. */
const picture = async (): Promise<File> => {
  const canvas = new OffscreenCanvas(80, 60);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#2f6f8f';
    context.fillRect(0, 0, 80, 60);
    context.fillStyle = '#f2c14e';
    context.fillRect(0, 38, 80, 22);
  }
  return new File([await canvas.convertToBlob()], 'Sunset.png', { type: 'image/png' });
};

const attach = async (reader: Reader): Promise<void> => reader.attach(await picture(), pdf());

export const FILES: GalleryGroup = {
  title: 'Files',
  states: [
    { name: 'files-uploading', title: 'Uploading', options, replies: { upload: 'silence' }, act: attach, shows: '.file-chip:last-child .ring' },
    { name: 'files-ready', title: 'Ready', options, act: attach, shows: '.file-chip.ready:last-child' },
    {
      name: 'files-failed',
      title: 'Failed',
      options,
      replies: { upload: { status: 415, json: { error: { code: 'file_rejected', message: 'Only files up to 1 MB are taken.' } } } },
      act: attach,
      shows: '.file-chip.failed:last-child',
    },
    {
      name: 'files-refused',
      title: 'Not taken',
      options,
      act: (reader) => reader.attach(new File(['MZ'], 'setup.exe', { type: 'application/x-msdownload' }), new File([], 'empty.pdf', { type: 'application/pdf' })),
      shows: '.draft-problems',
    },
    {
      name: 'files-dragged',
      title: 'Dragged over the chat',
      options,
      act: async (reader) => {
        const files = new DataTransfer();
        files.items.add(pdf());
        (await reader.see('.chat-main')).dispatchEvent(new DragEvent('dragenter', { bubbles: true, composed: true, dataTransfer: files }));
      },
      shows: '.drop-hint',
    },
    {
      name: 'files-sent',
      title: 'Sent',
      thread: {
        items: [
          asked('Is this covered?', {
            attachments: [
              { type: 'image', id: 'atc_1', name: 'Sunset.svg', mime_type: 'image/svg+xml', preview_url: PICTURE },
              { type: 'file', id: 'atc_2', name: 'Travel policy 2026, second edition.pdf', mime_type: 'application/pdf' },
            ],
          }),
          said('Yes, by paragraph four.'),
        ],
      },
      shows: '.attachment img',
    },
  ],
};
