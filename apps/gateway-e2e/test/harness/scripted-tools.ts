import { encodeDescriptor, PROTO_LOADER_OPTIONS, TOOLS_PROTO_PATH, type CallToolRequest } from '@frontdesk/tools-client';
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
import { calls, type Part } from './model-turns.js';

/** What a call does, in order: an effect (`live`: shown while the call still runs), a word on how it gets on, or a wait. */
export type Deed =
  | { readonly effect: Readonly<Record<string, unknown>>; readonly live?: true }
  | { readonly progress: { readonly text: string; readonly icon: string } }
  | (() => Promise<unknown>);

export interface Outcome {
  readonly deeds: readonly Deed[];
  /** What the model, or the caller of an action, gets; a failure when it is one. */
  readonly output?: unknown;
  readonly failure?: { readonly code: string; readonly message: string };
}

const DONE: Outcome = { deeds: [] };

export const effect = (type: string, fields: Readonly<Record<string, unknown>> = {}): Deed => ({ effect: { type, ...fields } });
export const live = (type: string, fields: Readonly<Record<string, unknown>> = {}): Deed => ({ effect: { type, ...fields }, live: true });
export const progress = (text: string, icon = ''): Deed => ({ progress: { text, icon } });
/** Any event of the protocol. */
export const emits = (event: Readonly<Record<string, unknown>>): Deed => effect('event', { event });

/** A tools service whose one tool, and whose actions, do what a test has written down. */
export class ScriptedTools {
  private readonly outcomes = new Map<string, Outcome>();
  /** Every call, in order, with its arguments. */
  readonly calls: Array<{ readonly tool: string; readonly args: Record<string, unknown>; readonly grant: string }> = [];
  private readonly server = new Server();

  /** @returns host:port */
  async start(): Promise<string> {
    const root = loadPackageDefinition(loadSync(TOOLS_PROTO_PATH, PROTO_LOADER_OPTIONS)) as unknown as {
      frontdesk: { tools: { v1: { Tools: { service: ServiceDefinition } } } };
    };
    this.server.addService(root.frontdesk.tools.v1.Tools.service, {
      ListTools: (_call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => done(null, { tools: [ACT] }),
      CallTool: (call: ServerWritableStream<CallToolRequest, unknown>) => {
        this.answer(call).catch((cause: unknown) => call.destroy(cause as Error));
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    return `127.0.0.1:${port}`;
  }

  close(): void {
    this.server.forceShutdown();
  }

  /** A part of an answer in which the model calls the tool, and the tool does this. */
  acts(...deeds: readonly Deed[]): Part {
    return this.actsWith({ deeds });
  }

  actsWith(outcome: Outcome, ids: { readonly id?: string; readonly callId?: string } = {}): Part {
    const key = `deed${this.outcomes.size}`;
    this.outcomes.set(key, outcome);
    return calls('act', { key }, ids);
  }

  /** What the handler of actions of this type does from now on. */
  onAction(type: string, outcome: Outcome): void {
    this.outcomes.set(`action:${type}`, outcome);
  }

  private async answer(call: ServerWritableStream<CallToolRequest, unknown>): Promise<void> {
    const { tool, arguments_json: argumentsJson, grant } = call.request;
    const args = JSON.parse(argumentsJson) as Record<string, unknown>;
    this.calls.push({ tool, args, grant });
    const outcome = this.outcomes.get(tool === 'act' ? String(args['key']) : tool) ?? DONE;
    for (const deed of outcome.deeds) {
      if (typeof deed === 'function') {
        await deed();
      } else if ('progress' in deed) {
        call.write(deed);
      } else {
        call.write({ effect: { effect_json: JSON.stringify(deed.effect), live: deed.live === true } });
      }
    }
    call.write(
      outcome.failure === undefined
        ? { result: { output_json: JSON.stringify(outcome.output ?? null), replayed: false } }
        : { failure: { ...outcome.failure, retryable: false } },
    );
    call.end();
  }
}

const ACT = encodeDescriptor({
  name: 'act',
  description: 'Does what the test says.',
  parameters: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'], additionalProperties: false },
  deadlineMs: 20_000,
  progressText: '',
});
