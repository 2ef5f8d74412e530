import { useLayoutEffect } from 'preact/hooks';

/**
 * Keeps the focus on a row that moves to another list: there it is a new element, and the focus is lost with the old one.
 * A row is known by its `data-key`, and holds one button.
 */
export function useKeptFocus(): void {
  const key = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
  useLayoutEffect(() => {
    if (key !== undefined) takeLostFocus(document.querySelector(`[data-key="${CSS.escape(key)}"] button`));
  });
}

/**
 * Moves the focus to an element that takes the place of a button. When a button that has the focus is removed, the browser
 * leaves the focus on the body, and the next press of Tab would start at the top of the page. Nothing happens when the
 * focus is on another element, or outside this page.
 */
export function takeLostFocus(element: HTMLElement | null): void {
  if (document.hasFocus() && document.activeElement === document.body) element?.focus();
}
