import { useEffect, type RefObject } from 'react';

const isUsable = (element: HTMLElement): boolean =>
  element.isConnected && !element.matches(':disabled') && element.closest('[inert]') === null;

/** Where whoever goes on by keyboard most likely wants to be next. */
const refugeIn = (section: HTMLElement): HTMLElement | null =>
  section.querySelector<HTMLElement>('.history button') ??
  section.querySelector<HTMLElement>(':is(.composer, .closed) :is(textarea, input, button):enabled') ??
  section.querySelector<HTMLElement>('.scroll');

/**
 * The focus of people at a keyboard is never lost: when the button that they have pressed goes away with what it was for,
 * the focus goes to the composer; when it only waits, it comes back to the button.
 */
export const useFocusKeeper = (sectionRef: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const section = sectionRef.current;
    const root = section?.getRootNode();
    if (!section || !(root instanceof ShadowRoot)) {
      return undefined;
    }
    let held: HTMLElement | null = null;
    const note = ({ target }: Event): void => {
      held = target instanceof HTMLElement && target.matches(':focus-visible') ? target : null;
    };
    // What is taken away with the focus in it is left, too, and only afterwards seen to be gone.
    const left = (): void => {
      const before = held;
      if (before !== null && isUsable(before)) {
        requestAnimationFrame(() => {
          held = held === before && before.isConnected && root.activeElement !== before ? null : held;
        });
      }
    };
    const rescue = (): void => {
      if (held === null || root.activeElement !== null || document.activeElement !== document.body) {
        return;
      }
      if (isUsable(held)) {
        held.focus({ preventScroll: true });
      } else if (!held.isConnected) {
        held = null;
        refugeIn(section)?.focus({ preventScroll: true });
      }
    };
    // After the frame: whoever took the focus away may have a better place for it.
    const changed = new MutationObserver(() => held !== null && root.activeElement !== held && requestAnimationFrame(rescue));
    changed.observe(section, { childList: true, subtree: true, attributeFilter: ['disabled', 'inert'] });
    section.addEventListener('focusin', note);
    section.addEventListener('focusout', left);
    return () => {
      changed.disconnect();
      section.removeEventListener('focusin', note);
      section.removeEventListener('focusout', left);
    };
  }, [sectionRef]);
};
