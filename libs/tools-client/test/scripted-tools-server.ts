import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { PROTO_LOADER_OPTIONS, TOOLS_PROTO_PATH } from '../src/grpc-options.js';
import type { CallToolRequest } from '../src/wire.schema.js';

export type CallHandler = (call: ServerWritableStream<CallToolRequest, unknown>) => void;

/** A gRPC server that answers as a test tells it to: what a healthy tools service never does. */
export class ScriptedToolsServer {
  listReply: unknown = { tools: [] };
  onCall: CallHandler = (call) => call.end();
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'frontdesk-tools-'));
  private server = new Server();

  constructor() {
    this.url = `unix:${join(this.folder, 'grpc.sock')}`;
  }

  async start(): Promise<void> {
    const root = loadPackageDefinition(loadSync(TOOLS_PROTO_PATH, PROTO_LOADER_OPTIONS)) as unknown as {
      frontdesk: { tools: { v1: { Tools: { service: ServiceDefinition } } } };
    };
    this.server = new Server();
    this.server.addService(root.frontdesk.tools.v1.Tools.service, {
      ListTools: (_call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => done(null, this.listReply),
      CallTool: (call: ServerWritableStream<CallToolRequest, unknown>) => this.onCall(call),
    });
    await new Promise<void>((resolve, reject) => {
      this.server.bindAsync(this.url, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Drops every connection at once, as a killed process does. */
  kill(): void {
    this.server.forceShutdown();
  }

  dispose(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
