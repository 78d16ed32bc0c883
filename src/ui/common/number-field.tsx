/** A number typed by hand: taken when it is whole and in range, put back to the last good one otherwise. */

import { useEffect, useState } from "react";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, min, max, isWhole = false, onChange }: NumberFieldProps) {
  const shown = String(Number(value.toPrecision(10)));
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const typed = Number(text);
  const isGood = text.trim() !== "" && typed >= min && typed <= max && (!isWhole || Number.isInteger(typed));
  const commit = () => {
    if (!isGood) setText(shown);
    else if (typed !== value) onChange(typed);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      className="number-field"
      aria-label={label}
      aria-invalid={!isGood}
      title={`${min} to ${max}`}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
