/** Errors as plain data: an `Error` loses its class and code on its way out of a worker. */

import { EigenvoxError, isAbort } from "../core/errors";
import type { Outcome, WireError } from "./wire";

/** Runs a call of the API and turns whatever it throws into an outcome. */
export async function settle<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toWire(error) };
  }
}

/** What the page is told of an error. */
export function toWire(error: unknown): WireError {
  if (error instanceof EigenvoxError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: isAbort(error) ? "ABORTED" : "E_INTERNAL", message };
}
