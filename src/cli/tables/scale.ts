/**
 * `npm run table:scale -- [--scans 500] [--dims 24] [--rows 2000] [--noise own|levels] [--fan-in 16]`: many phantoms summed up one after the other and
 * merged as a tree, as the workflow does: seconds and memory as scans become more, bytes of sums, and what thousands would take.
 */

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trainingLine, voxelHash } from "../../banks/training-data";
import type { Volume } from "../../core/volume";
import { trainBank } from "../../jobs/train";
import type { DescribedSums, SumsKind } from "../../methods/method";
import { readSettings } from "../../methods/settings";
import { headPhantom } from "../../phantom/head";
import { readArguments } from "../arguments";
import { deviceOf } from "../command";
import { openRandomAccess, openShippedBanks, writeParts } from "../files";
import { openExecutor } from "../terminal";
import { lineThrough, onPaper } from "./scale-figures";
import { endingProgram, markdownRow } from "./table";

/** How often seconds and memory are looked at. */
const LOOKS = 10;
const MIB = 2 ** 20;

/** Of all threads, which a busy machine does not make more. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Sums in files, merged as soon as there are as many of a level as are merged at a time. */
class Tree {
  private readonly levels: string[][] = [[]];
  private made = 0;
  merges = 0;
  private mergedFiles = 0;
  /** Of the processor. */
  mergeSeconds = 0;
  leafBytes = 0;
  mostBytes = 0;

  constructor(
    private readonly folder: string,
    private readonly kind: SumsKind,
    private readonly fanIn: number,
  ) {}

  get secondsAFile(): number {
    return this.mergeSeconds / Math.max(1, this.mergedFiles);
  }

  async add(sums: DescribedSums): Promise<void> {
    const path = await this.write(sums);
    const { size } = await stat(path);
    this.leafBytes += size;
    await this.put(0, path);
  }

  /** Of the last ones there may be fewer. How many merges lie above a scan. */
  async finish(): Promise<number> {
    for (let level = 0; level < this.levels.length; level++) {
      const left = this.levels[level] as string[];
      if (left.length > 1) await this.merge(level);
      else if (level < this.levels.length - 1) for (const path of left.splice(0)) await this.put(level + 1, path);
    }
    return this.levels.length - 1;
  }

  private async put(level: number, path: string): Promise<void> {
    this.levels[level] ??= [];
    this.levels[level].push(path);
    if (this.levels[level].length === this.fanIn) await this.merge(level);
  }

  private async merge(level: number): Promise<void> {
    const files = (this.levels[level] as string[]).splice(0);
    const before = processorSeconds();
    const all: DescribedSums[] = [];
    for (const file of files) all.push(await openRandomAccess(file, this.kind.read));
    const path = await this.write(this.kind.merge(all));
    this.mergeSeconds += processorSeconds() - before;
    this.merges++;
    this.mergedFiles += files.length;
    this.mostBytes = Math.max(this.mostBytes, (await stat(path)).size);
    for (const file of files) await rm(file);
    await this.put(level + 1, path);
  }

  private async write(sums: DescribedSums): Promise<string> {
    const path = join(this.folder, `${this.made++}.safetensors`);
    await writeParts(path, this.kind.write(sums));
    return path;
  }
}

await endingProgram(async () => {
  const args = readArguments(process.argv.slice(2), { texts: ["scans", "dims", "rows", "noise", "fan-in", "device"] });
  const whole = (name: string, low: number, high: number, standard: number) =>
    Math.floor(args.number(name, low, high, standard));
  const count = whole("scans", 3, 1e5, 500);
  const size = whole("dims", 16, 256, 24);
  const fanIn = whole("fan-in", 2, 1000, 16);
  const executor = await openExecutor(deviceOf(args));
  const factor = [2, 2, 2] as const;
  const [common] = await openShippedBanks(factor, { method: "folded", degradation: "box" });
  const learn = common?.method.learn;
  if (!common || !learn?.sums) throw new Error("No folded bank ships.");
  const { method, bank } = common;
  const rowsPerVolume = String(whole("rows", 100, 1e8, 2000));
  const settings = readSettings(learn.fields, { rowsPerVolume, noise: args.text("noise") ?? "own" });
  const task = { factor, degradation: "box", seed: 1, settings, classesOf: bank } as const;
  const folder = await mkdtemp(join(tmpdir(), "eigenvox-scale-"));
  const tree = new Tree(folder, learn.sums, fanIn);

  const summed = async (volume: Volume): Promise<DescribedSums> => {
    const run = learn.start([{ volume, mask: "auto" }], task);
    const trainingData = [trainingLine("phantom", await voxelHash(volume.data))];
    const { bank: own, sums } = await trainBank(executor, method, run, { title: "scale", trainingData });
    return { metadata: own.metadata, sums };
  };
  const print = (cells: readonly string[]) => process.stdout.write(`${markdownRow(cells)}\n`);
  print(["scans", "seconds", "of the processor", "of these merging", "peak memory, MiB"]);
  print(["---", "---", "---", "---", "---"]);
  const looks: { readonly scans: number; readonly seconds: number; readonly cpu: number }[] = [];
  let seconds = 0;
  let cpu = 0;
  try {
    for (let scan = 1; scan <= count; scan++) {
      // Making phantoms is not what is timed.
      const volume = headPhantom({ dims: [size, size, size], noise: 5, seed: scan, supersample: 2 });
      const [wall, used] = [performance.now(), processorSeconds()];
      await tree.add(await summed(volume));
      seconds += (performance.now() - wall) / 1000;
      cpu += processorSeconds() - used;
      if (scan % Math.ceil(count / LOOKS) !== 0 && scan !== count) continue;
      looks.push({ scans: scan, seconds, cpu });
      const peak = process.resourceUsage().maxRSS / 1024;
      print([String(scan), seconds.toFixed(1), cpu.toFixed(1), tree.mergeSeconds.toFixed(1), peak.toFixed(0)]);
    }
    const whileLearning = tree.mergeSeconds;
    const depth = await tree.finish();
    const scans = looks.map((look) => look.scans);
    for (const [name, values] of [
      ["seconds", looks.map((look) => look.seconds)],
      ["of the processor", looks.map((look) => look.cpu)],
    ] as const) {
      const { slope, intercept, largest } = lineThrough(scans, values);
      process.stdout.write(
        `\n${name}: ${slope.toFixed(3)} a scan ${intercept < 0 ? "-" : "+"} ${Math.abs(intercept).toFixed(1)}; no point off the line by more than ${(100 * largest).toFixed(1)} % of the whole`,
      );
    }
    const leaf = tree.leafBytes / count;
    const merge = tree.secondsAFile;
    process.stdout.write(
      `\nsums: ${(leaf / MIB).toFixed(2)} MiB a scan, ${(tree.mostBytes / MIB).toFixed(2)} MiB merged; ${tree.merges} merges, ${depth} deep; ${merge.toFixed(3)} s of the processor a file merged\n\n`,
    );
    print(["scans", "merges", "deep", "hours of one core", "hours on 100", "GB of sums", "GB over the network"]);
    print(["---", "---", "---", "---", "---", "---", "---"]);
    const measured = {
      secondsAScan: (cpu - whileLearning) / count,
      secondsAFile: merge,
      leafBytes: leaf,
      nodeBytes: tree.mostBytes || leaf,
    };
    for (const many of [1e3, 1e4, 1e5]) {
      const { merges, deep, hours, hoursOf100, diskBytes, movedBytes } = onPaper(many, fanIn, measured);
      const hour = (value: number) => value.toPrecision(2);
      print([
        String(many),
        String(merges),
        String(deep),
        hour(hours),
        hour(hoursOf100),
        (diskBytes / 1e9).toPrecision(2),
        (movedBytes / 1e9).toPrecision(2),
      ]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return 0;
});
