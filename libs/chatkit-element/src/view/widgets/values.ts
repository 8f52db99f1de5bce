import type { CSSProperties } from 'react';

/** One unit of spacing numbers, in px. The published types leave it open; 4 px is the grid of the chat. */
const UNIT = 4;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

export const ALIGNMENTS = ['start', 'center', 'end'] as const;

export const asOneOf = <const T extends string>(value: unknown, allowed: readonly T[], fallback: T): T =>
  allowed.includes(value as T) ? (value as T) : fallback;

/** Spacing: a number counts units, a string is CSS. */
export const space = (value: unknown): string | undefined =>
  typeof value === 'number' ? `${value * UNIT}px` : typeof value === 'string' ? value : undefined;

/** Sizes: a number is px, a string is CSS. */
export const dim = (value: unknown): string | undefined =>
  typeof value === 'number' ? `${value}px` : typeof value === 'string' ? value : undefined;

const TEXT_TOKENS: Readonly<Record<string, string>> = {
  prose: 'var(--ck-text)',
  primary: 'var(--ck-text)',
  emphasis: 'var(--ck-text)',
  secondary: 'var(--ck-text-secondary)',
  tertiary: 'var(--ck-text-tertiary)',
  success: 'var(--ck-success)',
  warning: 'var(--ck-warning)',
  danger: 'var(--ck-danger)',
};

const GROUND_TOKENS: Readonly<Record<string, string>> = {
  surface: 'var(--ck-ground)',
  'surface-secondary': 'var(--ck-surface)',
  'surface-tertiary': 'var(--ck-surface-strong)',
  'surface-elevated': 'var(--ck-raised)',
  'surface-elevated-secondary': 'var(--ck-surface)',
};

const LINE_TOKENS: Readonly<Record<string, string>> = {
  default: 'var(--ck-hairline)',
  subtle: 'var(--ck-hairline)',
  strong: 'var(--ck-hairline-strong)',
};

/** Hues of primitives such as `red-100`. */
const HUES: Readonly<Record<string, number>> = { red: 25, orange: 55, yellow: 92, green: 152, blue: 250, purple: 300, pink: 350 };

const primitive = (name: string): string | undefined => {
  const match = /^(gray|grey|red|orange|yellow|green|blue|purple|pink)-(\d{1,4})$/.exec(name);
  if (match === null) {
    return undefined;
  }
  const step = Math.min(1000, Number(match[2]));
  const hue = HUES[match[1] ?? ''];
  return `oklch(${(0.985 - step * 0.00078).toFixed(3)} ${hue === undefined ? 0.006 : (0.02 + Math.sin((Math.PI * step) / 1000) * 0.17).toFixed(3)} ${hue ?? 285})`;
};

/** A colour: a token of the kind asked for, a primitive, CSS, or one per scheme. Text that could leave a property is dropped. */
export const color = (value: unknown, kind: 'text' | 'ground' | 'line'): string | undefined => {
  if (isRecord(value)) {
    const light = color(value.light, kind);
    const dark = color(value.dark, kind);
    return light !== undefined && dark !== undefined ? `light-dark(${light}, ${dark})` : (light ?? dark);
  }
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  const tokens = { text: TEXT_TOKENS, ground: GROUND_TOKENS, line: LINE_TOKENS }[kind];
  if (Object.hasOwn(tokens, value)) {
    return tokens[value];
  }
  if (/url\(|[;{}]/i.test(value)) {
    return undefined;
  }
  const chart = /^(blue|purple|orange|green|red|yellow|pink)$/.test(value) ? `var(--ck-chart-${value})` : undefined;
  return chart ?? primitive(value) ?? value;
};

const RADII: Readonly<Record<string, string>> = {
  none: '0',
  '2xs': '2px',
  xs: '4px',
  sm: '6px',
  md: '8px',
  lg: '10px',
  xl: '12px',
  '2xl': '16px',
  '3xl': '20px',
  '4xl': '24px',
  full: '9999px',
  '100%': '100%',
};

export const radius = (value: unknown): string | undefined =>
  typeof value === 'string' && Object.hasOwn(RADII, value) ? RADII[value] : undefined;

type Edge = 'top' | 'right' | 'bottom' | 'left';

/** Per-edge values out of a number, a string, or an object with edges and axes. */
const edges = (value: unknown, read: (value: unknown) => string | undefined): Partial<Record<Edge, string>> => {
  if (!isRecord(value)) {
    const all = read(value);
    return all === undefined ? {} : { top: all, right: all, bottom: all, left: all };
  }
  const vertical = read(value.y);
  const horizontal = read(value.x);
  return {
    top: read(value.top) ?? vertical,
    bottom: read(value.bottom) ?? vertical,
    left: read(value.left) ?? horizontal,
    right: read(value.right) ?? horizontal,
  };
};

export const paddingOf = (value: unknown): CSSProperties => {
  const { top, right, bottom, left } = edges(value, space);
  return { paddingTop: top, paddingRight: right, paddingBottom: bottom, paddingLeft: left };
};

export const marginOf = (value: unknown): CSSProperties => {
  const { top, right, bottom, left } = edges(value, space);
  return { marginTop: top, marginRight: right, marginBottom: bottom, marginLeft: left };
};

const LINE_STYLES = ['solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset'] as const;

const line = (value: unknown): string | undefined => {
  if (typeof value === 'number') {
    return `${value}px solid var(--ck-hairline)`;
  }
  if (!isRecord(value) || typeof value.size !== 'number') {
    return undefined;
  }
  return `${value.size}px ${asOneOf(value.style, LINE_STYLES, 'solid')} ${color(value.color, 'line') ?? 'var(--ck-hairline)'}`;
};

export const borderOf = (value: unknown): CSSProperties => {
  const whole = line(value);
  if (whole !== undefined) {
    return { border: whole };
  }
  const { top, right, bottom, left } = edges(isRecord(value) ? value : undefined, line);
  return { borderTop: top, borderRight: right, borderBottom: bottom, borderLeft: left };
};

type Props = Readonly<Record<string, unknown>>;

/** Width, height and their limits. */
export const sizeOf = (props: Props): CSSProperties => ({
  width: dim(props.width ?? props.size),
  height: dim(props.height ?? props.size),
  minWidth: dim(props.minWidth ?? props.minSize),
  minHeight: dim(props.minHeight ?? props.minSize),
  maxWidth: dim(props.maxWidth ?? props.maxSize),
  maxHeight: dim(props.maxHeight ?? props.maxSize),
  aspectRatio: typeof props.aspectRatio === 'number' || typeof props.aspectRatio === 'string' ? props.aspectRatio : undefined,
});

export const flexOf = (value: unknown): CSSProperties['flex'] =>
  typeof value === 'number' || typeof value === 'string' ? value : undefined;

const ALIGN: Readonly<Record<string, string>> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  baseline: 'baseline',
  stretch: 'stretch',
};
const JUSTIFY: Readonly<Record<string, string>> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  between: 'space-between',
  around: 'space-around',
  evenly: 'space-evenly',
  stretch: 'stretch',
};

const lookUp = (table: Readonly<Record<string, string>>, value: unknown): string | undefined =>
  typeof value === 'string' && Object.hasOwn(table, value) ? table[value] : undefined;

/** The layout of Box, Row, Col, Form and the roots. */
export const boxOf = (props: Props, direction: 'row' | 'column'): CSSProperties => ({
  flexDirection: direction,
  alignItems: lookUp(ALIGN, props.align),
  justifyContent: lookUp(JUSTIFY, props.justify),
  flexWrap: asOneOf(props.wrap, ['nowrap', 'wrap', 'wrap-reverse'], 'nowrap'),
  flex: flexOf(props.flex),
  gap: space(props.gap),
  borderRadius: radius(props.radius),
  background: color(props.background, 'ground'),
  ...sizeOf(props),
  ...paddingOf(props.padding),
  ...marginOf(props.margin),
  ...borderOf(props.border),
});
