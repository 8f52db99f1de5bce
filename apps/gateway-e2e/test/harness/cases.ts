import type { House } from './house.js';

/** Registers one case: its name begins with its id in the inventory. */
export type Case = (name: string, check: (house: House) => Promise<void>) => void;

/** The cases of one area of the inventory. */
export interface Area {
  readonly title: string;
  readonly cases: (the: Case) => void;
}

/** Which cases there are, and which held. */
export class Cases {
  private readonly known = new Map<string, 'open' | 'held'>();

  constructor(private readonly house: () => House) {}

  register({ title, cases }: Area): void {
    describe(title, () => cases(this.case));
  }

  /** One line: how many cases hold, per area and in all. */
  summary(): string {
    const areas = new Map<string, { held: number; all: number }>();
    for (const [id, state] of this.known) {
      const { held, all } = areas.get(id.charAt(0)) ?? { held: 0, all: 0 };
      areas.set(id.charAt(0), { held: held + (state === 'held' ? 1 : 0), all: all + 1 });
    }
    const parts = [...areas].map(([letter, { held, all }]) => `${letter} ${held}${held === all ? '' : ` of ${all}`}`);
    const held = [...this.known.values()].filter((state) => state === 'held').length;
    return `conformance: ${parts.join(' · ')}; ${held} of ${this.known.size} cases hold`;
  }

  private readonly case: Case = (name, check) => {
    const id = /^[A-S]\d+(?= )/.exec(name)?.[0];
    if (id === undefined || this.known.has(id)) {
      throw new Error(`"${name}" must begin with an id of its own, such as A1.`);
    }
    this.known.set(id, 'open');
    it(name, async () => {
      const house = this.house();
      house.recording.current = id;
      await check(house);
      this.known.set(id, 'held');
    });
  };
}
