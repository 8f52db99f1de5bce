import type { Command, CommandSelection, Entity } from '@openai/chatkit';
import type { InputTag } from '@frontdesk/chatkit-protocol';
import { reportError, type ChatContext } from './chat-context.js';
import { builtinCommands, type DraftActions } from './builtin-commands.js';
import type { Suggestion, SuggestState } from './chat-state.js';
import type { Trigger } from './draft.js';

/** Typing on makes searches of the letters before worthless. */
const SEARCH_DELAY_MS = 120;

export const tagOf = (entity: Entity): InputTag => ({
  type: 'input_tag',
  id: entity.id,
  text: entity.title,
  data: entity.data ?? {},
  group: entity.group,
  interactive: entity.interactive === true,
});

const entityRow = (entity: Entity): Suggestion => ({
  key: `entity:${entity.id}`,
  label: entity.title,
  icon: entity.icon,
  group: entity.group,
  does: { type: 'entity', entity },
});

const commandRow = (command: Command): Suggestion => ({
  key: `command:${command.id}`,
  label: command.label,
  description: command.description,
  icon: command.icon,
  group: command.group,
  does: { type: 'command', command },
});

const matches = (query: string, label: string): boolean => label.toLocaleLowerCase().includes(query.toLocaleLowerCase());

/** The menu under the caret: entities after `@`, commands after `/`. */
export class Suggestions {
  private readonly context: ChatContext;
  private readonly draft: DraftActions;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private search = 0;
  /** The search in which a command was chosen that still runs: choosing it again does not run it again. */
  private runsIn: number | null = null;
  /** Where Escape has closed the menu: it stays closed for that word. */
  private dismissedAt: number | null = null;

  constructor(context: ChatContext, draft: DraftActions) {
    this.context = context;
    this.draft = draft;
  }

  /** Whether a sign opens a menu here. */
  enabled(sign: Trigger['sign']): boolean {
    const options = this.context.options();
    return sign === '@' ? options?.entities?.onTagSearch !== undefined : options?.commands?.enabled === true;
  }

  /** The word before the caret has changed. */
  follow(trigger: Trigger | null): void {
    const { suggest } = this.context.store.get();
    if (trigger === null || !this.enabled(trigger.sign)) {
      this.dismissedAt = null;
      this.close();
      return;
    }
    if (this.dismissedAt === trigger.start) {
      return;
    }
    this.dismissedAt = null;
    const open = suggest?.trigger.sign === trigger.sign && suggest.trigger.start === trigger.start ? suggest : null;
    if (open?.trigger.query !== trigger.query || open.trigger.end !== trigger.end) {
      this.look(trigger, open);
    }
  }

  /** @param open the menu of the same word, with fewer or more letters */
  private look(trigger: Trigger, open: SuggestState | null): void {
    const menu = open?.menu ?? null;
    this.set({ trigger, menu, status: 'loading', rows: open?.rows ?? [], active: open?.active ?? 0 });
    clearTimeout(this.timer);
    this.search += 1;
    const search = this.search;
    this.timer = setTimeout(() => void this.find(trigger, menu, search), open === null ? 0 : SEARCH_DELAY_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.search += 1;
    this.set(null);
  }

  dismiss(): void {
    this.dismissedAt = this.context.store.get().suggest?.trigger.start ?? null;
    this.close();
  }

  move(by: number): void {
    const { suggest } = this.context.store.get();
    if (suggest !== null && suggest.rows.length > 0) {
      this.set({ ...suggest, active: (suggest.active + by + suggest.rows.length) % suggest.rows.length });
    }
  }

  /** The pointer is on a row. */
  point(index: number): void {
    const { suggest } = this.context.store.get();
    if (suggest !== null && suggest.active !== index) {
      this.set({ ...suggest, active: index });
    }
  }

  /** Takes a row; the active one when none is named. False when there is none to take. */
  choose(row?: Suggestion): boolean {
    const { suggest } = this.context.store.get();
    const chosen = row ?? suggest?.rows[suggest.active];
    if (suggest === null || chosen === undefined) {
      return false;
    }
    if (this.runsIn === this.search) {
      return true;
    }
    const { start, end } = suggest.trigger;
    switch (chosen.does.type) {
      case 'entity':
        this.draft.insert(start, end, [tagOf(chosen.does.entity), { type: 'input_text', text: ' ' }]);
        break;
      case 'builtin':
        this.draft.insert(start, end, []);
        chosen.does.run();
        break;
      case 'command':
        void this.runCommand(chosen.does.command, suggest);
        break;
    }
    return true;
  }

  private async runCommand(command: Command, suggest: SuggestState): Promise<void> {
    const { text } = this.context.store.get().composer;
    this.search += 1;
    const search = this.search;
    this.runsIn = search;
    this.set({ ...suggest, status: 'loading' });
    try {
      const selection = await this.context.options()?.commands?.onSelect?.(command);
      // A command that leads elsewhere closes the menu by that; its word goes as with any other. Whoever typed on
      // meanwhile has left the menu, too, and keeps what was typed; the command has run all the same.
      const leads = selection === undefined && this.context.store.get().composer.text === text;
      if (this.search === search || leads) {
        this.take(selection, suggest);
      }
    } catch (error) {
      reportError(this.context, 'CommandError', error);
      if (this.search === search) {
        this.set({ ...suggest, status: 'failed', rows: [] });
      }
    } finally {
      this.runsIn = this.runsIn === search ? null : this.runsIn;
    }
  }

  /** What a command was chosen for comes in the place of its word. */
  private take(selection: CommandSelection | void, { trigger, ...suggest }: SuggestState): void {
    const { start, end } = trigger;
    if (selection?.type === 'menu') {
      this.draft.insert(start + 1, end, []);
      clearTimeout(this.timer);
      const rows = selection.commands.map(commandRow);
      this.set({ ...suggest, trigger: { ...trigger, end: start + 1, query: '' }, menu: selection.commands, status: 'ready', rows, active: 0 });
    } else if (selection?.type === 'entity') {
      this.draft.insert(start, end, [tagOf(selection.entity), { type: 'input_text', text: ' ' }]);
    } else {
      this.draft.insert(start, end, []);
    }
  }

  private async find(trigger: Trigger, menu: readonly Command[] | null, search: number): Promise<void> {
    try {
      const rows = await this.rows(trigger, menu);
      if (this.search === search) {
        this.set({ trigger, menu, status: 'ready', rows, active: this.stillActive(rows) });
      }
    } catch (error) {
      reportError(this.context, trigger.sign === '@' ? 'EntitySearchError' : 'CommandSearchError', error);
      if (this.search === search) {
        this.set({ trigger, menu, status: 'failed', rows: [], active: 0 });
      }
    }
  }

  /** Who has moved to a row stays on it when the search brings others around it. */
  private stillActive(rows: readonly Suggestion[]): number {
    const { suggest } = this.context.store.get();
    const active = suggest === null || suggest.active === 0 ? undefined : suggest.rows[suggest.active];
    return Math.max(
      0,
      rows.findIndex(({ key }) => key === active?.key),
    );
  }

  private async rows({ sign, query }: Trigger, menu: readonly Command[] | null): Promise<Suggestion[]> {
    const options = this.context.options();
    if (sign === '@') {
      return ((await options?.entities?.onTagSearch?.(query)) ?? []).map(entityRow);
    }
    if (menu !== null) {
      return menu.filter(({ label }) => matches(query, label)).map(commandRow);
    }
    const own = builtinCommands(this.context, this.draft).filter(({ label }) => matches(query, label));
    return [...((await options?.commands?.onSearch?.(query)) ?? []).map(commandRow), ...own];
  }

  private set(suggest: SuggestState | null): void {
    this.context.store.update((state) => (state.suggest === suggest ? state : { ...state, suggest }));
  }
}
