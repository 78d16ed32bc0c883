/** What happens on the page between the steps of a test, seen from inside it: shifts, heights, pictures. */

import type { Page } from "@playwright/test";

interface Shift {
  readonly value: number;
  /** What the test was doing. */
  readonly phase: string;
  /** In the inspector and in dialogs texts come and go. */
  readonly where: "page" | "inspector" | "dialog";
  /** True where a person has just done something, which browsers do not count. */
  readonly isExcused: boolean;
  /** Classes of what has moved, from the outside in. */
  readonly of: readonly string[];
}

/** As browsers report it. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

declare global {
  interface Window {
    shifts: Shift[];
    phase: string;
    heights: Record<string, number[]>;
  }
}

/** Follows every shift of the layout, also those that a person's input excuses; before the page is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    window.phase = "start";
    const elementOf = (node: Node | null) => (node instanceof Element ? node : (node?.parentElement ?? null));
    const pathOf = (node: Node | null): string => {
      const names: string[] = [];
      for (let one = elementOf(node); one; one = one.parentElement)
        names.unshift(one.getAttribute("class") || one.localName);
      return names.slice(-4).join(" > ");
    };
    const isAllIn = (nodes: readonly (Node | null)[], selector: string) =>
      nodes.every((node) => elementOf(node)?.closest(selector));
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        // What is gone by now has no place to have moved to.
        const moved = sources.map(({ node }) => node).filter((node) => node?.isConnected);
        window.shifts.push({
          value,
          phase: window.phase,
          where: isAllIn(moved, "[role=dialog], [role=alertdialog]")
            ? "dialog"
            : isAllIn(moved, ".inspector")
              ? "inspector"
              : "page",
          isExcused: hadRecentInput,
          of: moved.map(pathOf),
        });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Names what the test does from now on, once what it did is on the screen. */
export function phase(page: Page, name: string): Promise<void> {
  return page.evaluate(
    (next) =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            window.phase = next;
            resolve();
          }),
        ),
      ),
    name,
  );
}

export const shifts = (page: Page) => page.evaluate(() => window.shifts);

/** Follows the heights of elements in every frame, by state: `running` while progress is shown, else `still`. */
export async function watchHeights(page: Page, selectors: readonly string[]): Promise<void> {
  await page.addInitScript((watched) => {
    window.heights = {};
    const look = () => {
      const state = document.querySelector(".status-strip progress") ? "running" : "still";
      for (const selector of watched) {
        const height = document.querySelector(selector)?.getBoundingClientRect().height;
        if (height === undefined) continue;
        const key = `${selector} ${state}`;
        window.heights[key] ??= [];
        if (!window.heights[key].includes(height)) window.heights[key].push(height);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, selectors);
}

export const heights = (page: Page) => page.evaluate(() => window.heights);

/** The share of the window that image tiles cover. */
export function tileShare(page: Page): Promise<number> {
  return page.evaluate(() => {
    const areas = [...document.querySelectorAll("[data-tile]")].map((tile) => {
      const { left, right, top, bottom } = tile.getBoundingClientRect();
      const width = Math.min(innerWidth, right) - Math.max(0, left);
      const height = Math.min(innerHeight, bottom) - Math.max(0, top);
      return Math.max(0, width) * Math.max(0, height);
    });
    return areas.reduce((a, b) => a + b, 0) / (innerWidth * innerHeight);
  });
}

/** Runs a command by its id from the palette, which finds it by that in every language. */
export async function command(page: Page, id: string): Promise<void> {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill(id);
  await palette.locator(`[cmdk-item][data-value="${id}"][data-selected=true]`).waitFor();
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
}
