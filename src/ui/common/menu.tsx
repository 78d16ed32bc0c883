/** A button that opens a menu. */

import { Check, ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

interface MenuProps {
  /** Name of the button for assistive technology, where `children` do not say it in words. */
  readonly label?: string;
  /** What the button shows. */
  readonly button: ReactNode;
  readonly kind?: string;
  readonly hasArrow?: boolean;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

export function Menu({ label, button, kind = "quiet small", hasArrow = true, align = "start", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`button ${kind}`} aria-label={label} title={label}>
        {button}
        {hasArrow && <ChevronDown size={14} aria-hidden="true" />}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="raised menu" align={align} sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  /** The keys that do the same. */
  readonly keys?: string | undefined;
  /** With a value, an item that is ticked or not. */
  readonly isTicked?: boolean;
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ label, icon, keys, isTicked, isDisabled = false, onSelect }: MenuItemProps) {
  const content = (
    <>
      <span className="menu-icon">{isTicked ? <Check size={14} aria-hidden="true" /> : icon}</span>
      <span className="menu-text">{label}</span>
      {keys && <kbd>{keys}</kbd>}
    </>
  );
  return isTicked === undefined ? (
    <DropdownMenu.Item className="menu-item" disabled={isDisabled} onSelect={onSelect}>
      {content}
    </DropdownMenu.Item>
  ) : (
    <DropdownMenu.CheckboxItem className="menu-item" checked={isTicked} disabled={isDisabled} onSelect={onSelect}>
      {content}
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="muted menu-heading">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}

/** Words that may take several lines. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="muted note menu-note">{children}</DropdownMenu.Label>;
}
