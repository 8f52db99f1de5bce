import { loadConfig } from '@frontdesk/config';
import { z } from 'zod';

const schema = z.object({
  /** Where the suite leaves all that was asked and answered, one JSON object a line; nowhere unless it is set. */
  CONFORMANCE_RECORDING: z.string().optional(),
  /** Where the suite leaves what it asked, each shape of a request once: what the fuzz begins with. */
  CONFORMANCE_CORPUS: z.string().optional(),
});

export const corpusFile = (): string | undefined => loadConfig(schema).CONFORMANCE_CORPUS;
export const recordingFile = (): string | undefined => loadConfig(schema).CONFORMANCE_RECORDING;
