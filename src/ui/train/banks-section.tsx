/** The person's own banks: trained or opened here. */

import { useShallow } from "zustand/react/shallow";
import type { BankEntry } from "../../session/wire";
import { keepBank, openBank, removeBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { Button } from "../common/button";
import { FileButton } from "../common/file-button";
import { viewWith } from "./result-section";
import { saveBank } from "./save-files";

export function BanksSection() {
  const own = useSession(useShallow(({ banks = [] }) => banks.filter(({ origin }) => origin === "own")));
  return (
    <section className="section stack" aria-labelledby="train-banks">
      <div className="row section-head">
        <h2 id="train-banks">{t("Own banks")}</h2>
        <FileButton
          label={t("Open a bank")}
          inputLabel={t("Bank files")}
          accept=".safetensors"
          onFiles={(files) => {
            for (const file of files) void openBank(file);
          }}
        />
      </div>
      {own.length === 0 && <p className="muted">{t("Banks that you train or open appear here and in the viewer.")}</p>}
      <ul className="stack tight">
        {own.map((bank) => (
          <BankRow key={bank.id} bank={bank} />
        ))}
      </ul>
    </section>
  );
}

function BankRow({ bank }: { bank: BankEntry }) {
  const methods = useSession((session) => session.methods);
  const { title, isKept, trainingData = [] } = bank;
  const { method, factor, degradation, trainedOn } = bankWords(bank, methods);
  const kept = isKept ? t("kept in this browser") : t("gone after a reload unless kept");
  const facts = [method, factor, degradation, trainedOn, kept].filter((fact) => fact !== "");
  return (
    <li className="row wrap entry">
      <strong className="cut" title={title}>
        <bdi>{title}</bdi>
      </strong>
      <span className="muted" title={trainingData.join("\n")}>
        {facts.join(" · ")}
      </span>
      <span className="row wrap">
        <BankButton label={t("Use")} title={title} onClick={() => viewWith(bank)} />
        <BankButton label={t("Save")} title={title} onClick={() => void saveBank(bank)} />
        <BankButton label={t("Keep")} title={title} disabled={isKept} onClick={() => void keepBank(bank)} />
        <BankButton label={t("Remove")} title={title} onClick={() => void removeBank(bank)} />
      </span>
    </li>
  );
}

interface BankButtonProps extends Readonly<Record<"label" | "title", string>> {
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Named with its bank, since every bank has such a button. */
function BankButton({ label, title, ...rest }: BankButtonProps) {
  return (
    <Button label={label} kind="quiet small" aria-label={t("{action}: {title}", { action: label, title })} {...rest} />
  );
}
