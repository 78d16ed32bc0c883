/** One section of the inspector: a heading that opens and closes it. */

import { ChevronRight } from "lucide-react";
import { Accordion } from "radix-ui";
import type { ReactNode } from "react";
import type { Section } from "./sections";

interface InspectorSectionProps {
  readonly section: Section;
  readonly title: string;
  /** Said beside the title, also while the section is closed. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

export function InspectorSection({ section, title, note, children }: InspectorSectionProps) {
  return (
    <Accordion.Item value={section} className="inspector-section" data-section={section}>
      <Accordion.Header className="inspector-heading">
        <Accordion.Trigger className="inspector-trigger">
          <ChevronRight className="inspector-chevron" size={14} aria-hidden="true" />
          <span>{title}</span>
          {note !== undefined && <span className="muted cut inspector-note">{note}</span>}
        </Accordion.Trigger>
      </Accordion.Header>
      <Accordion.Content className="inspector-content">{children}</Accordion.Content>
    </Accordion.Item>
  );
}

/** A part of a section that is seldom needed. */
export function More({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="inspector-more">
      <summary>{title}</summary>
      <div className="stack">{children}</div>
    </details>
  );
}
