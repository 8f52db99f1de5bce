import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs short values that browsers keep for us, so that nobody can make one up. */
export class ValueSigner {
  private readonly key: Buffer;

  /** @param secret the installation's; the key is another one than those of the secret's other uses */
  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('frontdesk cookies').digest();
  }

  /** `<value>.<signature>` */
  sign(value: string): string {
    return `${value}.${this.signatureOf(value)}`;
  }

  /** @returns the value; null when the signature is not ours */
  read(signed: string): string | null {
    const split = signed.lastIndexOf('.');
    const value = signed.slice(0, Math.max(split, 0));
    const given = Buffer.from(signed.slice(split + 1));
    const expected = Buffer.from(this.signatureOf(value));
    return given.length === expected.length && timingSafeEqual(given, expected) ? value : null;
  }

  private signatureOf(value: string): string {
    return createHmac('sha256', this.key).update(value).digest('base64url');
  }
}
