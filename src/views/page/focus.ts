/**
 * Moves the focus to an element that takes the place of a button. When a button that has the focus is removed, the browser
 * leaves the focus on the body, and the next press of Tab would start at the top of the page. Nothing happens when the
 * focus is on another element, or outside this page.
 */
export function takeLostFocus(element: HTMLElement | null): void {
  if (document.hasFocus() && document.activeElement === document.body) element?.focus();
}
