import { status } from '@grpc/grpc-js';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod, RpcException } from '@nestjs/microservices';
import { encodeDescriptor, encodeToolEvent, type ListToolsResponse, type ToolEventMessage } from '@frontdesk/tools-client';
import { Observable } from 'rxjs';
import { ToolRegistry } from '../catalog/tool.registry.js';
import { CallPipeline, ServiceUnavailable } from './call-pipeline.js';

/** tools.proto on the wire. */
@Controller()
export class ToolsController {
  constructor(
    @Inject(ToolRegistry) private readonly registry: ToolRegistry,
    @Inject(CallPipeline) private readonly pipeline: CallPipeline,
  ) {}

  @GrpcMethod('Tools', 'ListTools')
  listTools(): ListToolsResponse {
    return { tools: this.registry.descriptors().map(encodeDescriptor) };
  }

  /** Nest unsubscribes when the client cancels, is gone, or its deadline passes. */
  @GrpcMethod('Tools', 'CallTool')
  callTool(message: unknown): Observable<ToolEventMessage> {
    return new Observable((subscriber) => {
      const caller = new AbortController();
      this.pipeline
        .call(message, caller.signal, (event) => subscriber.next(encodeToolEvent(event)))
        .then(
          () => subscriber.complete(),
          (error: unknown) => subscriber.error(toRpcException(error)),
        );
      return () => caller.abort();
    });
  }
}

function toRpcException(error: unknown): RpcException {
  return error instanceof ServiceUnavailable
    ? new RpcException({ code: status.UNAVAILABLE, message: error.message })
    : new RpcException({ code: status.CANCELLED, message: 'The call was cancelled.' });
}
