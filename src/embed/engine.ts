/**
 * What computes for a page: one worker, and in it one device, for all who use it at a time. It starts from a text, so that no
 * bundler need know of a file: pages with a policy of content need `worker-src blob:`.
 */

import { DEVICES, type Device } from "../compute/device-choice";
import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import type { Volume } from "../core/volume";
import EmbedWorker from "./embed.worker.ts?worker&inline";
import { type Answer, fromWire, type Order, type WireError } from "./messages";
import type { Upscaled, UpscaleRequest } from "./upscale";

export interface Engine {
  /** Throws what `upscale` throws, `E_ARGUMENT` for no device, `E_NO_CPU` where the worker does not start. Cancel: at once, with the signal's reason. */
  upscale(scan: Volume, request: UpscaleRequest, device: Device, options: JobOptions): Promise<Upscaled>;
  /** The worker ends with the last who uses it. */
  close(): void;
}

type Listener = (answer: Answer) => void;

interface Shared {
  readonly worker: Worker;
  readonly listeners: Map<string, Listener>;
  /** Why it computes no more. */
  failure?: WireError;
  users: number;
}

let shared: Shared | undefined;
let count = 0;

/** For one who uses it, until `close`. */
export function openEngine(): Engine {
  shared ??= start();
  const own = shared;
  own.users++;
  return {
    upscale: (...job) => upscaleBy(own, ...job),
    close() {
      if (--own.users > 0) return;
      own.worker.terminate();
      if (shared === own) shared = undefined;
    },
  };
}

function start(): Shared {
  const worker = new EmbedWorker({ name: "eigenvox" });
  const listeners = new Map<string, Listener>();
  worker.onmessage = ({ data }: MessageEvent<Answer>) => listeners.get(data.id)?.(data);
  const own: Shared = { worker, listeners, users: 0 };
  worker.onerror = ({ message }) => {
    const reason = message || "does the page's policy allow worker-src blob: ?";
    const error: WireError = { code: "E_NO_CPU", message: `The worker that computes did not start: ${reason}` };
    own.failure = error;
    worker.terminate();
    // Who comes next tries anew.
    if (shared === own) shared = undefined;
    for (const [id, listener] of listeners) listener({ id, error });
  };
  return own;
}

function upscaleBy(
  { worker, listeners, failure }: Shared,
  scan: Volume,
  request: UpscaleRequest,
  device: Device,
  { signal, onProgress }: JobOptions,
): Promise<Upscaled> {
  const id = `${++count}`;
  const post = (order: Order) => worker.postMessage(order);
  return new Promise((resolve, reject) => {
    const end = () => {
      listeners.delete(id);
      signal?.removeEventListener("abort", cancel);
    };
    const cancel = () => {
      end();
      post({ cancel: id });
      reject(signal?.reason);
    };
    if (signal?.aborted) return reject(signal.reason);
    if (failure) return reject(fromWire(failure));
    if (!DEVICES.includes(device)) {
      return reject(new EigenvoxError("E_ARGUMENT", `device "${device}": expected one of ${DEVICES.join(", ")}.`));
    }
    signal?.addEventListener("abort", cancel);
    listeners.set(id, (answer) => {
      if ("progress" in answer) return onProgress?.(answer.progress);
      end();
      if ("result" in answer) resolve(answer.result);
      else reject(fromWire(answer.error));
    });
    post({ id, device, scan, request });
  });
}
