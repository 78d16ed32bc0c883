/** What the command line prints of scans, banks and scores. */

import { formatFactor } from "../core/volume";
import type { Scan } from "../formats/scan-format";
import type { NamedBank } from "./files";

export function describeScan({ volume, details, notices, frames }: Scan): string {
  const rows = [0, 4, 8].map((r) =>
    volume.affine
      .slice(r, r + 4)
      .map((v) => v.toFixed(4).padStart(12))
      .join(""),
  );
  return lines([
    ["grid", volume.dims.join("×")],
    ["voxel size", `${volume.spacing.map((mm) => Number(mm.toFixed(4))).join(" × ")} mm`],
    ["frames", String(frames)],
    ...details.map((detail): [string, string] => ["stored as", detail]),
    ...rows.map((row, i): [string, string] => [i === 0 ? "affine (RAS mm)" : "", row]),
    ...notices.map((notice): [string, string] => ["notice", notice]),
  ]);
}

export function describeBank({ method, bank, hash }: NamedBank): string {
  const { metadata } = bank;
  const { filters, classes, facts } = method.codec.describe(bank);
  return lines([
    ["bank", metadata.title],
    ["method", `${metadata.method}, ${formatFactor(metadata.factor)}, ${filters}`],
    ["degradation", metadata.degradation],
    ["training rows", `${metadata.trainingRows} in ${classes}`],
    ...metadata.trainingData.map((line): [string, string] => ["trained on", line]),
    ["solver", metadata.solver],
    ...facts,
    ["created", `${metadata.created} by ${metadata.software}`],
    ["licence", metadata.licence],
    ["intended use", metadata.intendedUse],
    ["SHA-256", hash],
  ]);
}

function lines(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name.padEnd(16)} ${value}\n`).join("");
}
