import type { WidgetComponent, WidgetOf, WidgetType } from '@frontdesk/chatkit-protocol';

/** Roots, which nothing holds, and kinds that only one other kind holds. */
type Placed = 'Card' | 'ListView' | 'Basic' | 'ListViewItem' | 'Table.Row' | 'Table.Cell';

/** What may stand anywhere inside a widget. */
export type BodyWidget = Exclude<WidgetComponent, { type: Placed }>;

/** Children, with room for `condition && text('…')` and for lists inside the list, as `rows.map(…)` gives them. */
export type Children<Child> = readonly (Child | Children<Child> | Nothing)[];
export type Nothing = false | null | undefined;

/** The props with a name of their own, without the index signature of open kinds. */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/** The props of a kind, less its type, its children and what a function takes by position. */
export type PropsOf<T extends WidgetType, ByPosition extends string = never> = Omit<Named<WidgetOf<T>>, 'type' | 'children' | ByPosition>;

/** One node; props that are undefined are left out, so that trees compare as they look. */
export function node<T extends WidgetType>(type: T, props: object): WidgetOf<T> {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  // Each caller takes the props of its own kind; here they are only a list of entries.
  return Object.fromEntries([['type', type], ...given]) as WidgetOf<T>;
}

export interface ContainerFunction<T extends WidgetType, Child, Props> {
  (children: Children<Child>): WidgetOf<T>;
  (props: Props, children: Children<Child>): WidgetOf<T>;
}

/** The function that builds a kind with a list of children. */
export function container<T extends WidgetType, Child, Props extends object = PropsOf<T>>(type: T): ContainerFunction<T, Child, Props> {
  return (first: Props | Children<Child>, second?: Children<Child>) =>
    isList(first) ? node(type, { children: flatten(first) }) : node(type, { ...first, children: flatten(second ?? []) });
}

function flatten<Child>(children: Children<Child>): Child[] {
  return children.flatMap((child) => {
    if (child === false || child === null || child === undefined) {
      return [];
    }
    return isList(child) ? flatten(child) : [child];
  });
}

function isList<Child>(value: unknown): value is Children<Child> {
  return Array.isArray(value);
}
