/** A choice of many, of which one is to be seen. */

interface SelectProps<T extends string | number> {
  /** For assistive technology, where no label element names it. */
  readonly label?: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly className?: string;
  readonly onChange: (value: T) => void;
}

export function Select<T extends string | number>({ label, value, options, className, onChange }: SelectProps<T>) {
  const take = (index: number) => onChange((options[index] as (typeof options)[number])[0]);
  return (
    <select
      aria-label={label}
      className={className}
      value={value}
      onChange={(event) => take(event.currentTarget.selectedIndex)}
    >
      {options.map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </select>
  );
}
