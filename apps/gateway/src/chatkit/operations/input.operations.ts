import { Injectable } from '@nestjs/common';
import { Transcriber } from '../../transcription/transcriber.js';
import type { OperationGroup } from './operation.types.js';

/** What helps people to write. */
@Injectable()
export class InputOperations {
  readonly table: OperationGroup<'input.transcribe'> = {
    'input.transcribe': async ({ params }) => ({ text: await this.transcriber.transcribe(params) }),
  };

  constructor(private readonly transcriber: Transcriber) {}
}
