/** Results as files on the person's disk. */

import { getEngine } from "../session/client";
import { t } from "../text/text";
import { download } from "./download";
import { resultFileName, safeScanStem } from "./download-name";
import { valueOrNotice } from "./notice-store";
import { usePrefs } from "./prefs-store";
import { changeSeries, findSeries, type Series, useSeries } from "./series-store";

/** What names of files begin with that are made from a series' scan. */
export async function fileStem({ scanId, name }: Series): Promise<string> {
  const hash = await getEngine().sourceHash(scanId);
  return safeScanStem(name, hash.ok ? hash.value : "", usePrefs.getState().keepNames);
}

/** Saves a result with the JSON file that tells how it came to be. */
export async function saveResult(id: string): Promise<void> {
  const result = findSeries(id);
  if (!result?.resultId || !result.provenance || useSeries.getState().saving.includes(id)) return;
  useSeries.setState(({ saving }) => ({ saving: [...saving, id] }));
  const fileName = resultFileName(await fileStem(result), result.provenance.factor);
  const { keepNames } = usePrefs.getState();
  const [bytes, sidecar] = await Promise.all([
    getEngine().encodeResult(result.resultId),
    getEngine().sidecar(result.resultId, { fileName, sourceName: result.name, keepNames }),
  ]);
  useSeries.setState(({ saving }) => ({ saving: saving.filter((other) => other !== id) }));
  const file = valueOrNotice(bytes, t("Save NIfTI"));
  const text = valueOrNotice(sidecar, t("Save NIfTI"));
  if (!file || text === undefined) return;
  download(new Blob([file], { type: "application/gzip" }), fileName);
  download(new Blob([text], { type: "application/json" }), fileName.replace(/\.nii\.gz$/, ".json"));
  changeSeries(id, { isUnsaved: false });
}
