import { mediaTypeOf } from '@frontdesk/attachments';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

/** What somebody may upload. */
export interface UploadLimits {
  readonly enabled: boolean;
  readonly maxFileBytes: number;
  /** Files of one message. */
  readonly maxFiles: number;
  /** Media types, `image/*` for a family, `*` for all. */
  readonly accept: readonly string[];
}

/** The one place that knows whose limits differ from the installation's. */
@Injectable()
export class UploadPolicy {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  limitsFor(_owner: Owner): UploadLimits {
    return this.config.files.limits;
  }
}

/** Longer names no file system keeps either. */
const NAME_CHARACTERS = 255;

/** A file as it is announced, checked. `param` is where its fields stand in the request. @throws FrontdeskError naming the field */
export function checkFile(limits: UploadLimits, file: { readonly name: string; readonly mimeType: string; readonly size: number }, field: (name: string) => string) {
  checkEnabled(limits);
  const name = file.name.replace(/[\p{Cc}/\\]+/gu, ' ').trim();
  if (name === '' || name.length > NAME_CHARACTERS) {
    throw new FrontdeskError('invalid_request', { detail: `A file needs a name of 1 to ${NAME_CHARACTERS} characters.`, param: field('name') });
  }
  const mimeType = file.mimeType.trim() === '' ? 'application/octet-stream' : mediaTypeOf(file.mimeType);
  if (mimeType === null) {
    throw new FrontdeskError('invalid_request', { detail: 'This is no media type; image/png would be one.', param: field('mime_type') });
  }
  checkType(limits, mimeType, field('mime_type'));
  if (file.size < 1) {
    throw new FrontdeskError('invalid_request', { detail: 'The file is empty.', param: field('size') });
  }
  if (file.size > limits.maxFileBytes) {
    throw tooLarge(limits.maxFileBytes, field('size'));
  }
  return { name, mimeType, size: file.size };
}

export function checkEnabled({ enabled }: UploadLimits): void {
  if (!enabled) {
    throw new FrontdeskError('chatkit.file_upload_disabled');
  }
}

export function checkType({ accept }: UploadLimits, mimeType: string, param: string): void {
  const family = mimeType.replace(/\/.*/, '/*');
  if (!accept.some((pattern) => pattern === '*' || pattern === '*/*' || pattern === mimeType || pattern === family)) {
    throw new FrontdeskError('chatkit.file_upload_type_rejected', { param });
  }
}

/** @throws FrontdeskError invalid_request when a message names too many files, or one twice */
export function checkCount({ maxFiles }: UploadLimits, ids: readonly string[]): void {
  const param = 'params.input.attachments';
  if (ids.length > maxFiles) {
    throw new FrontdeskError('invalid_request', { detail: `A message may have ${maxFiles} files at most.`, param });
  }
  if (new Set(ids).size !== ids.length) {
    throw new FrontdeskError('invalid_request', { detail: 'A file is named twice.', param });
  }
}

export const tooLarge = (bytes: number, param: string): FrontdeskError =>
  new FrontdeskError('payload_too_large', { detail: `The file is too large: ${bytes} bytes at most.`, param });
