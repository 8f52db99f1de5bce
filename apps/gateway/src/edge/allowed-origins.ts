import { FrontdeskError, includesOrigin, type TenantSettings } from '@frontdesk/contracts';
import { TenantStore } from '@frontdesk/tenants';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

/** Which pages may talk to us: our own always, those of other origins as the installation or the tenant says. */
@Injectable()
export class AllowedOrigins {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'edge' | 'files'>,
    private readonly tenants: TenantStore,
  ) {}

  /** Whether any request from there may be answered. Browsers ask this before they say whose session it is. */
  async mayAsk(origin: string): Promise<boolean> {
    return includesOrigin(this.config.edge.allowedOrigins, origin) || (await this.tenants.someAllows(origin));
  }

  /** @throws FrontdeskError forbidden when the request comes from a page that the tenant does not allow */
  assertAllowed(request: FastifyRequest, { allowed_origins: own }: TenantSettings): void {
    const { origin } = request.headers;
    if (origin !== undefined && !this.isOurs(request, origin) && !includesOrigin(own ?? this.config.edge.allowedOrigins, origin)) {
      throw new FrontdeskError('forbidden', { detail: 'Pages of this origin may not use this session (ALLOWED_ORIGINS).' });
    }
  }

  /** The scheme counts for nothing: behind a proxy that ends TLS it is another one here. */
  private isOurs({ headers }: FastifyRequest, origin: string): boolean {
    const host = origin.replace(/^\w+:\/\//, '');
    return headers['sec-fetch-site'] === 'same-origin' || host === headers.host || origin === originOf(this.config.files.publicUrl);
  }
}

/** @param url may be empty: nobody said where we are reached */
const originOf = (url: string): string | null => (url === '' ? null : new URL(url).origin);
