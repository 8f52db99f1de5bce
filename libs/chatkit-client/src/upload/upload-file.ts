import type { Attachment } from '@frontdesk/chatkit-protocol';
import { receivedReply } from '../received/received-reply.js';
import { ChatKitProtocolError } from '../transport/errors.js';
import type { SendBytesOptions } from '../transport/send-bytes.js';
import type { Transport } from '../transport/transport.js';

/** How files reach the server: in one request to an address of its own, or announced first and sent where the answer says. */
export type UploadStrategy = { readonly type: 'two_phase' } | { readonly type: 'direct'; readonly uploadUrl: string };

export type UploadOptions = SendBytesOptions;

const formOf = (file: File): FormData => {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
};

/** Servers before the descriptor gave only an address. */
type Announced = Attachment & { upload_url?: string };

/** @throws ChatKitHttpError, ChatKitConnectionError, ChatKitProtocolError, ChatKitSecretError or the signal's reason */
export function uploadFile(transport: Transport, file: File, strategy: UploadStrategy, options: UploadOptions): Promise<Attachment> {
  return strategy.type === 'direct'
    ? sendDirectly(transport, file, strategy.uploadUrl, options)
    : sendInTwoPhases(transport, file, options);
}

async function sendDirectly(transport: Transport, file: File, url: string, options: UploadOptions): Promise<Attachment> {
  const text = await transport.sendBytes({ url, method: 'POST', headers: {}, body: formOf(file) }, options, true);
  return receivedReply('attachments.create', parsed(text));
}

async function sendInTwoPhases(transport: Transport, file: File, options: UploadOptions): Promise<Attachment> {
  const params = { name: file.name, size: file.size, mime_type: file.type || 'application/octet-stream' };
  const response = await transport.send({ type: 'attachments.create', params }, options.signal);
  const { upload_descriptor, upload_url, ...attachment } = receivedReply('attachments.create', parsed(await response.text())) as Announced;
  const descriptor = upload_descriptor ?? (upload_url === undefined ? null : { url: upload_url, method: 'POST' as const, headers: {} });
  if (descriptor !== null) {
    const { url, method, headers = {} } = descriptor;
    // A signed address carries its own right to write; a secret of the chat's server is no business of a foreign store.
    await transport.sendBytes({ url, method, headers, body: method === 'PUT' ? file : formOf(file) }, options, false);
  }
  return attachment;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ChatKitProtocolError('The server answered an upload with something that is no JSON.', { cause });
  }
}
