/** A part of the picker that is folded until it is wanted. */

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

interface FoldProps {
  readonly title: string;
  /** By which it is found. */
  readonly part: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

export function Fold({ title, part, isOpen = false, children }: FoldProps) {
  return (
    <details className="picker-fold" data-part={part} open={isOpen}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" /> {title}
      </summary>
      {children}
    </details>
  );
}
