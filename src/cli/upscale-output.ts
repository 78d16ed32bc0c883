/** The files of a result of `eigenvox upscale`. */

import { basename } from "node:path";
import { invariant } from "../core/errors";
import { displayWindow } from "../core/intensity";
import { sha256OfParts } from "../core/sha256";
import type { Vec3, Volume } from "../core/volume";
import { formatOf } from "../formats/registry";
import type { AboutVolume, Scan } from "../formats/scan-format";
import { describeResult, describeSeries, type Provenance } from "../jobs/provenance";
import { sidecarText } from "../jobs/sidecar";
import type { SuperResolution } from "../jobs/super-resolve";
import { writeBytes, writeFiles } from "./files";
import { FORMATS } from "./formats";
import { tellResult } from "./terminal";
import { writeVolume } from "./volume-file";

/** Paths; undefined for what is not wanted. */
export interface ResultFiles {
  readonly output: string;
  readonly residual: string | undefined;
  readonly error: string | undefined;
  readonly sidecar: string | undefined;
}

/** What is asked of a result that is written as a series of files. */
export interface SeriesWish {
  /** Id of the format. */
  readonly format: string;
  readonly keepPatient: boolean;
}

/** Writes the result into one file, or with a wish as a series into the folder `output`; its maps into a file each; says so. */
export async function writeResult(
  scan: Scan,
  { output, maps, ...made }: SuperResolution,
  files: ResultFiles,
  wish: SeriesWish | undefined,
): Promise<void> {
  const { frames, series } = scan;
  const provenance = frames > 1 ? { ...made.provenance, frame: [1, frames] as const } : made.provenance;
  const save = async (file: string | undefined, volume: Volume | undefined, about: AboutVolume) => {
    if (file && volume) await writeVolume(file, volume, about, series.origin);
  };
  if (wish) await writeSeries(scan, output, provenance, files.output, wish);
  else await save(files.output, output, describeResult(provenance));
  await save(files.residual, maps.residual, { description: "Eigenvox: result degraded again minus scan" });
  await save(files.error, maps.error, { description: "Eigenvox: expected error of each voxel" });
  if (files.sidecar) {
    await writeBytes(files.sidecar, await sidecarBytes(scan, files.output, output.spacing, provenance));
  }
  const written = {
    output: files.output,
    residual: maps.residual && files.residual,
    "error-map": maps.error && files.error,
    sidecar: files.sidecar,
  };
  // Notices were told, and seconds are those of the whole run.
  const { notices, seconds, software, ...facts } = provenance;
  tellResult(written, { dims: output.dims, spacingMm: output.spacing, ...facts });
}

async function writeSeries(
  { calWindow, series }: Scan,
  volume: Volume,
  provenance: Provenance,
  folder: string,
  { format, keepPatient }: SeriesWish,
): Promise<void> {
  const writer = formatOf({ origin: { format } }, FORMATS);
  invariant(writer.writeSeries, `${format} is not written as series`);
  const about = { ...describeSeries(provenance), window: calWindow ?? displayWindow(volume.data), keepPatient };
  await writeFiles(folder, writer.writeSeries(volume, about, series));
}

async function sidecarBytes(scan: Scan, file: string, spacing: Vec3, provenance: Provenance): Promise<Uint8Array> {
  const { name, series, notices } = scan;
  const sourceHash = await sha256OfParts(series.files.map((source) => () => source.bytes()));
  const facts = { fileName: basename(file), sourceName: name, sourceHash, spacing, provenance, warnings: notices };
  return new TextEncoder().encode(sidecarText(facts));
}
