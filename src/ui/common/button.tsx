/** Buttons: with a text, or with a cross that takes something away. */

import type { ComponentProps, ReactNode } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  readonly label: ReactNode;
  /** `primary`, `quiet`, `small`, or several of them. */
  readonly kind?: string | undefined;
}

export function Button({ label, kind = "", ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button ${kind}`} {...rest}>
      {label}
    </button>
  );
}

/** `label` says what goes. */
export function CrossButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} onClick={onClick}>
      ×
    </button>
  );
}
