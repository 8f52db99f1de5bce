import { Injectable } from '@nestjs/common';

/** Whether this process takes new requests. Closed once, at the start of a shutdown; health answers go on. */
@Injectable()
export class Intake {
  private open = true;

  get isOpen(): boolean {
    return this.open;
  }

  close(): void {
    this.open = false;
  }
}
