import { FrontdeskError } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import type { OperationGroup } from './operation.types.js';

const notYet = (): Promise<never> => Promise.reject(new FrontdeskError('not_implemented', { param: 'type' }));

/** Operations that are known and validated, but not available yet. */
@Injectable()
export class PendingOperations {
  readonly table: OperationGroup<'input.transcribe'> = {
    'input.transcribe': notYet,
  };
}
