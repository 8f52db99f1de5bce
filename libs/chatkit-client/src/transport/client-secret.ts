import { ChatKitSecretError } from './errors.js';

/** Asked for a new secret; gets the one that ran out, or null at first. */
export type GetClientSecret = (current: string | null) => Promise<string>;

/** How long before its end a secret is replaced, so that none runs out on the way. */
const MARGIN_MS = 30_000;

/** When the secret is to be replaced. Only Frontdesk's own form tells (`ck_<unix seconds>_…`); others are replaced on a 401. */
function refreshTime(secret: string, now: number): number {
  const seconds = /^ck_(\d{9,11})_/.exec(secret)?.[1];
  const at = seconds === undefined ? Infinity : Number(seconds) * 1000 - MARGIN_MS;
  // A new secret that seems old already means that this machine's clock is wrong: leave it to the 401 then.
  return at > now ? at : Infinity;
}

/** Holds the client secret of a hosted session: asks for it when first needed, once for all that wait, and renews it. */
export class ClientSecretSource {
  private current: string | null = null;
  private refreshAt = Infinity;
  private asking: Promise<string> | null = null;

  constructor(
    private readonly getClientSecret: GetClientSecret,
    private readonly now: () => number = Date.now,
  ) {}

  /** A secret that is not about to run out. @throws ChatKitSecretError */
  async get(): Promise<string> {
    return this.current !== null && this.now() < this.refreshAt ? this.current : this.ask();
  }

  /** Replaces a secret that the server refused, unless that has happened already. @throws ChatKitSecretError */
  async replace(refused: string): Promise<string> {
    return this.current === refused || this.current === null ? this.ask() : this.current;
  }

  private ask(): Promise<string> {
    this.asking ??= this.fetchSecret().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async fetchSecret(): Promise<string> {
    let secret: unknown;
    try {
      secret = await this.getClientSecret(this.current);
    } catch (cause) {
      throw new ChatKitSecretError('getClientSecret failed.', { cause });
    }
    if (typeof secret !== 'string' || secret === '') {
      throw new ChatKitSecretError('getClientSecret gave no secret.');
    }
    this.current = secret;
    this.refreshAt = refreshTime(secret, this.now());
    return secret;
  }
}
