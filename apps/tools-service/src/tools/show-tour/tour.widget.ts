import type { WidgetRoot } from '@frontdesk/chatkit-protocol';
import { action, badge, buildWidget, button, caption, card, col, divider, icon, row, spacer, text, title } from '@frontdesk/widgets';

/** The stops of the tour, in order. The ids are what the actions carry. */
export const TOUR_STOPS = [
  { id: 'widgets', label: 'Widgets', about: 'Cards, lists, forms and charts inside the chat', icon: 'square-code' },
  { id: 'tools', label: 'Tools', about: 'What the assistant can do, at most once per call', icon: 'bolt' },
  { id: 'theming', label: 'Themes', about: 'Colours, fonts and shapes of your own', icon: 'settings-slider' },
  { id: 'self-hosting', label: 'Self-hosting', about: 'Everything in your own network', icon: 'cube' },
] as const;

export const TOUR_STOP_IDS = TOUR_STOPS.map(({ id }) => id);
export type TourStopId = (typeof TOUR_STOPS)[number]['id'];

/** The tour as far as it was taken. */
export function tourWidget(seen: readonly TourStopId[]): WidgetRoot {
  const isWhole = seen.length === TOUR_STOPS.length;
  return buildWidget(
    card({ size: 'md' }, [
      row({ align: 'center', gap: 2 }, [
        icon('compass', { color: 'info' }),
        title('A tour of ChatKit', { size: 'sm' }),
        spacer(),
        badge(`${seen.length} of ${TOUR_STOPS.length}`, { color: isWhole ? 'success' : 'secondary' }),
      ]),
      divider(),
      TOUR_STOPS.map((stop) =>
        row({ align: 'center', gap: 3, key: stop.id }, [
          icon(seen.includes(stop.id) ? 'check-circle-filled' : stop.icon, { color: seen.includes(stop.id) ? 'success' : 'secondary' }),
          col({ flex: 1 }, [text(stop.label, { weight: 'medium', size: 'sm' }), caption(stop.about)]),
          button({
            label: seen.includes(stop.id) ? 'Again' : 'Show me',
            size: 'sm',
            variant: 'soft',
            onClickAction: action('tour.show', { stop: stop.id, seen: [...seen] }),
          }),
        ]),
      ),
      divider(),
      row({ align: 'center', gap: 3 }, [
        icon('square-image', { color: 'secondary' }),
        col({ flex: 1 }, [text('Files', { weight: 'medium', size: 'sm' }), caption('Send a picture; here is one to try it with')]),
        // Done by the page itself: it puts a picture of its own into the composer.
        button({
          label: 'Attach',
          size: 'sm',
          variant: 'soft',
          onClickAction: action('page.attach_sample', { sample: 'picture' }, { handler: 'client' }),
        }),
      ]),
      divider(),
      row({ justify: 'end' }, [
        button({
          label: isWhole ? 'Finish' : 'Not now',
          size: 'sm',
          variant: 'ghost',
          onClickAction: action('tour.close', { seen: [...seen] }, { streaming: false }),
        }),
      ]),
    ]),
  );
}

/** What stays of the tour once it was put away. */
export function closedTourWidget(seen: readonly TourStopId[]): WidgetRoot {
  return buildWidget(
    card({ size: 'sm' }, [
      row({ align: 'center', gap: 2 }, [
        icon('check', { color: 'success' }),
        caption(`Tour closed after ${seen.length} of ${TOUR_STOPS.length} stops.`),
      ]),
    ]),
  );
}

export const tourText = (): string => TOUR_STOPS.map(({ label, about }) => `${label}: ${about}`).join('\n');
