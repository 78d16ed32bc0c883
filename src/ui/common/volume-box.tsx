/** The list of volumes that a panel works on, or how to fill it. */

import type { ReactNode } from "react";
import { isScanName, SCAN_EXTENSIONS } from "../../formats/scan-names";
import { t } from "../../text/text";
import { FileButton } from "./file-button";

interface VolumeBoxProps {
  readonly isEmpty: boolean;
  /** While it is, controls are disabled: a box of them is to be scrolled by keyboard all the same. */
  readonly isRunning: boolean;
  readonly children: ReactNode;
}

export function VolumeBox({ isEmpty, isRunning, children }: VolumeBoxProps) {
  return (
    <div className="volume-box" tabIndex={isRunning ? 0 : undefined}>
      {isEmpty && (
        <p className="muted">
          {t("Drop high-resolution files ({extensions}) here, or whole folders of them.", {
            extensions: SCAN_EXTENSIONS.join(", "),
          })}
        </p>
      )}
      {children}
    </div>
  );
}

/** Adds what of a folder is named as scans are. */
export function FolderButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <FileButton
      label={t("Add a folder")}
      isFolder
      onFiles={(files) => onFiles(files.filter(({ name }) => isScanName(name)))}
    />
  );
}
