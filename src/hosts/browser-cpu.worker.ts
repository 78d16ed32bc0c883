/** One core of the processor: the first message is what it starts with, the others are its orders. */

import type { LaneStart } from "../compute/cpu/executor";
import { type LaneOrder, serveLane } from "../compute/cpu/lane.mjs";

let serve: ((order: LaneOrder) => void) | undefined;

addEventListener("message", ({ data }: MessageEvent) => {
  if (serve) return serve(data as LaneOrder);
  const { module, params } = data as LaneStart;
  serve = serveLane(module, params, (answer, transfer) => postMessage(answer, { transfer }));
});
