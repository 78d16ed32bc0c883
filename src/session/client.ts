/** The page's side of the engine's worker. */

import * as Comlink from "comlink";
import { Fate } from "../core/abort";
import type { EngineApi, Outcome } from "./protocol";

let engine: EngineApi | undefined;

/** The one engine of this page; its worker starts at the first call. Calls settle even when the worker cannot start. */
export function getEngine(): EngineApi {
  engine ??= startEngine();
  return engine;
}

type Call = (...args: unknown[]) => Promise<unknown>;

function startEngine(): EngineApi {
  const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name: "engine" });
  const remote = Comlink.wrap<Record<string, Call>>(worker);
  let death: Outcome<never> | undefined;
  const fate = new Fate(
    new Promise<never>((_, reject) => {
      worker.addEventListener("error", (event) => {
        const message = `The worker that computes stopped (${event.message || "it did not load"}). Reload the page.`;
        death = { ok: false, error: { code: "E_INTERNAL", message } };
        reject(death);
      });
    }),
  );
  const forward = (name: string) =>
    ((...args) => {
      // Callbacks cannot be cloned: the worker gets a proxy that calls back.
      const sent = args.map((arg) => (typeof arg === "function" ? Comlink.proxy(arg as () => void) : arg));
      return fate.race((remote[name] as Call)(...sent)).catch((error) => {
        if (death) return death;
        throw error;
      });
    }) satisfies Call;
  return new Proxy({}, { get: (_, name) => forward(String(name)) }) as EngineApi;
}
