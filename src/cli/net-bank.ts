/**
 * `net-bank NETWORK -o BANK`: a bank of the network method from what `train-net.py` wrote and the folded bank that the
 * network is behind.
 */

import { withWords } from "../banks/bank";
import { bankError, parseSafetensors } from "../banks/safetensors";
import { Tensors } from "../banks/tensors";
import { renamedLine } from "../banks/training-data";
import { EigenvoxError } from "../core/errors";
import { formatFactor, parseFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { writeBank } from "../methods/bank-file";
import { parseNoise } from "../methods/folded/codec";
import { ownOfFolded } from "../methods/folded/embedded";
import type { NetBank } from "../methods/net/bank";
import { NET } from "../methods/net/method";
import { readArguments } from "./arguments";
import { outputPath } from "./command";
import { readBytes, writeBytes } from "./files";
import { foldedBankFor, netProgram } from "./net-program";

const USAGE = `net-bank NETWORK -o BANK [options]
  --bank FILE          the folded bank (the one that ships for the factor and the degradation)
  --title, --licence, --source   texts of the bank's metadata; --source once per scan: name, source, licence`;

await netProgram(async () => {
  const args = readArguments(process.argv.slice(2), {
    texts: ["output", "bank", "title", "licence", "source"],
    flags: [],
  });
  const [path] = args.files;
  if (!path) throw new EigenvoxError("E_ARGUMENT", `Name a network.\n${USAGE}`);
  const { metadata, tensors } = parseSafetensors(await readBytes(path));
  const get = (key: string) => {
    const value = metadata.get(key);
    if (value === undefined) throw bankError(`${path} does not say its ${key}: is it what train-net.py writes?`);
    return value;
  };
  const factor = parseFactor(get("factor"));
  const degradation = get("degradation") as Degradation;
  const folded = await foldedBankFor({ factor, degradation }, args);
  if (folded.metadata.title !== get("bank")) {
    throw bankError(
      `the network was trained behind "${get("bank")}", not "${folded.metadata.title}": name it with --bank`,
    );
  }
  const shapes = Array.from({ length: tensors.size }, (_, i) => tensors.get(`conv${i}`)?.shape ?? []);
  const left = new Tensors(tensors);
  const layers = shapes.map((shape, i) => left.floats(`conv${i}`, shape, ["F16", "F32"]));
  const trainedNoise = parseNoise("trained_noise", (key) => metadata.get(key) ?? "");
  const sources = args.texts("source");
  const trainingData = get("training_data")
    .split("\n")
    .map((line, i) => (sources[i] === undefined ? line : renamedLine(line, sources[i])));
  const title = args.text("title") ?? `network ${formatFactor(factor)} ${degradation}`;
  const licence = args.text("licence");
  const bank = withWords<NetBank>(
    {
      metadata: {
        method: NET.id as "net",
        factor,
        degradation,
        trainingRows: folded.metadata.trainingRows,
        solver: `Muon, ${get("steps")} steps, seed ${get("seed")}; behind ${folded.metadata.title}`,
        channels: [shapes[0]?.[1] ?? 0, ...shapes.map(([out]) => out ?? 0)],
        airBelow: Number(get("guard")),
        errorScale: Number(get("error_scale")),
        ...(trainedNoise && { trainedNoise }),
        folded: ownOfFolded(folded.metadata),
      },
      folded,
      layers,
    },
    { title, trainingData, ...(licence ? { licence } : {}) },
  );
  const output = outputPath(args);
  await writeBytes(output, writeBank({ method: NET, bank }));
});
