import { Controller, Delete, Get, Header, Param, UseGuards } from '@nestjs/common';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { FactStore } from '@frontdesk/facts';
import { BearerGuard } from '../sessions/bearer.guard.js';
import { CurrentOwner } from '../sessions/current-owner.js';

interface FactReply {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
}

/** Ids are of our making; nothing else needs to be looked for. */
const FACT_ID = /^[\w-]{1,100}$/;

/** What the assistant knows about the caller. */
@Controller('api/facts')
@UseGuards(BearerGuard)
export class FactsController {
  constructor(private readonly facts: FactStore) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@CurrentOwner() owner: Owner): Promise<{ readonly data: FactReply[] }> {
    const facts = await this.facts.list(owner);
    return { data: facts.map(({ id, text, createdAt }) => ({ id, text, created_at: createdAt.toISOString() })) };
  }

  @Delete(':id')
  async forget(@CurrentOwner() owner: Owner, @Param('id') id: string): Promise<Record<string, never>> {
    const forgotten = FACT_ID.test(id) ? await this.facts.forget(owner, id) : null;
    if (forgotten === null) {
      throw new FrontdeskError('not_found', { detail: 'There is no such fact.', param: 'id' });
    }
    return {};
  }
}
