import type {
  BadgeWidget,
  ButtonWidget,
  CaptionWidget,
  ChartWidget,
  Icon,
  IconWidget,
  ImageWidget,
  LabelWidget,
  MarkdownWidget,
  TextWidget,
  TitleWidget,
} from '@frontdesk/chatkit-protocol';
import { node } from './node.js';
import type { PropsOf } from './node.js';

/** Plain text. Give it an `id` (and `streaming: true` while it grows), and only what was added is sent. */
export const text = (value: string, props: PropsOf<'Text', 'value'> = {}): TextWidget => node('Text', { value, ...props });
export const title = (value: string, props: PropsOf<'Title', 'value'> = {}): TitleWidget => node('Title', { value, ...props });
export const caption = (value: string, props: PropsOf<'Caption', 'value'> = {}): CaptionWidget => node('Caption', { value, ...props });
/** Like {@link text}, in Markdown. */
export const markdown = (value: string, props: PropsOf<'Markdown', 'value'> = {}): MarkdownWidget => node('Markdown', { value, ...props });
/** The label of the field of that name. */
export const label = (value: string, fieldName: string, props: PropsOf<'Label', 'value' | 'fieldName'> = {}): LabelWidget =>
  node('Label', { value, fieldName, ...props });
export const badge = (words: string, props: PropsOf<'Badge', 'label'> = {}): BadgeWidget => node('Badge', { label: words, ...props });
/** One of the protocol's icons, `vendor:…` or `lucide:…`. */
export const icon = (name: Icon, props: PropsOf<'Icon', 'name'> = {}): IconWidget => node('Icon', { name, ...props });
export const image = (src: string, props: PropsOf<'Image', 'src'> = {}): ImageWidget => node('Image', { src, ...props });
/** The label is a prop: a button may show icons alone. */
export const button = (props: PropsOf<'Button'>): ButtonWidget => node('Button', props);
export const chart = (props: PropsOf<'Chart'>): ChartWidget => node('Chart', props);
