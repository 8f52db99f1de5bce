import { mediaTypeOf } from '@frontdesk/attachments';
import { FrontdeskError } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import type { Caller } from '../sessions/caller.js';

/** A limit, and who set it: whoever runs into it can tell where to change it. */
export interface Bound {
  readonly value: number;
  readonly setBy: string;
}

/** Media types that may be uploaded, `image/*` for a family, `*` for all. */
interface Accepted {
  readonly types: readonly string[];
  readonly setBy: string;
}

/** What the installation allows to everybody. */
export interface InstallationLimits {
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  readonly accept: readonly string[];
}

/** What somebody may upload. */
export interface UploadLimits {
  /** What forbids all uploads; null: they are allowed. */
  readonly disabledBy: string | null;
  readonly fileBytes: Bound;
  /** Files of one message. */
  readonly files: Bound;
  /** A type must stand in each list. */
  readonly accept: readonly Accepted[];
}

const MEGABYTE = 1_048_576;
const SESSION = 'chatkit_configuration.file_upload';

/** The one place that knows whose limits differ from the installation's: of all that hold for somebody the tightest counts. */
@Injectable()
export class UploadPolicy {
  constructor(@Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'files'>) {}

  limitsFor({ tenant: { uploads = {} }, session }: Pick<Caller, 'tenant' | 'session'>): UploadLimits {
    const { maxFileBytes, maxFiles, accept } = this.config.files.limits;
    const own = session?.chatkit_configuration.file_upload;
    return {
      disabledBy: uploads.enabled === false ? "the tenant's uploads.enabled" : own?.enabled === false ? `${SESSION}.enabled of the session` : null,
      fileBytes: tightest(
        { value: maxFileBytes, setBy: 'FILES_MAX_BYTES' },
        { value: megabytes(uploads.max_file_size), setBy: "the tenant's uploads.max_file_size" },
        { value: megabytes(own?.max_file_size), setBy: `${SESSION}.max_file_size of the session` },
      ),
      files: tightest(
        { value: maxFiles, setBy: 'FILES_PER_MESSAGE' },
        { value: uploads.max_files ?? Infinity, setBy: "the tenant's uploads.max_files" },
        { value: own?.max_files ?? Infinity, setBy: `${SESSION}.max_files of the session` },
      ),
      accept: [
        { types: accept, setBy: 'FILES_ACCEPT' },
        { types: uploads.accept ?? ['*'], setBy: "the tenant's uploads.accept" },
      ],
    };
  }
}

const megabytes = (count = Infinity): number => count * MEGABYTE;

/** Of equal ones the first. */
const tightest = (...bounds: readonly [Bound, ...Bound[]]): Bound => bounds.reduce((least, bound) => (bound.value < least.value ? bound : least));

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
  if (file.size > limits.fileBytes.value) {
    throw tooLarge(limits.fileBytes, field('size'));
  }
  return { name, mimeType, size: file.size };
}

/** @throws FrontdeskError chatkit.file_upload_disabled, naming what forbids uploads */
export function checkEnabled({ disabledBy }: UploadLimits): void {
  if (disabledBy !== null) {
    throw new FrontdeskError('chatkit.file_upload_disabled', { detail: `Files cannot be uploaded here (${disabledBy} is false).` });
  }
}

/** @throws FrontdeskError chatkit.file_upload_type_rejected, naming the list that the type is not in */
export function checkType({ accept }: UploadLimits, mimeType: string, param: string): void {
  const refusing = accept.find((list) => !isIn(list, mimeType));
  if (refusing !== undefined) {
    const detail = `Files of the type ${mimeType} cannot be uploaded here (${refusing.setBy}).`;
    throw new FrontdeskError('chatkit.file_upload_type_rejected', { detail, param });
  }
}

/** The types that stand in each list: what may be chosen. Of a family in one list and its members in another, the members. */
export function acceptedTypes({ accept }: UploadLimits): string[] {
  const named = new Set(accept.flatMap(({ types }) => types));
  return [...named].filter((type) => accept.every((list) => isIn(list, type)));
}

/** @param type may itself be a family, or all */
function isIn({ types }: Accepted, type: string): boolean {
  const names = [type, type.replace(/\/.*/, '/*'), '*/*', '*'];
  return types.some((one) => names.includes(one));
}

/** @throws FrontdeskError invalid_request when a message names too many files, or one twice */
export function checkCount({ files }: UploadLimits, ids: readonly string[]): void {
  const param = 'params.input.attachments';
  if (ids.length > files.value) {
    throw new FrontdeskError('invalid_request', { detail: `A message may have ${files.value} files at most (${files.setBy}).`, param });
  }
  if (new Set(ids).size !== ids.length) {
    throw new FrontdeskError('invalid_request', { detail: 'A file is named twice.', param });
  }
}

export const tooLarge = ({ value, setBy }: Bound, param: string): FrontdeskError =>
  new FrontdeskError('payload_too_large', { detail: `The file is too large: ${value} bytes at most (${setBy}).`, param });
