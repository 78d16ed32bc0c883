/** The panes that show one view: drawn together in one frame, so that they never differ from each other. */

import type { View } from "../core/view";
import type { NiivuePane } from "./niivue-pane";

/** Re-windowing slower than this waits for the hand to pause instead of stalling the page at every step. */
const SLOW_MS = 120;
const PAUSE_MS = 200;

export class PaneGroup {
  readonly #panes = new Set<NiivuePane>();
  #next: View | undefined;
  #drawn: View | undefined;
  #frame = 0;
  #pause = 0;
  #windowMs = 0;
  #turn: Promise<void> = Promise.resolve();

  /** Runs work that may take long, an upload say, one piece a frame: the page answers between the pieces. */
  inTurn(work: () => void): void {
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    this.#turn = this.#turn.then(frame).then(work);
  }

  add(pane: NiivuePane): void {
    this.#panes.add(pane);
    this.#windowMs = 0;
  }

  remove(pane: NiivuePane): void {
    this.#panes.delete(pane);
    this.#windowMs = 0;
  }

  /** Draws the latest view at the next frame. */
  setView(view: View): void {
    this.#next = view;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const view = this.#next;
    if (!view) return;
    const isNewWindow = this.#drawn !== undefined && this.#drawn.window !== view.window;
    if (isNewWindow && this.#windowMs > SLOW_MS) {
      this.#apply({ ...view, window: (this.#drawn as View).window });
      clearTimeout(this.#pause);
      this.#pause = window.setTimeout(() => this.#applyWindow(), PAUSE_MS);
    } else if (isNewWindow) {
      this.#applyWindow();
    } else {
      this.#apply(view);
    }
  }

  #applyWindow(): void {
    const started = performance.now();
    if (this.#next) this.#apply(this.#next);
    this.#windowMs = performance.now() - started;
  }

  #apply(view: View): void {
    for (const pane of this.#panes) pane.apply(view);
    this.#drawn = view;
  }
}
