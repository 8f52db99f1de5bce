import {
  autoUpdate,
  flip,
  FloatingFocusManager,
  FloatingList,
  offset,
  shift,
  size,
  useClick,
  useDismiss,
  useFloating,
  useInteractions,
  useListItem,
  useListNavigation,
  useRole,
  type Placement,
} from '@floating-ui/react';
import { useRef, useState, type ReactNode } from 'react';
import { UiIcon } from '../icons/icon.js';

export interface MenuRow {
  readonly key: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon?: ReactNode;
  readonly disabled?: boolean | undefined;
  /** For rows of which one is chosen; undefined for those that just do something. */
  readonly chosen?: boolean;
  onSelect(): void;
}

interface MenuProps {
  /** Name of button and menu. */
  label: string;
  rows: readonly MenuRow[];
  placement: Placement;
  className: string;
  children: ReactNode;
}

const EDGE = 8;
const MAX_HEIGHT = 360;

interface RowProps {
  row: MenuRow;
  active: number | null;
  itemProps: ReturnType<typeof useInteractions>['getItemProps'];
  onDone: () => void;
}

const Row = ({ row, active, itemProps, onDone }: RowProps): ReactNode => {
  const { ref, index } = useListItem();
  const select = (): void => {
    if (!row.disabled) {
      onDone();
      // The menu gives the focus back to its button as it closes; what a row does may put it elsewhere after that.
      requestAnimationFrame(() => row.onSelect());
    }
  };
  return (
    <button
      ref={ref}
      type="button"
      role={row.chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={row.chosen}
      aria-disabled={row.disabled || undefined}
      tabIndex={active === index ? 0 : -1}
      className="menu-row"
      {...itemProps({ onClick: select })}
    >
      {row.icon}
      <span className="menu-text">
        <span className="menu-label">{row.label}</span>
        {row.description && <span className="menu-description">{row.description}</span>}
      </span>
      {row.chosen && <UiIcon name="check" size={16} />}
    </button>
  );
};

/** A button with a menu. Arrow keys, Home, End and Escape work as in every menu; the focus comes back to the button. */
export const Menu = ({ label, rows, placement, className, children }: MenuProps): ReactNode => {
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const list = useRef<(HTMLElement | null)[]>([]);
  const [reference, setReference] = useState<HTMLElement | null>(null);
  const [floating, setFloating] = useState<HTMLElement | null>(null);
  const { floatingStyles, context } = useFloating({
    elements: { reference, floating },
    open,
    onOpenChange: setOpen,
    placement,
    whileElementsMounted: autoUpdate,
    middleware: [
      offset(6),
      flip({ padding: EDGE }),
      shift({ padding: EDGE }),
      size({
        padding: EDGE,
        apply: ({ availableHeight, elements }) => {
          elements.floating.style.maxHeight = `${Math.max(120, Math.min(MAX_HEIGHT, availableHeight))}px`;
        },
      }),
    ],
  });
  const { getReferenceProps, getFloatingProps, getItemProps } = useInteractions([
    useClick(context),
    useDismiss(context),
    useRole(context, { role: 'menu' }),
    useListNavigation(context, { listRef: list, activeIndex: active, onNavigate: setActive, loop: true, focusItemOnOpen: true }),
  ]);
  return (
    <>
      <button ref={setReference} type="button" aria-label={label} title={label} className={className} {...getReferenceProps()}>
        {children}
      </button>
      {open && (
        <FloatingFocusManager context={context} modal={false} initialFocus={0}>
          <div ref={setFloating} className="menu" style={floatingStyles} aria-label={label} {...getFloatingProps()}>
            <FloatingList elementsRef={list}>
              {rows.map((row) => (
                <Row key={row.key} row={row} active={active} itemProps={getItemProps} onDone={() => setOpen(false)} />
              ))}
            </FloatingList>
          </div>
        </FloatingFocusManager>
      )}
    </>
  );
};
