import type { MultipartFile } from '@fastify/multipart';
import { ATTACHMENT_ID, AttachmentStore, storageKey, type AttachmentRecord, type FileStorage, type LinkPurpose } from '@frontdesk/attachments';
import { toWire, type Attachment } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitGuard } from '../edge/rate-limit.guard.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { FILE_STORAGE } from '../gateway.tokens.js';
import { BearerGuard } from '../sessions/bearer.guard.js';
import { CurrentOwner } from '../sessions/current-owner.js';
import { FileLinks } from './file-links.js';
import { UploadPolicy, checkEnabled } from './upload-limits.js';
import { Uploads } from './uploads.js';

/** Whatever a file holds, a browser runs nothing of it and lets it load nothing. */
const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const READ_CACHE_SECONDS = 3_600;

interface Signed {
  readonly expires?: unknown;
  readonly signature?: unknown;
}

/** The bytes of attachments: in by form, out by signed address. */
@Controller()
export class FilesController {
  constructor(
    private readonly store: AttachmentStore,
    private readonly links: FileLinks,
    private readonly uploads: Uploads,
    private readonly policy: UploadPolicy,
    @Inject(FILE_STORAGE) private readonly storage: FileStorage,
  ) {}

  /** The direct strategy of clients: the whole upload in one request. */
  @Post('chatkit/files')
  @HttpCode(200)
  @UseGuards(BearerGuard, RateLimitGuard)
  async direct(@CurrentOwner() owner: Owner, @Req() request: FastifyRequest): Promise<Attachment> {
    return toWire(await this.receiveWhole(owner, request));
  }

  /** The same under the hosted service's address and in its shape, which knows null. */
  @Post('v1/chatkit/files')
  @HttpCode(200)
  @UseGuards(BearerGuard, RateLimitGuard)
  async hosted(@CurrentOwner() owner: Owner, @Req() request: FastifyRequest): Promise<object> {
    const attachment = await this.receiveWhole(owner, request);
    const { id, type, name, mime_type } = attachment;
    return { id, type, name, mime_type, preview_url: attachment.type === 'image' ? attachment.preview_url : null, upload_url: null };
  }

  /** What a session's user may know about a file, with an address to get it. Frontdesk's own. */
  @Get('v1/chatkit/files/:id')
  @UseGuards(BearerGuard, RateLimitGuard)
  async describe(@CurrentOwner() owner: Owner, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const [record] = ATTACHMENT_ID.test(id) ? await this.store.ready(owner, [id]) : [];
    if (record === undefined) {
      throw notFound();
    }
    void reply.header('cache-control', 'no-store');
    return { ...toWire(this.links.toWire(record)), size: record.size, download_url: this.links.link('content', record) };
  }

  @Post('files/:id/upload')
  @HttpCode(200)
  async upload(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest): Promise<Attachment> {
    const announced = await this.signed('upload', id, query, request);
    const part = await partOf(request, announced.size);
    return toWire(this.links.toWire(await this.uploads.receive(announced, part)));
  }

  @Get('files/:id/preview')
  async preview(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.signed('preview', id, query, request);
    void reply.header('content-type', 'image/webp').header('content-disposition', 'inline');
    await this.send(reply, storageKey(record, 'preview'));
  }

  @Get('files/:id/content')
  async content(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.signed('content', id, query, request);
    void reply.header('content-type', record.mimeType).header('content-disposition', asDownload(record.name));
    await this.send(reply, storageKey(record, 'original'));
  }

  private async receiveWhole(owner: Owner, request: FastifyRequest): Promise<Attachment> {
    const limits = this.policy.limitsFor(owner);
    checkEnabled(limits);
    return this.links.toWire(await this.uploads.receiveWhole(owner, await partOf(request, limits.maxFileBytes)));
  }

  /** The file that an address is for. @throws FrontdeskError forbidden when it is altered or its time is over; not_found when the file is gone */
  private async signed(purpose: LinkPurpose, id: string, query: Signed, request: FastifyRequest): Promise<AttachmentRecord> {
    const record = ATTACHMENT_ID.test(id) ? await this.store.find(id) : null;
    if (record === null) {
      throw notFound();
    }
    const { expires, signature } = query;
    if (typeof expires !== 'string' || typeof signature !== 'string' || !this.links.isValid(purpose, record, { expires, signature })) {
      throw new FrontdeskError('forbidden', { detail: 'This address is not valid, or its time is over.' });
    }
    noteOnRequest(request, record.owner);
    return record;
  }

  private async send(reply: FastifyReply, key: string): Promise<void> {
    const file = await this.storage.open(key);
    if (file === null) {
      throw notFound();
    }
    void reply
      .header('content-length', file.size)
      .header('content-security-policy', SANDBOX)
      .header('x-content-type-options', 'nosniff')
      // A chat on another site shows them, too; who may see them is in the address.
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', `private, max-age=${READ_CACHE_SECONDS}`)
      .send(file.bytes);
  }
}

const notFound = (): FrontdeskError => new FrontdeskError('not_found', { detail: 'There is no such file.', param: 'id' });

/** The form's field `file`. @throws FrontdeskError invalid_request when there is none */
async function partOf(request: FastifyRequest, maxBytes: number): Promise<MultipartFile> {
  const missing = (cause?: unknown): FrontdeskError =>
    new FrontdeskError('invalid_request', { detail: 'A multipart/form-data body with a field `file` is expected.', param: 'file', cause });
  if (!request.isMultipart()) {
    throw missing();
  }
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 20, fieldSize: 10_000 }, throwFileSizeLimit: false }).catch((cause: unknown) => {
    throw missing(cause);
  });
  if (part?.fieldname !== 'file') {
    throw missing();
  }
  return part;
}

/** RFC 6266: the name for old clients without anything special, and the whole one. */
function asDownload(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
