/** A choice of few, all of them to be seen. */

import type { ReactNode } from "react";

interface SegmentsProps<T extends string | number> {
  /** Of the group of radio buttons, unlike any other on the page. */
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly (readonly [value: T, content: ReactNode, title?: string, isDisabled?: boolean])[];
  readonly value: T | undefined;
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

export function Segments<T extends string | number>(props: SegmentsProps<T>) {
  const { name, legend, choices, value, isDisabled = false, onChange } = props;
  return (
    <fieldset className="segments" disabled={isDisabled}>
      <legend className="visually-hidden">{legend}</legend>
      {choices.map(([choice, content, title, isOut = false]) => (
        <label key={choice} title={title}>
          <input
            type="radio"
            name={name}
            checked={value === choice}
            disabled={isOut}
            onChange={() => onChange(choice)}
          />
          <span>{content}</span>
        </label>
      ))}
    </fieldset>
  );
}
