/** Puts a text on the clipboard, and says so. */

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "../../text/text";
import { Button } from "./button";

const SAID_MS = 2_000;

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
  readonly kind?: string;
}

export function CopyButton({ label, text, kind = "quiet small" }: CopyButtonProps) {
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setSaid(t("Copied")),
      () => setSaid(t("The browser did not allow it")),
    );
  return (
    <Button
      kind={kind}
      label={
        <>
          {said === undefined ? <Copy size={14} aria-hidden="true" /> : <Check size={14} aria-hidden="true" />}
          <span aria-live="polite">{said ?? label}</span>
        </>
      }
      onClick={() => void copy()}
    />
  );
}
