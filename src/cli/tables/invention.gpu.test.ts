/** No way of making scans finer that ships makes anything up, or hides what interpolation shows; ways that do are told. */

import { basename } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { normalNumber } from "../../core/random";
import type { Vec3, Volume } from "../../core/volume";
import { PROCESSOR } from "../../hosts/test-backends";
import type { HashedBank } from "../../jobs/super-resolve";
import type { FoldedBank } from "../../methods/folded/bank";
import type { NetBank } from "../../methods/net/bank";
import { NET } from "../../methods/net/method";
import { randomNetBank } from "../../methods/net/random-bank";
import { openBank, shippedBanks } from "../files";
import { beyondLimits, byBank, byTricubic, type Invention, inventionOf, type Made, type MakeFiner } from "./invention";
import { phantomsFor, sumOf } from "./invention-phantoms";
import { smoothed } from "./simulate";

const SIGMA = 0.02;
const MADE: Made = { factor: [2, 2, 2], degradation: "box", sigma: SIGMA };

const tricubics = new Map<string, Promise<Invention>>();
const tricubicOf = (made: Made): Promise<Invention> => {
  const key = JSON.stringify(made);
  const found = tricubics.get(key) ?? inventionOf(executor, byTricubic(executor, made.factor), made);
  tricubics.set(key, found);
  return found;
};

let executor: Executor;
let tricubic: Invention;
let finer: MakeFiner;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
  finer = byTricubic(executor, MADE.factor);
  tricubic = await tricubicOf(MADE);
});

test.each((await shippedBanks()).map((bank) => [basename(bank.path), bank] as const))("%s", async (_, shipped) => {
  const { factor, degradation, path } = shipped;
  const made = { factor, degradation, sigma: SIGMA };
  const found = await inventionOf(executor, byBank(executor, await openBank(path), SIGMA), made);
  expect(beyondLimits(found, await tricubicOf(made))).toEqual([]);
});

const found = (makeFiner: MakeFiner) => inventionOf(executor, makeFiner, MADE);
const blurred = (volume: Volume, sigmas: Vec3) =>
  sigmas.reduce((out, sigma, axis) => (sigma > 0 ? smoothed(out, axis as 0 | 1 | 2, sigma) : out), volume);
const withAdded = (volume: Volume, added: (x: number, y: number, z: number) => number): Volume => {
  const [nx, ny] = volume.dims;
  const at = (i: number) => added(i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)));
  return { ...volume, data: volume.data.map((value, i) => value + at(i)) };
};
const upsideDown = ({ dims, data, ...rest }: Volume): Volume => {
  const slice = dims[0] * dims[1];
  const from = (i: number) => (i % slice) + slice * (dims[2] - 1 - Math.floor(i / slice));
  return { ...rest, dims, data: data.map((_, i) => data[from(i)] as number) };
};

/** What each of them does to tricubic's result, or to the scan before it, and what it must be told by. */
const INVENTORS: readonly (readonly [string, (scan: Volume) => Promise<Volume>, readonly string[]])[] = [
  [
    "sees a lesion where it often saw one",
    async (scan) => sumOf(await finer(scan), phantomsFor(MADE.factor).changes.bright),
    ["falseLesion"],
  ],
  [
    "takes lesions for noise",
    (scan) => finer(blurred(scan, [1, 1, 1])),
    ["bright hidden", "dark hidden", "small hidden", "gap hidden"],
  ],
  ["bridges gaps in vessels", (scan) => finer(blurred(scan, [2, 0, 0])), ["gap hidden"]],
  [
    "draws lesions as conspicuous as can be",
    async (scan) => {
      const fine = await finer(scan);
      return sumOf(fine, sumOf(fine, blurred(fine, [4, 4, 4]), -1));
    },
    ["bright overdone", "dark overdone"],
  ],
  [
    "shows what it sees in another place too",
    async (scan) => {
      const fine = await finer(scan);
      const detail = sumOf(fine, blurred(fine, [4, 4, 4]), -1);
      return sumOf(fine, upsideDown(detail), 0.6);
    },
    ["elsewhere"],
  ],
  [
    "leaves a checkerboard that vanishes when made coarse",
    async (scan) => withAdded(await finer(scan), (x, y, z) => ((x + y + z) % 2 === 0 ? 0.2 : -0.2) * SIGMA),
    ["pattern"],
  ],
  [
    "fills tissue with texture that vanishes when made coarse",
    async (scan) =>
      withAdded(await finer(scan), (x, y, z) => {
        const texture = normalNumber(1, 0, (x >> 1) + 100 * ((y >> 1) + 100 * (z >> 1)));
        return ((x + y + z) % 2 === 0 ? 2 : -2) * SIGMA * texture;
      }),
    ["noise", "largest"],
  ],
  [
    "takes noise for structure",
    async (scan) => finer(sumOf(scan, sumOf(scan, blurred(scan, [0.6, 0.6, 0.6]), -1), 4)),
    ["checkerboard", "noise", "again"],
  ],
  [
    "draws a line",
    async (scan) => withAdded(await finer(scan), (x, y) => (x === 16 && y === 16 ? 8 * SIGMA : 0)),
    ["largest"],
  ],
];

describe("what makes things up, or hides them, is told:", () => {
  test.each(INVENTORS)("%s", async (_, makeFiner, faults) => {
    expect(beyondLimits(await found(makeFiner), tricubic)).toEqual(expect.arrayContaining([...faults]));
  });

  test("voxels without a number, by every limit that they are seen by", async () => {
    const nothing = await found(async (scan) => withAdded(await finer(scan), () => Number.NaN));
    const names = ["bright hidden", "bright overdone", "checkerboard", "noise", "pattern", "again"];
    expect(beyondLimits(nothing, tricubic)).toEqual(expect.arrayContaining(names));
  });

  test("a network of random weights, but not one that adds nothing", async () => {
    const shipped = (await shippedBanks()).find(({ path }) => path.endsWith("folded-2x-box.safetensors"));
    const folded = await openBank(shipped?.path ?? "");
    const network = (weights: number) => {
      const random = randomNetBank(MADE.factor, { widths: [8, 8], seed: 5, weights });
      const bank: NetBank = { ...random, folded: folded.bank as FoldedBank };
      return byBank(executor, { method: NET, bank, hash: "" } as HashedBank, SIGMA);
    };
    expect(beyondLimits(await found(network(1)), tricubic)).toContain("pattern");
    expect(await found(network(0))).toEqual(await found(byBank(executor, folded, SIGMA)));
  });
});
