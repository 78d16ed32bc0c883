/** A button that asks for files. */

import { useRef } from "react";
import { Button } from "./button";

interface FileButtonProps {
  readonly label: string;
  /** Name of the input behind the button. */
  readonly inputLabel?: string;
  readonly accept?: string;
  /** Asks for all files of a folder. */
  readonly isFolder?: boolean;
  readonly kind?: string;
  readonly onFiles: (files: File[]) => void;
}

export function FileButton(props: FileButtonProps) {
  const { label, inputLabel = label, accept, isFolder, kind = "small", onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button label={label} kind={kind} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={inputLabel}
        accept={accept}
        {...(isFolder && { webkitdirectory: "" })}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
