/** How good banks are on scans that were held out. */

import { join } from "node:path";
import type { NamedBank } from "../cli/files";
import { findScans } from "../cli/scans";
import type { Executor } from "../compute/executor";
import type { JobOptions } from "../core/progress";
import { evaluateVolumes } from "../jobs/evaluate/evaluate-volumes";
import { addOutcome, DEFAULT_SETTINGS, type Evaluation, startEvaluation } from "../jobs/evaluate/rows";
import type { App } from "./app";
import { nameOfScan, reasonOf } from "./dataset";
import type { Learning } from "./learning";

/** Each of them, beside tricubic interpolation, on the scans of participants held out; undefined where there are none. */
export async function judgeOnHeldOut(
  executor: Executor,
  { dataset: { root }, scans }: App,
  { factor, degradation, mask }: Learning,
  banks: readonly NamedBank[],
  options: JobOptions,
): Promise<Evaluation | undefined> {
  const heldOut = scans.filter(({ isHeldOut }) => isHeldOut);
  if (heldOut.length === 0) return undefined;
  const settings = {
    ...DEFAULT_SETTINGS,
    factors: [factor],
    degradations: [degradation],
    interpolations: ["tricubic" as const],
    mask,
  };
  const sources = heldOut.map((scan) => ({
    name: nameOfScan(scan),
    load: async () => {
      const [found] = await findScans([join(root, scan.path)], [factor]);
      return (await (found as NonNullable<typeof found>).read()).volume;
    },
  }));
  let evaluation = startEvaluation(settings, executor.name, banks);
  for await (const done of evaluateVolumes(executor, sources, { settings, banks, ...options })) {
    const scan = heldOut.find((own) => nameOfScan(own) === done.volume.name) as (typeof heldOut)[number];
    evaluation = addOutcome(
      evaluation,
      "reason" in done ? { ...done, reason: reasonOf(done.reason, root, scan.path) } : done,
    );
  }
  return { ...evaluation, isComplete: true };
}
