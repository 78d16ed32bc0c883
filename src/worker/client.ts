/** The page's side of the engine's worker. */

import * as Comlink from "comlink";
import type { Progress } from "../core/progress";
import type { EngineApi, Outcome } from "./protocol";

let engine: EngineApi | undefined;

/** The one engine of this page; its worker starts at the first call. Calls settle even when the worker cannot start. */
export function getEngine(): EngineApi {
  engine ??= startEngine();
  return engine;
}

function startEngine(): EngineApi {
  const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name: "engine" });
  const remote = Comlink.wrap<EngineApi>(worker);
  const dead = new Promise<Outcome<never>>((resolve) => {
    worker.addEventListener("error", (event) => {
      const message = `The worker that computes stopped (${event.message || "it did not load"}). Reload the page.`;
      resolve({ ok: false, error: { code: "E_INTERNAL", message } });
    });
  });
  const orDead = <T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> => Promise.race([call, dead]);
  return {
    openGpu: () => orDead(remote.openGpu()),
    listBanks: (baseUrl) => orDead(remote.listBanks(baseUrl)),
    openFile: (file) => orDead(remote.openFile(file)),
    openSample: () => orDead(remote.openSample()),
    superResolve: (request, onProgress) =>
      orDead(
        remote.superResolve(
          request,
          Comlink.proxy((progress: Progress) => onProgress(progress)),
        ),
      ),
    cancel: (jobId) => remote.cancel(jobId),
    encodeResult: (resultId) => orDead(remote.encodeResult(resultId)),
    forgetScan: (scanId) => remote.forgetScan(scanId),
  };
}
