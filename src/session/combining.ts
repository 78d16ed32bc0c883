/** Several thick scans of one body become one. */

import type { JobQueue } from "../compute/job-queue";
import { notice } from "../core/notice";
import { sparsely } from "../core/progress";
import { combineStacks } from "../jobs/combine";
import { motionText } from "../registration/rigid";
import type { EngineCalls } from "./api";
import type { Scans } from "./scans";

/** What is combined lies where the first of the scans does, and is held like a scan that was opened. */
export const combiner =
  (queue: JobQueue, scans: Scans): EngineCalls["combine"] =>
  (jobId, scanIds, onProgress) =>
    queue.run(jobId, async ({ signal }) => {
      const held = scanIds.map((id) => scans.held.get(id));
      const { output, notices, provenance } = await combineStacks(
        held.map(({ volume }) => volume),
        {
          thicknessMm: held.map(({ source }) => source?.slices?.thicknessMm),
          signal,
          onProgress: sparsely(onProgress),
        },
      );
      signal.throwIfAborted();
      const sources = held.map(({ source }) => source?.name ?? "");
      const derived = notice("W_DERIVED", `It was combined from ${held.length} scans: computed, not acquired.`);
      return {
        ...scans.hold({ volume: output, source: undefined, frames: 1, notices: [derived, ...notices] }),
        name: sources.join(" + "),
        orientationKnown: held.every(({ source }) => source?.origin.isOriented !== false),
        details: provenance.stacks.map(
          ({ motion }, i) => `${sources[i]}: ${i === 0 ? "where it was" : motionText(motion)}`,
        ),
        contrast: held[0]?.source?.contrast,
        synthetic: false,
      };
    });
