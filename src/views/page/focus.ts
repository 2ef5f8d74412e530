/**
 * Takes over the focus for an element that appears in the place of the button that had it: with the button gone it
 * would fall to the start of the page. A person who is somewhere else, outside the page too, stays there.
 */
export function takeLostFocus(element: HTMLElement | null): void {
  if (document.hasFocus() && document.activeElement === document.body) element?.focus();
}
