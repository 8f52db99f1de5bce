import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import { ValueSigner } from './signed-value.js';

const COOKIE = 'frontdesk_user';
/** The most that browsers allow. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;
const USER_ID = /^anon_[0-9a-f-]{36}$/;

/** People without an account, whom only their browser tells apart. */
@Injectable()
export class AnonymousUsers {
  private readonly signer: ValueSigner;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.signer = new ValueSigner(config.sessions.secret);
  }

  /** @returns the user whom the request's cookie names; null without a cookie that we signed */
  read(request: FastifyRequest): string | null {
    const signed = parseCookie(request.headers.cookie ?? '')[COOKIE];
    const userId = signed === undefined ? null : this.signer.read(signed);
    return userId !== null && USER_ID.test(userId) ? userId : null;
  }

  create(): string {
    return `anon_${randomUUID()}`;
  }

  /** Makes the browser remember the user; each session prolongs it. */
  keep(request: FastifyRequest, reply: FastifyReply, userId: string): void {
    const cookie = stringifySetCookie({
      name: COOKIE,
      value: this.signer.sign(userId),
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      path: '/',
      maxAge: MAX_AGE_SECONDS,
    });
    void reply.header('set-cookie', cookie);
  }
}
