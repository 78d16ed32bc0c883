/** Errors that are kept for many files: an error takes a kilobyte, and most of them say the same. */

import { EigenvoxError } from "../core/errors";

/** Gives the error that it was first given with the same code and message; others as they are. */
export function sharedErrors(): (error: unknown) => unknown {
  const known = new Map<string, EigenvoxError>();
  return (error) => {
    if (!(error instanceof EigenvoxError) || error.cause !== undefined) return error;
    const key = `${error.code} ${error.message}`;
    const first = known.get(key) ?? error;
    known.set(key, first);
    return first;
  };
}
