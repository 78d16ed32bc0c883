/**
 * Errors a person can be shown. Every one has a stable code, so that the page, the command line and the tests
 * name a failure by what went wrong and not by its wording.
 */

export type ErrorCode =
  // input files
  | "E_EMPTY"
  | "E_NOT_NIFTI"
  | "E_TRUNCATED"
  | "E_BAD_HEADER"
  | "E_BAD_OFFSET"
  | "E_BAD_DIMS"
  | "E_UNSUPPORTED_TYPE"
  | "E_BAD_GEOMETRY"
  | "E_GZIP"
  | "E_TOO_LARGE"
  | "E_INTENSITY"
  | "E_PARTNER"
  | "E_ARCHIVE"
  | "E_NOT_IMAGE"
  | "E_PIXELS"
  | "E_SLICES"
  // banks
  | "E_BANK"
  | "E_BANK_MISMATCH"
  | "E_SUMS_MISMATCH"
  | "E_SUMS_REPEATED"
  // the machine
  | "E_NO_GPU"
  | "E_NO_CPU"
  | "E_GPU_LIMIT"
  | "E_GPU_MEMORY"
  | "E_GPU_VALIDATION"
  | "E_GPU_LOST"
  // the request
  | "E_ARGUMENT"
  | "E_NOT_FOUND"
  | "E_QUOTA"
  | "E_REGISTRATION"
  | "E_SOLVER";

/** What a machine that was opened can come to, and another one need not. */
export const MACHINE_CODES: readonly ErrorCode[] = ["E_GPU_LIMIT", "E_GPU_MEMORY", "E_GPU_VALIDATION", "E_GPU_LOST"];

/**
 * An expected failure: bad input, a missing or lost GPU, an impossible request. `message` says what, the value, the
 * limit and what to do. A programmer's mistake is an `Error` from `invariant`, never one of these.
 */
export class EigenvoxError extends Error {
  override readonly name = "EigenvoxError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Throws when the program itself is wrong; use `EigenvoxError` for anything input can cause. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Internal error: ${message}`);
}

/** True for the rejection of an aborted job: it is the person's wish and is never shown as an error. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
