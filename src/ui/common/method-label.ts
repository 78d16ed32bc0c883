/** What the page calls the methods that an evaluation compares. */

import { GLOBAL_FILTER, SCAN_ITSELF } from "../../jobs/evaluate/rows";
import { INTERPOLATION_TITLES, INTERPOLATIONS, type Interpolation } from "../../methods/interpolation/names";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { entryText, t } from "../../text/text";
import { bankWords } from "./bank-words";

type Methods = readonly Pick<MethodInfo, "id" | "title">[];

/** An interpolation or the scan itself by its title, a shipped bank by what it is; other banks have names of their own. */
export function methodLabel(name: string, banks: readonly BankEntry[] = [], methods: Methods = []): string {
  if (name === SCAN_ITSELF) return t("From the scan itself");
  if (INTERPOLATIONS.some((method) => method === name)) return entryText(INTERPOLATION_TITLES[name as Interpolation]);
  const global = `, ${GLOBAL_FILTER}`;
  if (name.endsWith(global)) {
    const bank = methodLabel(name.slice(0, -global.length), banks, methods);
    return t("{bank}, global filter", { bank });
  }
  const bank = banks.find(({ title }) => title === name);
  if (bank?.origin !== "shipped") return name;
  const { method, factor, degradation } = bankWords(bank, methods);
  return [method, factor, degradation].join(" · ");
}
