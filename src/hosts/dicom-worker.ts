/** The life of a worker that decodes: it ends with its answer, with none in time, and at once when its job is aborted. */

import { EigenvoxError } from "../core/errors";

type Nifti = Uint8Array<ArrayBuffer>;

/** For one batch; a slow machine takes a few seconds. */
const MAX_SECONDS = 30;

/**
 * `start` starts a worker, has it call `settle` with the answer, or with nothing when it fails, and returns how to end
 * it. Throws `E_PIXELS`, or the reason of the abort.
 */
export async function answerOfWorker(
  start: (settle: (nifti?: Nifti) => void) => () => unknown,
  signal: AbortSignal | undefined,
  seconds = MAX_SECONDS,
): Promise<Nifti> {
  signal?.throwIfAborted();
  let settle: (end: { nifti: Nifti } | { error: unknown }) => void = () => {};
  const ended = new Promise<{ nifti: Nifti } | { error: unknown }>((resolve) => {
    settle = resolve;
  });
  const late = setTimeout(() => settle({ error: failure(`gave no answer in ${seconds} s`) }), seconds * 1000);
  const abort = () => settle({ error: signal?.reason });
  signal?.addEventListener("abort", abort);
  let end: (() => unknown) | undefined;
  try {
    end = start((nifti) => settle(nifti ? { nifti } : { error: failure("failed") }));
    const result = await ended;
    if ("error" in result) throw result.error;
    return result.nifti;
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", abort);
    end?.();
  }
}

function failure(what: string): EigenvoxError {
  return new EigenvoxError(
    "E_PIXELS",
    `The compressed pixels cannot be decoded: the decoder ${what}. They may be damaged; gdcmconv --raw may unpack them.`,
  );
}
