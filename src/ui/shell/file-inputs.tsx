/** The inputs behind every way to open files; always on the page, never to be seen. */

import { SCAN_ACCEPT } from "../../formats/scan-names";
import { t } from "../../text/text";
import { takeFiles } from "./take-files";

const IDS = { files: "open-files", folder: "open-folder" } as const;

/** Asks the person for files, or for all files of a folder. */
export function pickFiles(kind: keyof typeof IDS): void {
  document.getElementById(IDS[kind])?.click();
}

export function FileInputs() {
  return (
    <>
      <FileInput id={IDS.files} label={t("Open files")} accept={`${SCAN_ACCEPT},.safetensors`} />
      <FileInput id={IDS.folder} label={t("Open folder")} />
    </>
  );
}

function FileInput({ id, label, accept }: { id: string; label: string; accept?: string }) {
  return (
    <input
      id={id}
      type="file"
      hidden
      multiple
      aria-label={label}
      {...(accept === undefined ? { webkitdirectory: "" } : { accept })}
      onChange={(event) => {
        takeFiles([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = "";
      }}
    />
  );
}
