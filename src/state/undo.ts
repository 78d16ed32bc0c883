/** The last changes that can be taken back, newest first. */

import { create } from "zustand";

interface Undoable {
  readonly id: number;
  /** What was done, in words. */
  readonly text: string;
  readonly undo: () => void;
  /** Called when it cannot be taken back any more. */
  readonly forget?: (() => void) | undefined;
}

interface UndoState {
  readonly steps: readonly Undoable[];
  /** What the page offers to take back, while it does. */
  readonly offer?: Undoable | undefined;
}

export const useUndo = create<UndoState>(() => ({ steps: [] }));

const MAX_STEPS = 30;
const OFFER_MS = 10_000;
let last = 0;

/** Remembers a change; with `offered` the page offers for ten seconds to take it back, after which it is final. */
export function remember(step: Omit<Undoable, "id">, { offered = false } = {}): void {
  const made = { ...step, id: ++last };
  const { steps } = useUndo.getState();
  for (const old of steps.slice(MAX_STEPS - 1)) old.forget?.();
  useUndo.setState({ steps: [made, ...steps.slice(0, MAX_STEPS - 1)], ...(offered && { offer: made }) });
  if (offered) setTimeout(() => finish(made), OFFER_MS);
}

function finish(step: Undoable): void {
  const { steps, offer } = useUndo.getState();
  if (!steps.includes(step)) return;
  step.forget?.();
  useUndo.setState({ steps: steps.filter((one) => one !== step), offer: offer === step ? undefined : offer });
}

/** Takes the last change back, or `step`. */
export function undo(step = useUndo.getState().steps[0]): void {
  if (!step) return;
  useUndo.setState(({ steps, offer }) => ({
    steps: steps.filter((one) => one !== step),
    offer: offer === step ? undefined : offer,
  }));
  step.undo();
}
