/** Buttons: with a text, with an icon, or with a cross that takes something away. */

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

interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does; said to assistive technology and when the pointer rests. */
  readonly label: string;
  /** The icon. */
  readonly children: ReactNode;
}

export function IconButton({ label, children, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      {children}
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
