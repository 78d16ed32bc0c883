/** Results as files on the person's disk. */

import { getEngine } from "../session/client";
import type { DicomChoice } from "../session/wire";
import { t } from "../text/text";
import { download } from "./download";
import { resultFileName, safeScanStem } from "./download-name";
import { valueOrNotice } from "./notice-store";
import { usePrefs } from "./prefs-store";
import { changeSeries, findSeries, isSuperResolved, type Series, useSeries } from "./series-store";
import { useView, viewOf } from "./view-store";

/** What names of files begin with that are made from a series' scan. */
export async function fileStem({ scanId, name, contrast }: Series): Promise<string> {
  const hash = await getEngine().sourceHash(scanId);
  return safeScanStem(name, hash.ok ? hash.value : "", usePrefs.getState().keepNames, contrast);
}

/** Saves a result with the JSON file that tells how it came to be. */
export function saveResult(id: string): Promise<void> {
  return whileSaving(id, async (result, resultId, provenance) => {
    const isInterpolated = !isSuperResolved(provenance);
    const fileName = resultFileName(await fileStem(result), provenance.factor, { isInterpolated });
    const { keepNames } = usePrefs.getState();
    const [content, sidecar] = await Promise.all([
      getEngine().encodeResult(resultId),
      getEngine().sidecar(resultId, { fileName, sourceName: result.name, keepNames }),
    ]);
    const file = valueOrNotice(content, t("Save NIfTI"));
    const text = valueOrNotice(sidecar, t("Save NIfTI"));
    if (!file || text === undefined) return false;
    download(file, fileName);
    download(new Blob([text], { type: "application/json" }), fileName.replace(/\.nii\.gz$/, ".json"));
    return true;
  });
}

/** Saves a result as a series of DICOM files in a ZIP archive, to be displayed as it is now. */
export function saveDicom(id: string, { keepPatient }: Pick<DicomChoice, "keepPatient">): Promise<void> {
  return whileSaving(id, async (result, resultId, provenance) => {
    const { window } = viewOf(useView.getState(), id);
    const [stem, archive] = await Promise.all([
      fileStem(result),
      getEngine().encodeDicom(resultId, { keepPatient, window }),
    ]);
    const file = valueOrNotice(archive, t("Save DICOM"));
    const isInterpolated = !isSuperResolved(provenance);
    if (file) download(file, resultFileName(stem, provenance.factor, { ending: ".zip", isInterpolated }));
    return file !== undefined;
  });
}

/** Marks a result as being saved until `save` is done with it, and as saved where that tells so. */
async function whileSaving(
  id: string,
  save: (result: Series, resultId: string, provenance: NonNullable<Series["provenance"]>) => Promise<boolean>,
): Promise<void> {
  const result = findSeries(id);
  if (!result?.resultId || !result.provenance || useSeries.getState().saving.includes(id)) return;
  useSeries.setState(({ saving }) => ({ saving: [...saving, id] }));
  const isSaved = await save(result, result.resultId, result.provenance);
  useSeries.setState(({ saving }) => ({ saving: saving.filter((other) => other !== id) }));
  if (isSaved) changeSeries(id, { isUnsaved: false });
}
