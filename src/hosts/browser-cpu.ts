/** The processor in a browser: a worker for each core, with memory of its own, so that any static host will do. */

import { openCpu } from "../compute/cpu/executor";
import type { Executor } from "../compute/executor";
import workerUrl from "./browser-cpu.worker.ts?worker&url";
import { coresOfBrowser, laneOf } from "./browser-lane";
import { trustedUrl } from "./trusted-url";

/** All cores that the browser tells of. Throws what `openCpu` throws. */
export const openBrowserCpu = (): Promise<Executor> =>
  openCpu(
    (...how) => laneOf(new Worker(trustedUrl(workerUrl), { type: "module", name: "lane" }), ...how),
    coresOfBrowser(),
  );
