/** Asks, before a result is written as DICOM, whether it may say whose it is. */

import { useState } from "react";
import { describeSeries } from "../../jobs/provenance";
import { saveDicom } from "../../state/saving";
import { findSeries, type Series, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatDims, formatSpacing } from "../common/format";
import { Modal } from "../common/modal";
import { useShell } from "../shell/shell-store";

const close = () => useShell.setState({ dicomOf: undefined });

export function DicomDialog() {
  const id = useShell((shell) => shell.dicomOf);
  const result = useSeries((state) => findSeries(id, state));
  return (
    <Modal title={t("Save as a DICOM series")} isOpen={result !== undefined} onClose={close}>
      {result && <DicomForm result={result} />}
    </Modal>
  );
}

function DicomForm({ result: { id, grid, provenance, canKeepPatient = false } }: { result: Series }) {
  const [keepPatient, setKeepPatient] = useState(false);
  return (
    <form
      className="stack loose"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        void saveDicom(id, { keepPatient });
      }}
    >
      <p>
        {canKeepPatient
          ? t("A derived series in the study of its source, marked as computed and for research only.")
          : t("A derived series, marked as computed and for research only.")}
      </p>
      <FactList
        className="facts"
        facts={[
          [t("Series"), provenance ? describeSeries(provenance).title : ""],
          [t("Size"), `${formatDims(grid.dims)}, ${formatSpacing(grid.spacing)}`],
          [
            t("Files"),
            t("{count, plural, one {# file} other {# files}}, a slice each, in a ZIP archive", { count: grid.dims[2] }),
          ],
        ]}
      />
      <fieldset className="stack tight">
        <legend className="muted">{t("Patient")}</legend>
        <label className="row tight">
          <input type="radio" name="patient" checked={!keepPatient} onChange={() => setKeepPatient(false)} />{" "}
          {t("Anonymous")}
        </label>
        {canKeepPatient && (
          <label className="row tight">
            <input type="radio" name="patient" checked={keepPatient} onChange={() => setKeepPatient(true)} />{" "}
            {t("Keep what the source says of the patient")}
          </label>
        )}
        <p className="muted note" aria-live="polite">
          {keepPatient
            ? t("The files will name the patient: pass them on only to those who may know.")
            : t("The files name no patient.")}
        </p>
      </fieldset>
      <div className="row dialog-buttons">
        <Button label={t("Cancel")} kind="quiet" onClick={close} />
        <Button type="submit" label={t("Save")} kind="primary" />
      </div>
    </form>
  );
}
