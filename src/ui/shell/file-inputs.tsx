/** The inputs behind every way to open files; always on the page, never to be seen. */

import { t } from "../../text/text";
import { givenFiles } from "../common/given-files";
import { takeFiles } from "./take-files";

const IDS = { files: "open-files", folder: "open-folder" } as const;

/** Asks the person for files, or for all files of a folder. */
export function pickFiles(kind: keyof typeof IDS): void {
  document.getElementById(IDS[kind])?.click();
}

export function FileInputs() {
  return (
    <>
      <FileInput id={IDS.files} label={t("Open files")} />
      <FileInput id={IDS.folder} label={t("Open folder")} isFolder />
    </>
  );
}

/** Of files all can be chosen: names tell nothing of DICOM. */
function FileInput({ id, label, isFolder = false }: { id: string; label: string; isFolder?: boolean }) {
  return (
    <input
      id={id}
      type="file"
      hidden
      multiple
      aria-label={label}
      {...(isFolder && { webkitdirectory: "" })}
      onChange={(event) => {
        takeFiles(givenFiles(event.currentTarget.files ?? []));
        event.currentTarget.value = "";
      }}
    />
  );
}
