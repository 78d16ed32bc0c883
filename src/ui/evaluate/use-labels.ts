/** The names of methods, by the banks that are here. */

import { useMemo } from "react";
import { useSession } from "../../state/session-store";
import { methodLabel } from "../common/method-label";

export function useLabels(): (name: string) => string {
  const banks = useSession((session) => session.banks);
  const methods = useSession((session) => session.methods);
  return useMemo(() => (name: string) => methodLabel(name, banks, methods), [banks, methods]);
}
