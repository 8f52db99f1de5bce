import { ATTACHMENT_ID, AttachmentStore, storageKey, type AttachmentRecord, type FileStorage, type LinkPurpose, type StoredFile } from '@frontdesk/attachments';
import { toWire, type Attachment } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseAboveSessionsLimit } from '../edge/rate-limits.js';
import { RateLimiter } from '../edge/rate-limiter.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { FILE_STORAGE } from '../gateway.tokens.js';
import { BearerGuard } from '../sessions/bearer.guard.js';
import type { Caller } from '../sessions/caller.js';
import { CurrentCaller, CurrentOwner } from '../sessions/current-owner.js';
import { rangeIn } from './byte-range.js';
import { FileLinks } from './file-links.js';
import { bytesIn, fileInForm } from './incoming-file.js';
import { UploadPolicy, checkEnabled } from './upload-limits.js';
import { Uploads } from './uploads.js';

/** Whatever a file holds, a browser runs nothing of it and lets it load nothing. */
const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const READ_CACHE_SECONDS = 3_600;

interface Signed {
  readonly expires?: unknown;
  readonly signature?: unknown;
}

/** The bytes of attachments: in by form or as they are, out by signed address. */
@Controller()
export class FilesController {
  constructor(
    private readonly store: AttachmentStore,
    private readonly links: FileLinks,
    private readonly uploads: Uploads,
    private readonly policy: UploadPolicy,
    private readonly limiter: RateLimiter,
    @Inject(FILE_STORAGE) private readonly storage: FileStorage,
  ) {}

  /** The direct strategy of clients: the whole upload in one request. */
  @Post('chatkit/files')
  @HttpCode(200)
  @UseGuards(BearerGuard)
  async direct(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Attachment> {
    return toWire(await this.receiveWhole(caller, request, reply));
  }

  /** The same under the hosted service's address and in its shape, which knows null. */
  @Post('v1/chatkit/files')
  @HttpCode(200)
  @UseGuards(BearerGuard)
  async hosted(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const attachment = await this.receiveWhole(caller, request, reply);
    const { id, type, name, mime_type } = attachment;
    return { id, type, name, mime_type, preview_url: attachment.type === 'image' ? attachment.preview_url : null, upload_url: null };
  }

  /** What a session's user may know about a file, with an address to get it. Frontdesk's own. */
  @Get('v1/chatkit/files/:id')
  @UseGuards(BearerGuard)
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
  upload(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest): Promise<Attachment> {
    return this.receiveAnnounced(id, query, request);
  }

  /** As object stores take it, for clients that know only that. */
  @Put('files/:id/upload')
  put(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest): Promise<Attachment> {
    return this.receiveAnnounced(id, query, request);
  }

  @Get('files/:id/preview')
  async preview(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.signed('preview', id, query, request);
    void reply.header('content-type', 'image/webp').header('content-disposition', 'inline');
    this.send(reply, await this.storage.open(storageKey(record, 'preview')));
  }

  @Get('files/:id/content')
  async content(@Param('id') id: string, @Query() query: Signed, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const record = await this.signed('content', id, query, request);
    const range = rangeIn(request.headers.range, record.size);
    void reply.header('accept-ranges', 'bytes');
    if (range === 'unsatisfiable') {
      void reply.status(416).header('content-range', `bytes */${record.size}`).send();
      return;
    }
    if (range !== null) {
      void reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${record.size}`);
    }
    void reply.header('content-type', record.mimeType).header('content-disposition', asDownload(record.name));
    this.send(reply, await this.storage.open(storageKey(record, 'original'), range ?? undefined));
  }

  private async receiveWhole(caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<Attachment> {
    await refuseAboveSessionsLimit(this.limiter, caller, reply);
    checkEnabled(this.policy.limitsFor(caller));
    return this.links.toWire(await this.uploads.receiveWhole(caller, await fileInForm(request)));
  }

  private async receiveAnnounced(id: string, query: Signed, request: FastifyRequest): Promise<Attachment> {
    const announced = await this.signed('upload', id, query, request);
    return toWire(this.links.toWire(await this.uploads.receiveAnnounced(announced, await bytesIn(request))));
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

  private send(reply: FastifyReply, file: StoredFile | null): void {
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

/** RFC 6266: the name for old clients without anything special, and the whole one. */
function asDownload(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
