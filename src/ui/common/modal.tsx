/** A dialog before everything else on the page. Escape and a click beside it close it; focus goes back where it was. */

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { t } from "../../text/text";
import { IconButton } from "./button";
import { returnFocus } from "./focus";

interface ModalProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A question or a warning, which has to be answered: no cross, and a click beside it does nothing. */
  readonly isAlert?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Modal({ title, isOpen, onClose, isAlert = false, className = "", children }: ModalProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        {/* Not the library's overlay, which locks the page's scrolling by a style that the page's policy forbids. */}
        <div className="backdrop" />
        <Dialog.Content
          className={`raised dialog ${className}`}
          {...(isAlert && { role: "alertdialog" })}
          aria-modal="true"
          aria-describedby={undefined}
          onPointerDownOutside={(event) => isAlert && event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
        >
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {children}
          {/* Last, so that what the dialog is for has the focus first. */}
          {!isAlert && (
            <IconButton label={t("Close")} className="dialog-close" onClick={onClose}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
