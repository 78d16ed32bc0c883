/** One setting: its name, its field and a note. */

import type { ReactNode } from "react";

export function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="setting">
      <span className="setting-label">{label}</span>
      <div className="setting-field">
        {children}
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
    </div>
  );
}

interface SegmentsProps<T extends string | number> {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice of few, all of them to be seen. */
export function Segments<T extends string | number>({ name, legend, choices, value, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{legend}</legend>
      {choices.map(([choice, text]) => (
        <label key={choice}>
          <input type="radio" name={name} checked={value === choice} onChange={() => onChange(choice)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
