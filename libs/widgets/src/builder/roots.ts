import type { ListViewItemWidget } from '@frontdesk/chatkit-protocol';
import { container } from './node.js';
import type { BodyWidget, PropsOf } from './node.js';

/** A bordered card; with `asForm`, its `confirm` action carries the fields inside. */
export const card = container<'Card', BodyWidget>('Card');
/** A list of {@link listViewItem}s. */
export const listView = container<'ListView', ListViewItemWidget>('ListView');
/** One line of a {@link listView}, with an action when it can be clicked. */
export const listViewItem = container<'ListViewItem', BodyWidget>('ListViewItem');
/** A plain root without a frame, meant for previews of entities; open for props of one's own. */
export const basic = container<'Basic', BodyWidget, PropsOf<'Basic'> & Readonly<Record<string, unknown>>>('Basic');
