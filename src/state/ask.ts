/** Yes-or-no questions; the page shows the one in the session store and calls `answer`. */

import { type Question, useSession } from "./session-store";

let settle: ((yes: boolean) => void) | undefined;

/** Resolves with the person's answer; a question that a newer one overtakes counts as declined. */
export function ask(question: Question): Promise<boolean> {
  settle?.(false);
  useSession.setState({ question });
  return new Promise((resolve) => {
    settle = resolve;
  });
}

export function answer(yes: boolean): void {
  useSession.setState({ question: undefined });
  settle?.(yes);
  settle = undefined;
}
