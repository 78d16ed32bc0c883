/** A choice to be ticked. */

interface CheckProps {
  readonly label: string;
  readonly title?: string | undefined;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly onToggle: () => void;
}

export function Check({ label, title, isChecked, isDisabled = false, onToggle }: CheckProps) {
  return (
    <label className="row tight check" title={title}>
      <input type="checkbox" checked={isChecked} disabled={isDisabled} onChange={onToggle} /> <bdi>{label}</bdi>
    </label>
  );
}
