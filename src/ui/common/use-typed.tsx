/** A field that is typed into and taken when it is left: what was refused stays to be corrected, and why stands beside it. */

import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";

interface Typed {
  readonly field: InputHTMLAttributes<HTMLInputElement>;
  /** Why the text was refused; nothing while it was not. To stand outside a label, whose words it is none of. */
  readonly trouble: ReactNode;
}

/** `shown` is the value as it is; `take` is given another text and says in words why it was refused. Escape restores. */
export function useTyped(shown: string, take: (text: string) => string | undefined): Typed {
  const id = useId();
  const [seen, setSeen] = useState(shown);
  const [draft, setDraft] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  const restore = () => {
    setDraft(undefined);
    setTrouble(undefined);
  };
  // The value was changed, here or elsewhere: what was typed is out of date.
  if (seen !== shown) {
    setSeen(shown);
    restore();
  }
  const commit = () => {
    if (draft === undefined) return;
    const refused = draft === shown ? undefined : take(draft);
    if (refused === undefined) restore();
    else setTrouble(refused);
  };
  return {
    field: {
      type: "text",
      inputMode: "decimal",
      value: draft ?? shown,
      "aria-invalid": trouble !== undefined,
      "aria-describedby": trouble === undefined ? undefined : id,
      onChange: (event) => setDraft(event.currentTarget.value),
      onBlur: commit,
      onKeyDown: (event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape" && draft !== undefined) restore();
        else return;
        event.stopPropagation();
      },
    },
    trouble: trouble !== undefined && (
      <span className="warn note field-trouble" id={id} role="alert">
        {trouble}
      </span>
    ),
  };
}
