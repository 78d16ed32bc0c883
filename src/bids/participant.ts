/** The level `participant`: the sums of each scan. */

import { trainingLine, voxelHash } from "../banks/training-data";
import type { Arguments } from "../cli/arguments";
import { evidenceLines, evidenceOf } from "../cli/scan-evidence";
import { EigenvoxError } from "../core/errors";
import { SOFTWARE } from "../core/software";
import { formatFactor } from "../core/volume";
import { trainBank } from "../jobs/train";
import type { App } from "./app";
import { makeOfEach } from "./each-scan";
import type { SumsFacts } from "./facts";
import { learningOf } from "./learning";

export async function sumEach({ dataset, out, scans }: App, args: Arguments): Promise<void> {
  const { method, learn, kind, factor, degradation, mask, task, settings, placeOf } = await learningOf(args);
  const chosen = scans.filter(({ isHeldOut }) => !isHeldOut);
  if (chosen.length === 0) throw new EigenvoxError("E_NOT_FOUND", "Every scan that was chosen is held out.");
  await makeOfEach(dataset, out, chosen, args, {
    ...{ factor, settings, placeOf },
    async make(executor, scan, _of, options) {
      const { volume } = scan;
      const hash = await voxelHash(volume.data);
      const run = learn.start([{ volume, mask }], task);
      const trainingData = [trainingLine("unnamed scan", hash)];
      const title = `${method.id} ${formatFactor(factor)} ${degradation}`;
      const { bank, sums, notices = [] } = await trainBank(executor, method, run, { title, trainingData, ...options });
      const described = { metadata: bank.metadata, sums };
      const evidence = await evidenceOf(scan);
      const share = evidence.noise?.share;
      const facts: SumsFacts = {
        Description: `Sums over patches of the scan and of what it is degraded to, from which filters are solved; no voxels. ${SOFTWARE}.`,
        VoxelsHash: hash,
        Rows: kind.describe(described).rows,
        Voxels: volume.dims,
        VoxelSizeMM: volume.spacing,
        EstimatedNoise: share === undefined ? null : Number(share.toPrecision(4)),
        Evidence: evidenceLines(evidence),
      };
      return { parts: kind.write(described), facts, notices };
    },
  });
}
