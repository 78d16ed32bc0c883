import { expect, test } from "vitest";
import type { Volume } from "../core/volume";
import type { ScanFormat, ScanSeries } from "../formats/scan-format";
import { KeptTrainings } from "./kept-training";
import { readEach } from "./read-files";
import { given, memoryStorage, trainingRequest } from "./test-session";
import { TrainingVolumes } from "./training-volumes";

const AFFINE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;
const volumeOf = (value: number): Volume => ({
  dims: [4, 4, 4],
  spacing: [1, 1, 1],
  affine: AFFINE,
  data: Float32Array.from({ length: 64 }, (_, i) => value + i),
});

/** Files of two images each, known by their numbers. */
const PAIRS: ScanFormat = {
  id: "pairs",
  title: "Pairs",
  extensions: [".pair"],
  sniff: () => true,
  survey: async (files) => ({
    series: files.flatMap((file) =>
      [100, 200].map(
        (number): ScanSeries => ({
          id: `${number}`,
          name: `${file.name} ${number}`,
          dims: [4, 4, 4],
          spacing: [1, 1, 1],
          frames: 1,
          count: 1,
          notices: [],
          rank: "image",
          files: [file],
          origin: { format: "pairs" },
        }),
      ),
    ),
    refused: [],
  }),
  read: async (series) => ({
    series,
    name: series.name,
    volume: volumeOf(Number(series.id)),
    details: [],
    notices: [],
    frames: 1,
    orientationKnown: true,
  }),
};

test("what was kept is read again as the same series of its files", async () => {
  const volumes = new TrainingVolumes([PAIRS]);
  await readEach(given(new File(["?"], "a.pair")), [PAIRS], volumes.add, () => {});
  volumes.held.delete(volumes.held.all[0]?.info.id ?? "");
  const kept = volumes.held.all;
  expect(kept.map(({ info }) => info.name)).toEqual(["a.pair 200"]);

  const storage = memoryStorage();
  const request = trainingRequest("folded", [kept[0]?.info.id ?? ""]);
  await new KeptTrainings(storage).keepStart(request, kept, 1, undefined);
  const restored = new TrainingVolumes([PAIRS]);
  await restored.restore((await new KeptTrainings(storage).load()).scans);
  expect(restored.held.all.map(({ info, volume }) => [info.id, volume.data[0]])).toEqual([[kept[0]?.info.id, 200]]);
});
