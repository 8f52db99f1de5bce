import { ChatKitConnectionError, ChatKitHttpError } from '../transport/errors.js';

export const isLoss = (error: unknown): boolean => error instanceof ChatKitConnectionError;

/** The network, or a server that restarts. */
export const isAway = (error: unknown): boolean =>
  isLoss(error) || (error instanceof ChatKitHttpError && [502, 503, 504].includes(error.status));

/** Whether taking up a stream may work a moment later: the network, a restarting server, or one under load. */
export const mayRecover = (error: unknown): boolean =>
  isLoss(error) || (error instanceof ChatKitHttpError && (error.status >= 500 || error.status === 429));
