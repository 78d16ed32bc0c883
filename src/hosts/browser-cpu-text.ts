/**
 * The processor in a browser for other people's programs: its workers start from a text, so that no bundler need know of a
 * file. Pages with a policy of content need `worker-src blob:` for it.
 */

import { openCpu } from "../compute/cpu/executor";
import lane from "../compute/cpu/lane.mjs?raw";
import type { Executor } from "../compute/executor";
import { coresOfBrowser, laneOf } from "./browser-lane";

const WORKER = `${lane}
let serve;
addEventListener("message", ({ data }) => {
  if (serve) serve(data);
  else serve = serveLane(data.module, data.params, (answer, transfer) => postMessage(answer, { transfer }));
});`;

/** All cores that the browser tells of, or as many as asked for. Throws what `openCpu` throws. */
export async function openBrowserCpu(lanes = coresOfBrowser()): Promise<Executor> {
  const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
  return openCpu((...how) => laneOf(new Worker(url, { type: "module", name: "lane" }), ...how), lanes);
}
