/** The BIDS App: a data set's participants learn a bank together, or are made finer by one. Exit codes: `cli/program.ts`. */

import type { Arguments } from "../cli/arguments";
import { type Command, DEGRADATION_USAGE, DEVICE_USAGE } from "../cli/command";
import { runCommand } from "../cli/program";
import { PROGRESS_USAGE } from "../cli/progress-option";
import { leave, tellResult, tellTrouble } from "../cli/terminal";
import { EigenvoxError } from "../core/errors";
import { SOFTWARE } from "../core/software";
import type { App } from "./app";
import { applyToEach, resultPlace } from "./apply";
import { findBidsScans, openDataset } from "./dataset";
import { solveGroup } from "./group";
import { LEARNING_OPTIONS, LEARNING_USAGE, placesOf, suffixOf } from "./learning";
import { asWeHaveThem } from "./options";
import { describeOutput } from "./output";
import { sumEach } from "./participant";

const LEVELS = { participant: sumEach, group: solveGroup, apply: applyToEach } as const;
type Level = keyof typeof LEVELS;
const LEVEL_NAMES = Object.keys(LEVELS) as Level[];

const isLevel = (word: string | undefined): word is Level => LEVEL_NAMES.some((level) => level === word);

/** Options that take several values. */
const SEVERAL = ["participant-label", "session-label", "held-out", "sums"];
/** Those of one level alone. */
const OWN: Readonly<Record<string, Level>> = {
  sums: "group",
  title: "group",
  licence: "group",
  bank: "apply",
  crispness: "apply",
  mirrored: "apply",
};

const COMMAND: Command = {
  usage: `BIDS_DIR OUT_DIR ${LEVEL_NAMES.join("|")} [options]
  participant  sums up each scan, into a file that has no voxels
  group        solves the bank of all sums, judges it on the participants held out, and writes a report
  apply        makes each scan finer by a bank
  Scans: sub-<label>[/ses-<label>]/anat/*_<suffix>.nii[.gz] of BIDS_DIR
  --participant-label L …   these alone, with or without "sub-" (all)
  --session-label L …       these alone, with or without "ses-" (all)
  --suffix T1w              of the scans' names (T1w)
  --held-out L …            participants that are never learned from, and that group judges the bank on
  --scan PATH               one scan alone, by its path in BIDS_DIR
  --list                    print the scans, a line of JSON each, and do nothing else
  --overwrite               make anew what is there already; else it is kept where it was made with the same settings
  --sums FILE …             group: merge these instead of those below OUT_DIR
  --title, --licence        group: texts of the bank's metadata
  --bank FILE               apply: by this one (that of group, else the one that ships for the scan)
  --crispness C             apply: from 0, filters for the scan's noise, to 1, filters as if it had none (0)
  --mirrored                apply: the mean over the scan and its mirror images, for banks of networks
${DEVICE_USAGE}
${DEGRADATION_USAGE} (box)
${LEARNING_USAGE}
${PROGRESS_USAGE}
  --version`,
  texts: [
    "device",
    "suffix",
    "scan",
    "title",
    "licence",
    "bank",
    "crispness",
    "progress",
    ...SEVERAL,
    ...LEARNING_OPTIONS,
  ],
  flags: ["list", "overwrite", "mirrored"],
  async run(args) {
    const level = levelOf(args);
    const app = await openApp(args, level);
    if (args.flag("list")) return list(app, args, level);
    await describeOutput(app.out, app.dataset);
    await LEVELS[level](app, args);
  },
};

function levelOf({ files: [dataset, out, level, ...more], texts, flag }: Arguments): Level {
  if (dataset === undefined || out === undefined || !isLevel(level) || more.length > 0) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `Name the data set, the folder to write to, and ${LEVEL_NAMES.join(" or ")}.`,
    );
  }
  const stray = Object.entries(OWN).find(
    ([option, own]) => own !== level && (texts(option).length > 0 || flag(option)),
  );
  if (stray) throw new EigenvoxError("E_ARGUMENT", `--${stray[0]} is an option of the level ${stray[1]}.`);
  return level;
}

async function openApp(args: Arguments, level: Level): Promise<App> {
  const [root, out] = args.files as [string, string];
  const dataset = await openDataset(root);
  const [participants, sessions, heldOut] = ["participant-label", "session-label", "held-out"].map(args.texts) as [
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  const scan = args.text("scan");
  // Those held out are what a bank is judged on, whoever it is learned from.
  const looked = level === "group" && participants.length > 0 ? [...participants, ...heldOut] : participants;
  const choice = { suffix: suffixOf(args), participants: looked, sessions, heldOut, scan };
  const { scans, troubles } = await findBidsScans(dataset, choice);
  for (const trouble of troubles) tellTrouble(trouble);
  return { dataset, out, scans, isPart: participants.length + sessions.length > 0 || scan !== undefined };
}

function list({ scans }: App, args: Arguments, level: Level): void {
  const { placeOf } = placesOf(args);
  const listed = scans
    .filter(({ isHeldOut }) => level !== "participant" || !isHeldOut)
    .map((scan) => {
      const { participant, session, path, isHeldOut } = scan;
      return { participant, session, scan: path, sums: placeOf(scan), output: resultPlace(scan), heldOut: isHeldOut };
    });
  tellResult({}, { scans: listed }, listed.map((one) => `${JSON.stringify(one)}\n`).join(""));
}

const words = asWeHaveThem(process.argv.slice(2), SEVERAL);
if (words.includes("--version")) {
  process.stdout.write(`${SOFTWARE}\n`);
  await leave(0);
}
await leave(await runCommand("eigenvox-bids", COMMAND, words, levelOf));
