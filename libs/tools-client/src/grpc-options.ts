import { fileURLToPath } from 'node:url';
import { TOOLS_PROTO_PACKAGE, TOOLS_PROTO_URL } from '@frontdesk/contracts';

export const TOOLS_PROTO_PATH = fileURLToPath(TOOLS_PROTO_URL);

/** How both ends read tools.proto: fields keep their names, absent fields have their default, oneofs name their case. */
export const PROTO_LOADER_OPTIONS = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, arrays: true } as const;

/** Bytes of one message, both ways. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/**
 * The `options` of a Nest gRPC microservice that serves tools.proto:
 * `{ transport: Transport.GRPC, options: toolsGrpcOptions({ bind }) }`.
 * @param bind `host:port`, or `unix:/path` for a socket file
 */
export function toolsGrpcOptions({ bind }: { readonly bind: string }) {
  return {
    url: bind,
    package: TOOLS_PROTO_PACKAGE,
    protoPath: TOOLS_PROTO_PATH,
    loader: { ...PROTO_LOADER_OPTIONS },
    maxReceiveMessageLength: MAX_MESSAGE_BYTES,
    maxSendMessageLength: MAX_MESSAGE_BYTES,
    // Finds workers that vanished without closing their connection, so that their calls are cancelled.
    keepalive: { keepaliveTimeMs: 20_000, keepaliveTimeoutMs: 10_000 },
    // Closing waits for running calls; who closes bounds that wait by aborting them.
    gracefulShutdown: true,
  };
}
