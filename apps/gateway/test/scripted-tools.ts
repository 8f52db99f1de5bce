import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chatEffectSchema, type ChatEffectInput, type ToolCallEvent, type ToolGrant } from '@frontdesk/contracts';
import { encodeToolEvent, hashToolArguments, PROTO_LOADER_OPTIONS, TOOLS_PROTO_PATH, verifyGrant, type CallToolRequest } from '@frontdesk/tools-client';
import { loadPackageDefinition, Server, ServerCredentials, type ServerWritableStream, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface ActionCall {
  readonly tool: string;
  readonly args: unknown;
  readonly grant: ToolGrant;
}

/** A tools service whose one handler is the test's. Grants are checked as the real one does. */
export class ScriptedTools {
  readonly calls: ActionCall[] = [];
  /** Effects of the next calls, or the failure that they end in. */
  answer: (call: ActionCall) => readonly ChatEffectInput[] | Extract<ToolCallEvent, { type: 'failure' }> = () => [];
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'frontdesk-gateway-tools-'));
  private readonly server = new Server();

  constructor(private readonly secret: string) {
    this.url = `unix:${join(this.folder, 'grpc.sock')}`;
  }

  async start(): Promise<this> {
    const root = loadPackageDefinition(loadSync(TOOLS_PROTO_PATH, PROTO_LOADER_OPTIONS)) as unknown as {
      frontdesk: { tools: { v1: { Tools: { service: ServiceDefinition } } } };
    };
    this.server.addService(root.frontdesk.tools.v1.Tools.service, {
      ListTools: () => undefined,
      CallTool: (call: ServerWritableStream<CallToolRequest, unknown>) => {
        this.handle(call).catch((cause: unknown) => call.destroy(cause as Error));
      },
    });
    await new Promise<void>((resolve, reject) => {
      this.server.bindAsync(this.url, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
    });
    return this;
  }

  close(): void {
    this.server.forceShutdown();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async handle(call: ServerWritableStream<CallToolRequest, unknown>): Promise<void> {
    const { tool, arguments_json: argumentsJson, grant: token } = call.request;
    const grant = await verifyGrant(this.secret, token);
    if (grant.tool !== tool || grant.argsHash !== hashToolArguments(argumentsJson)) {
      throw new Error('the grant is for another call');
    }
    const made: ActionCall = { tool, args: JSON.parse(argumentsJson), grant };
    this.calls.push(made);
    const answer = this.answer(made);
    const events: ToolCallEvent[] =
      'type' in answer
        ? [answer]
        : [
            ...answer.map((effect) => ({ type: 'effect' as const, effect: chatEffectSchema.parse(effect) })),
            { type: 'result', output: { respond: false }, replayed: false },
          ];
    events.forEach((event) => call.write(encodeToolEvent(event)));
    call.end();
  }
}
