import { Controller, Delete, Get, Header, Param, Query, UseFilters, UseGuards } from '@nestjs/common';
import { TenantThreadStore } from '@frontdesk/threads';
import { FileLinks } from '../attachments/file-links.js';
import { ThreadRemoval } from '../chatkit/thread-removal.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { CurrentTenant } from './current-tenant.js';
import { HostedErrorFilter } from './hosted-error.filter.js';
import { REST_ITEM_TYPES, itemReply } from './item-reply.js';
import { itemsQuery, listReply, threadsQuery } from './list-query.js';
import { threadReply } from './thread-reply.js';

/** `client.beta.chatkit.threads`: the threads of all of a tenant's users. */
@Controller('v1/chatkit/threads')
@UseGuards(ApiKeyGuard)
@UseFilters(HostedErrorFilter)
export class HostedThreadsController {
  constructor(
    private readonly threads: TenantThreadStore,
    private readonly removal: ThreadRemoval,
    private readonly links: FileLinks,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@CurrentTenant() tenantId: string, @Query() query: unknown) {
    const { user, ...window } = threadsQuery(query);
    const page = await this.threads.list(tenantId, user, window);
    return listReply({ ...page, data: page.data.map(threadReply) });
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  async retrieve(@CurrentTenant() tenantId: string, @Param('id') id: string) {
    return threadReply(await this.threads.get(tenantId, id));
  }

  @Get(':id/items')
  @Header('cache-control', 'no-store')
  async listItems(@CurrentTenant() tenantId: string, @Param('id') id: string, @Query() query: unknown) {
    const page = await this.threads.listItems(tenantId, id, REST_ITEM_TYPES, itemsQuery(query));
    const { owner } = await this.threads.get(tenantId, id);
    return listReply({ ...page, data: page.data.map((item) => itemReply(this.links.freshItem(owner, item))) });
  }

  @Delete(':id')
  async delete(@CurrentTenant() tenantId: string, @Param('id') id: string) {
    const { owner } = await this.threads.get(tenantId, id);
    await this.removal.remove(owner, id);
    return { id, object: 'chatkit.thread.deleted' as const, deleted: true };
  }
}
