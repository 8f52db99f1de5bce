import { FrontdeskError, type ToolGrant } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { hashToolArguments, verifyGrant, type CallToolRequest } from '@frontdesk/tools-client';

/** Lets a call through only with a grant for exactly this call, of a worker that still holds the run. */
export class GrantCheck {
  constructor(
    private readonly secret: string,
    private readonly db: Pick<Database, '$queryRaw'>,
  ) {}

  /** @throws FrontdeskError `tool_forbidden` */
  async verify(request: CallToolRequest): Promise<ToolGrant> {
    const grant = await verifyGrant(this.secret, request.grant);
    const matches =
      grant.tool === request.tool && grant.callId === request.call_id && grant.argsHash === hashToolArguments(request.arguments_json);
    if (!matches) {
      throw new FrontdeskError('tool_forbidden', { detail: 'The permission for this tool call was given for another call.' });
    }
    await this.refuseStale(grant);
    return grant;
  }

  /**
   * A worker that lost its run to another may still hold grants; what it does must not count any more.
   * A run that is gone (its thread was deleted) has no newer holder, so its grant stands until it expires.
   */
  private async refuseStale(grant: ToolGrant): Promise<void> {
    const [run] = await this.db.$queryRaw<{ epoch: number }[]>`SELECT epoch FROM runs WHERE id = ${grant.runId}`;
    if (run !== undefined && run.epoch > grant.epoch) {
      throw new FrontdeskError('tool_forbidden', { detail: 'The run was taken over by another worker.' });
    }
  }
}
