import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chatEffectSchema,
  type ChatEffectInput,
  type LiveEffectInput,
  type ToolCallEvent,
  type ToolDescriptor,
  type ToolGrant,
} from '@frontdesk/contracts';
import {
  encodeDescriptor,
  encodeToolEvent,
  hashToolArguments,
  PROTO_LOADER_OPTIONS,
  TOOLS_PROTO_PATH,
  verifyGrant,
  type CallToolRequest,
} from '@frontdesk/tools-client';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface ToolOutcome {
  readonly effects?: readonly ChatEffectInput[];
  readonly output: unknown;
}

/** Shows something while the call runs; resolves when it is on its way. */
export type Show = (effect: LiveEffectInput) => void;

export interface TestTool extends Pick<ToolDescriptor, 'name' | 'parameters'> {
  readonly progressText?: string;
  run(args: Record<string, unknown>, grant: ToolGrant, show: Show): Promise<ToolOutcome> | ToolOutcome;
}

/** A tools service of the test's own, with a ledger: a repeated call gets the first outcome. */
export class TestToolsServer {
  readonly url: string;
  /** Calls that ran, not those that the ledger answered. */
  readonly runs: Array<{ tool: string; callId: string; args: unknown }> = [];
  replays = 0;
  private readonly ledger = new Map<string, ToolOutcome>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'frontdesk-worker-tools-'));
  private readonly server = new Server();

  constructor(
    private readonly secret: string,
    private readonly tools: readonly TestTool[],
  ) {
    this.url = `unix:${join(this.folder, 'grpc.sock')}`;
  }

  async start(): Promise<void> {
    const root = loadPackageDefinition(loadSync(TOOLS_PROTO_PATH, PROTO_LOADER_OPTIONS)) as unknown as {
      frontdesk: { tools: { v1: { Tools: { service: ServiceDefinition } } } };
    };
    this.server.addService(root.frontdesk.tools.v1.Tools.service, {
      ListTools: (_call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => done(null, { tools: this.descriptors() }),
      CallTool: (call: ServerWritableStream<CallToolRequest, unknown>) => {
        this.answer(call).catch((cause: unknown) => call.destroy(cause as Error));
      },
    });
    await new Promise<void>((resolve, reject) => {
      this.server.bindAsync(this.url, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): void {
    this.server.forceShutdown();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private descriptors() {
    return this.tools
      .filter(({ name }) => !name.startsWith('action:'))
      .map((tool) =>
        encodeDescriptor({
          name: tool.name,
          description: tool.name,
          parameters: tool.parameters,
          deadlineMs: 10_000,
          progressText: tool.progressText ?? '',
        }),
      );
  }

  private async answer(call: ServerWritableStream<CallToolRequest, unknown>): Promise<void> {
    const { tool: name, call_id: callId, arguments_json: argumentsJson, grant: token } = call.request;
    const grant = await verifyGrant(this.secret, token);
    const tool = this.tools.find((one) => one.name === name);
    if (tool === undefined || grant.tool !== name || grant.callId !== callId || grant.argsHash !== hashToolArguments(argumentsJson)) {
      return end(call, { type: 'failure', code: 'tool_forbidden', message: 'The grant does not permit this call.', retryable: false });
    }
    const key = `${grant.runId} ${callId}`;
    const known = this.ledger.get(key);
    const args = JSON.parse(argumentsJson) as Record<string, unknown>;
    const show: Show = (effect) => call.write(encodeToolEvent({ type: 'effect', effect: chatEffectSchema.parse(effect), live: true }));
    const outcome = known ?? (await tool.run(args, grant, show));
    if (known === undefined) {
      this.ledger.set(key, outcome);
      this.runs.push({ tool: name, callId, args });
    } else {
      this.replays += 1;
    }
    for (const effect of outcome.effects ?? []) {
      call.write(encodeToolEvent({ type: 'effect', effect: chatEffectSchema.parse(effect) }));
    }
    end(call, { type: 'result', output: outcome.output, replayed: known !== undefined });
  }
}

function end(call: ServerWritableStream<CallToolRequest, unknown>, event: ToolCallEvent): void {
  call.write(encodeToolEvent(event));
  call.end();
}
