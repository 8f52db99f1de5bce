import { Injectable } from '@nestjs/common';

/** Whether this process takes new requests, and how many it is at. Closed once, at the start of a shutdown; health answers go on. */
@Injectable()
export class Intake {
  private open = true;
  private atWork = 0;
  private whenIdle: (() => void) | null = null;

  get isOpen(): boolean {
    return this.open;
  }

  close(): void {
    this.open = false;
  }

  /** A request came in. */
  begin(): void {
    this.atWork += 1;
  }

  /** One is over, answered or not. */
  end(): void {
    this.atWork -= 1;
    if (this.atWork === 0) {
      this.whenIdle?.();
    }
  }

  /** Resolves when no request is at work any more, or after `boundMs`. */
  async idle(boundMs: number): Promise<void> {
    if (this.atWork === 0) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, boundMs);
      this.whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
