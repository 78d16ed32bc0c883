/** What can be known and set beside the images: a column of sections that scrolls inside itself. */

import { Accordion } from "radix-ui";
import { t } from "../../text/text";
import { DisplaySection } from "./display-section";
import { MeasureSection } from "./measure-section";
import { RunSection } from "./run-section";
import { ScanSection } from "./scan-section";
import { type Section, useSections } from "./sections";
import { TrustSection } from "./trust-section";
import { WindowSection } from "./window-section";

export function Inspector() {
  const open = useSections((state) => state.open);
  return (
    <aside className="inspector" aria-label={t("Inspector")}>
      <Accordion.Root
        type="multiple"
        value={[...open]}
        onValueChange={(sections) => useSections.setState({ open: sections as Section[] })}
      >
        <RunSection />
        <WindowSection />
        <TrustSection />
        <ScanSection />
        <DisplaySection />
        <MeasureSection />
      </Accordion.Root>
    </aside>
  );
}
