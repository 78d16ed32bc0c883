/** What the command line prints of scans, series and banks. */

import { EigenvoxError } from "../core/errors";
import { formatFactor, type Vec3 } from "../core/volume";
import type { Refusal, Scan, ScanSeries } from "../formats/scan-format";
import type { NamedBank } from "./files";
import { printable } from "./voices";

/** A series with the number that it is listed by. */
export interface NumberedSeries {
  /** Counted from 1. */
  readonly number: number;
  readonly series: ScanSeries;
}

export function describeScan({ volume, details, notices, frames }: Scan): string {
  const rows = [0, 4, 8].map((r) =>
    volume.affine
      .slice(r, r + 4)
      .map((v) => v.toFixed(4).padStart(12))
      .join(""),
  );
  return lines([
    ["grid", volume.dims.join("×")],
    ["voxel size", millimetres(volume.spacing)],
    ["frames", String(frames)],
    ...details.map((detail): [string, string] => ["stored as", detail]),
    ...rows.map((row, i): [string, string] => [i === 0 ? "affine (RAS mm)" : "", row]),
    ...notices.map(({ code, text }): [string, string] => ["notice", `${code} ${text}`]),
  ]);
}

/** Each series on a line, with what must be known of it below. */
export function describeSeriesList(all: readonly NumberedSeries[]): string {
  return all
    .flatMap((one) => [seriesLine(one), ...one.series.notices.map(({ code, text }) => `       ${code} ${text}`)])
    .map((line) => `${printable(line)}\n`)
    .join("");
}

/** "  2  FLAIR: 256×256×24, 0.9 × 0.9 × 5 mm, 24 images, FLAIR (a guess)". */
export function seriesLine({ number, series }: NumberedSeries): string {
  const { name, dims, spacing, count, frames, contrast, rank } = series;
  const facts = [
    dims.join("×"),
    millimetres(spacing, 3),
    ...(count > 1 ? [`${count} images`] : []),
    ...(frames > 1 ? [`${frames} frames`] : []),
    ...(contrast ? [`${contrast} (a guess)`] : []),
    ...(rank === "minor" ? ["not meant first"] : []),
  ];
  return printable(`${String(number).padStart(3)}  ${name}: ${rank === "none" ? "no image" : facts.join(", ")}`);
}

/** What was refused, counted by reason. */
export function describeSkipped(refused: readonly Refusal[]): string {
  const reasons = new Map<string, { count: number; example: string }>();
  for (const { name, error } of refused) {
    if (!(error instanceof EigenvoxError)) throw error;
    const { code, message } = error;
    const { count, example } = reasons.get(code) ?? { count: 0, example: `${name}: ${message}` };
    reasons.set(code, { count: count + 1, example });
  }
  return [...reasons]
    .map(([code, { count, example }]) => {
      const files = count === 1 ? "" : `${count} files, such as `;
      return `${printable(`skipped  ${code} ${files}${example}`)}\n`;
    })
    .join("");
}

const millimetres = (spacing: Vec3, digits = 4): string =>
  `${spacing.map((mm) => Number(mm.toFixed(digits))).join(" × ")} mm`;

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
  return pairs.map(([name, value]) => `${name.padEnd(16)} ${printable(value)}\n`).join("");
}
