/** The layers of a network behind the folded method. */

import type { Executor } from "../compute/executor";
import { Meter } from "../compute/meter";
import { multiplyAdds } from "../methods/net/bank";
import { randomNetBank } from "../methods/net/random-bank";
import { boxOperations, runLayers, uploadLayers } from "../methods/net/stages";
import { fastest, isSlow, noise, print, row } from "./measure";

/** A box of low-resolution voxels, all layers. */
export async function benchNetwork(executor: Executor, peak: number): Promise<void> {
  const side = isSlow(executor) ? 24 : 80;
  const bank = randomNetBank([2, 2, 2], { widths: [32, 32, 32], seed: 1 });
  const { channels } = bank.metadata;
  const depth = bank.layers.length;
  print(
    `\nnetwork behind the folded 2× upscale, channels ${channels.join(" → ")}, a box of ${side}³ low-resolution voxels`,
  );
  await executor.inSpace("bench", async (space) => {
    const layers = uploadLayers(space, bank, bank.layers);
    const planes = noise((side + 2 * depth) ** 3 * 4 * (layers[0]?.inQuads ?? 0), 3);
    const ms = await fastest(async () => {
      const input = space.upload("input of the network", planes);
      space.free(await runLayers({ space, meter: new Meter(1, undefined) }, [side, side, side], layers, input));
    });
    row("layers", boxOperations([side, side, side], channels), ms, peak, [8 * side ** 3, "voxel"]);
    print(`                     ${multiplyAdds(channels) / 8} multiply-adds an output voxel, and those of the margins`);
  });
}
