import type { Area } from '../harness/cases.js';
import { refusedFor } from '../harness/refusals.js';

const webm = (audio_base64: string) => ({ audio_base64, mime_type: 'audio/webm;codecs=opus' });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const transcription: Area = {
  title: 'O. Transcription',
  cases: (the) => {
    the('O1 a recording reaches the server for recordings with its type, and its words come back', async ({ ada, model }) => {
      const reply = await ada.ask('input.transcribe', webm(base64('sound of a voice')));
      expect([reply.status, reply.text]).toEqual([200, '{"text":"what was said"}']);
      const form = model.transcriptions.at(-1)?.toString('latin1');
      expect(form).toMatch(/filename="recording\.webm"\r\nContent-Type: audio\/webm\r\n\r\nsound of a voice\r\n/);
    });

    the('O2 what is no recording is refused by its field, and asked of nobody', async ({ ada, model }) => {
      const before = model.transcriptions.length;
      refusedFor(await ada.ask('input.transcribe', { ...webm(base64('x')), mime_type: 'text/plain' }), 'params.mime_type');
      refusedFor(await ada.ask('input.transcribe', webm('YWJj=')), 'params.audio_base64');
      refusedFor(await ada.ask('input.transcribe', { mime_type: 'audio/mp4' }), 'params.audio_base64');
      expect(model.transcriptions).toHaveLength(before);
    });

    the('O3 characters outside of base64 are skipped, and an empty recording says nothing', async ({ ada, model }) => {
      const [start, end] = [base64('abc'), base64('def')];
      expect((await ada.ask('input.transcribe', webm(`${start}\n ${end}`))).body).toEqual({ text: 'what was said' });
      expect(model.transcriptions.at(-1)?.toString('latin1')).toContain('\r\n\r\nabcdef\r\n');
      expect((await ada.ask('input.transcribe', webm(''))).body).toEqual({ text: '' });
    });
  },
};
