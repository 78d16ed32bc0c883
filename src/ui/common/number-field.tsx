/** A number typed by hand: taken when it is in range, and whole where it must be; refused in words otherwise. */

import { t } from "../../text/text";
import { refusedNumber } from "./number-texts";
import { readNumber } from "./read-number";
import { useTyped } from "./use-typed";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, min, max, isWhole = false, onChange }: NumberFieldProps) {
  const { field, trouble } = useTyped(String(Number(value.toPrecision(10))), (text) => {
    const typed = readNumber(text);
    const refused = refusedNumber(typed, { min, max, isWhole });
    if (refused === undefined && typed !== undefined && typed !== value) onChange(typed);
    return refused;
  });
  return (
    <>
      <input {...field} className="number-field" aria-label={label} title={t("{min} to {max}", { min, max })} />
      {trouble}
    </>
  );
}
