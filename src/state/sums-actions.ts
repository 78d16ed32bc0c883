/** Accumulated sums of training: files of them, merging, and going on from them. */

import { getEngine } from "../session/client";
import type { SumsInfo } from "../session/training-wire";
import { t } from "../text/text";
import { valueOrNotice } from "./notice-store";
import type { OwnSettings } from "./training-settings";
import { useTraining } from "./training-store";

export async function loadSums(files: readonly File[]): Promise<void> {
  for (const file of files) {
    const loaded = valueOrNotice(await getEngine().loadSums(file), file.name);
    if (loaded) useTraining.setState(({ sums }) => ({ sums: [...sums, loaded] }));
  }
}

/** One sum in the place of several. */
export async function mergeSums(ids: readonly string[]): Promise<void> {
  const merged = valueOrNotice(await getEngine().mergeSums(ids), t("Merge"));
  if (!merged) return;
  useTraining.setState(({ sums, continueFrom }) => ({
    sums: [...sums.filter(({ id }) => !ids.includes(id)), merged],
    continueFrom: continueFrom !== undefined && ids.includes(continueFrom) ? merged.id : continueFrom,
  }));
}

/** The file of the sums, or undefined when it could not be made (then noticed). */
export async function encodeSums(id: string): Promise<Blob | undefined> {
  return valueOrNotice(await getEngine().encodeSums(id), t("Save accumulators"));
}

export function dropSums(dropped: string): void {
  useTraining.setState(({ sums, continueFrom }) => ({
    sums: sums.filter(({ id }) => id !== dropped),
    continueFrom: continueFrom === dropped ? undefined : continueFrom,
  }));
  void getEngine().dropSums(dropped);
}

/** The next run adds to these sums: its settings are theirs, and the volumes that are in them leave the list. */
export function continueFromSums({ id, method, factor, degradation, settings: tied }: SumsInfo): void {
  const { volumes, report } = useTraining.getState();
  const leaving = report?.sums?.id === id ? volumes.filter((volume) => !volume.heldOut) : [];
  useTraining.setState(({ settings }) => ({
    continueFrom: id,
    settings: {
      ...settings,
      method,
      factor,
      degradation,
      own: { ...settings.own, [method]: { ...settings.own[method], ...(tied as OwnSettings) } },
    },
    volumes: volumes.filter((volume) => !leaving.includes(volume)),
    areRolesChosen: volumes.length > leaving.length,
  }));
  for (const volume of leaving) void getEngine().removeTrainingVolume(volume.id);
}

export function startAfresh(): void {
  useTraining.setState({ continueFrom: undefined });
}
