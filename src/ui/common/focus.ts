/** Where the person is on the page: focus never falls to the body while there is something near to give it to. */

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";
const PASSING = "[role=dialog], [role=alertdialog], [role=menu]";

/** The element that had the focus last, dialogs and menus aside, and what it lies in, from the inside out. */
let path: readonly Element[] = [];

/** Gives the focus back to where the person was, or to what is nearest to it. */
export function returnFocus(): void {
  const [last] = path;
  const near = last && isReachable(last) ? (last as HTMLElement) : nearest();
  near?.focus();
}

function nearest(): HTMLElement | undefined {
  for (const element of path) {
    if (!element.isConnected || element === document.body || element === document.documentElement) continue;
    const inside = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isReachable);
    // An image before its controls: keys act on it.
    const near = inside.find((one) => "tile" in one.dataset) ?? inside[0];
    if (near) return near;
  }
  return document.querySelector<HTMLElement>("main:not([hidden], [hidden] *)") ?? undefined;
}

const isReachable = (element: Element) =>
  element.isConnected && !element.matches(":disabled, [aria-hidden=true] *") && element.getClientRects().length > 0;

/** Follows the focus until the returned function is called; gives it back when the control that had it goes. */
export function keepFocus(): () => void {
  const follow = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || target === document.body || target.closest(PASSING)) return;
    path = [...withParents(target)];
  };
  let isDue = false;
  const observer = new MutationObserver(() => {
    const [last] = path;
    if (isDue || !last || isReachable(last)) return;
    isDue = true;
    // After what replaces the control is there and had its chance to take the focus.
    requestAnimationFrame(() => {
      isDue = false;
      if (document.activeElement === document.body || document.activeElement === null) returnFocus();
    });
  });
  document.addEventListener("focusin", follow);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled", "hidden"],
  });
  return () => {
    document.removeEventListener("focusin", follow);
    observer.disconnect();
  };
}

function* withParents(element: Element): Generator<Element> {
  for (let one: Element | null = element; one; one = one.parentElement) yield one;
}
