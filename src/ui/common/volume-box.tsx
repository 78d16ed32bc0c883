/** The list of volumes that a panel works on, or how to fill it. */

import type { ReactNode } from "react";
import type { GivenFile } from "../../session/wire";
import { t } from "../../text/text";
import { FileButton } from "./file-button";
import { givenFiles } from "./given-files";

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
        <p className="muted">{t("Drop high-resolution files here, or whole folders and ZIP archives of them.")}</p>
      )}
      {children}
    </div>
  );
}

/** Adds what of a folder is a scan, whatever its name. */
export function FolderButton({ onFiles }: { onFiles: (files: GivenFile[]) => void }) {
  return <FileButton label={t("Add a folder")} isFolder onFiles={(files) => onFiles(givenFiles(files))} />;
}
