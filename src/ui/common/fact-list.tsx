/** Names and what they stand for. */

interface FactListProps {
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly className: "fact-grid" | "fact-list" | "facts";
}

export function FactList({ facts, className }: FactListProps) {
  return (
    <dl className={className}>
      {facts.map(([name, text], index) => (
        // Several facts may share a name; their order is fixed.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never reorders
        <div key={index}>
          <dt>{name}</dt>
          <dd title={text}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
