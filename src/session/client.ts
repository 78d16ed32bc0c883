/** The page's side of the session, which lies in a worker. */

import * as Comlink from "comlink";
import { Fate } from "../core/abort";
import { trustedUrl } from "../hosts/trusted-url";
import { CALLS, type EngineApi } from "./api";
import workerUrl from "./engine.worker.ts?worker&url";
import { toWire } from "./outcome";

let engine: EngineApi | undefined;

/** The one engine of this page; its worker starts at the first call. Calls settle even when the worker cannot start. */
export function getEngine(): EngineApi {
  engine ??= startEngine();
  return engine;
}

type Call = (...args: unknown[]) => Promise<unknown>;

function startEngine(): EngineApi {
  const worker = new Worker(trustedUrl(workerUrl), { type: "module", name: "engine" });
  const remote = Comlink.wrap<Record<string, Call>>(worker);
  const death = new Fate(
    new Promise<never>((_, reject) => {
      worker.addEventListener("error", (event) => {
        const why = event.message || "it did not load";
        reject(new Error(`The worker that computes stopped (${why}). Reload the page.`));
      });
    }),
  );
  const forward =
    (name: string): Call =>
    (...args) => {
      // Callbacks cannot be cloned: the worker gets a proxy that calls back.
      const sent = args.map((arg) => (typeof arg === "function" ? Comlink.proxy(arg as () => void) : arg));
      const call = (remote[name] as Call)(...sent);
      return death.race(call).catch((error: unknown) => ({ ok: false, error: toWire(error) }));
    };
  return Object.fromEntries(CALLS.map((name) => [name, forward(name)])) as unknown as EngineApi;
}
