import {
  credentials,
  loadPackageDefinition,
  type CallOptions,
  type ChannelOptions,
  type Client,
  type ClientReadableStream,
  type ClientUnaryCall,
  type Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { TOOLS_PROTO_PACKAGE } from '@frontdesk/contracts';
import { MAX_MESSAGE_BYTES, PROTO_LOADER_OPTIONS, TOOLS_PROTO_PATH } from './grpc-options.js';
import type { CallToolRequest } from './wire.schema.js';

/** The stub that proto-loader makes of service Tools. Replies stay `unknown` until zod has read them. */
export interface ToolsStub extends Client {
  ListTools(
    request: object,
    metadata: Metadata,
    options: CallOptions,
    done: (error: ServiceError | null, reply: unknown) => void,
  ): ClientUnaryCall;
  CallTool(request: CallToolRequest, metadata: Metadata, options: CallOptions): ClientReadableStream<unknown>;
}

const CHANNEL_OPTIONS: ChannelOptions = {
  // A peer that vanished without a word is noticed within 15 s, not at the call's deadline.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
  // The default waits up to two minutes before it connects again; a restarted service is back in one second.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // A name with several addresses (scaled containers) shares the calls between them.
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
};

type StubConstructor = new (url: string, channelCredentials: unknown, options: ChannelOptions) => ToolsStub;

/** Opens a lazy connection: nothing is sent before the first call. The link is plain text and belongs on an internal network. */
export function openToolsChannel(url: string): ToolsStub {
  const root: unknown = loadPackageDefinition(loadSync(TOOLS_PROTO_PATH, PROTO_LOADER_OPTIONS));
  const Stub = [...TOOLS_PROTO_PACKAGE.split('.'), 'Tools'].reduce<unknown>(
    (node, name) => (node as Record<string, unknown>)[name],
    root,
  ) as StubConstructor;
  return new Stub(url, credentials.createInsecure(), CHANNEL_OPTIONS);
}
