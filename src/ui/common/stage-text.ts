/** What the engine is at, in the person's language. */

import { t } from "../../text/text";

/** By what the engine says; what is not here is shown as it is said. */
const stages = (): Readonly<Record<string, string>> => ({
  Starting: t("Starting"),
  Reading: t("Reading"),
  "Reading images": t("Reading images"),
  "Looking through the files": t("Looking through the files"),
  "Looking through DICOM files": t("Looking through DICOM files"),
  "Loading the filter bank": t("Loading the filter bank"),
  "Loading the filter banks": t("Loading the filter banks"),
  Interpolating: t("Interpolating"),
  "Reading gradients": t("Reading gradients"),
  "Classifying voxels": t("Classifying voxels"),
  "Applying filters": t("Applying filters"),
  "Applying the network": t("Applying the network"),
  "Reading back": t("Reading back"),
  "Comparing with the scan": t("Comparing with the scan"),
  Degrading: t("Degrading"),
  "Fourier transform": t("Fourier transform"),
  "Fourier tables": t("Fourier tables"),
  Drawing: t("Drawing voxels"),
  Accumulating: t("Accumulating"),
  Solving: t("Solving"),
  Measuring: t("Measuring"),
  Working: t("Working"),
});

const BRICK = /^(.+), brick (\d+) of (\d+)$/;

export function stageText(said: string): string {
  const [, stage = said, k, n] = BRICK.exec(said) ?? [];
  const text = stages()[stage] ?? stage;
  return k && n ? t("{stage}, brick {k} of {n}", { stage: text, k, n }) : text;
}
