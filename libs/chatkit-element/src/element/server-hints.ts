import { ChatKitConnectionError, ChatKitHttpError, ChatKitProtocolError, ChatKitSecretError } from '@frontdesk/chatkit-client';

/** Addresses may carry what is secret behind the `?`. */
const shown = (url: string): string => {
  const { origin, pathname } = new URL(url, document.baseURI);
  return origin + pathname;
};

const NO_SUCH_ADDRESS = [404, 405];

/**
 * What whoever wires the chat up should look at after an error of the server's; the reader is told in other words.
 * @returns null where the server explained itself
 */
export const hintFor = ({ cause }: Error, url: string): string | null => {
  if (cause instanceof ChatKitConnectionError) {
    return `got no answer from ${shown(url)}. Is the server up, is the address the right one, and if it is another site, does it allow this page's origin (CORS)?`;
  }
  if (cause instanceof ChatKitProtocolError) {
    return `got an answer from ${shown(url)} that is not the ChatKit protocol's. Is the address the right one, or does a login page or a proxy answer in its place?`;
  }
  if (cause instanceof ChatKitHttpError && cause.code === null && NO_SUCH_ADDRESS.includes(cause.status)) {
    return `found no ChatKit server at ${shown(url)}, which answered with status ${cause.status}. Is the address the right one?`;
  }
  if (cause instanceof ChatKitSecretError) {
    return `got no secret from \`api.getClientSecret\`: ${cause.cause instanceof Error ? cause.cause.message : cause.message}`;
  }
  return null;
};
