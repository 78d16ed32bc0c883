/** The person's own banks: trained or opened here. */

import { useShallow } from "zustand/react/shallow";
import { formatFactor } from "../../core/volume";
import type { BankEntry } from "../../session/wire";
import { keepBank, openBank, removeBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { Button } from "../common/button";
import { FileButton } from "../common/file-button";
import { viewWith } from "./result-section";
import { saveBank } from "./save-files";

export function BanksSection() {
  const own = useSession(useShallow(({ banks = [] }) => banks.filter(({ origin }) => origin === "own")));
  return (
    <section className="section stack" aria-labelledby="train-banks">
      <div className="row section-head">
        <h2 id="train-banks">Own banks</h2>
        <FileButton
          label="Open a bank"
          inputLabel="Bank files"
          accept=".safetensors"
          onFiles={(files) => {
            for (const file of files) void openBank(file);
          }}
        />
      </div>
      {own.length === 0 && <p className="muted">Banks that you train or open appear here and in the viewer.</p>}
      <ul className="stack tight">
        {own.map((bank) => (
          <BankRow key={bank.id} bank={bank} />
        ))}
      </ul>
    </section>
  );
}

function BankRow({ bank }: { bank: BankEntry }) {
  const { title, method, factor, degradation, isKept } = bank;
  return (
    <li className="row wrap entry">
      <strong className="cut" title={title}>
        <bdi>{title}</bdi>
      </strong>
      <span className="muted">
        {method} · {formatFactor(factor)} · {degradation} ·{" "}
        {isKept ? "kept in this browser" : "gone after a reload unless kept"}
      </span>
      <span className="row wrap">
        <Button label="Use" kind="quiet small" onClick={() => viewWith(bank)} />
        <Button label="Save" kind="quiet small" onClick={() => void saveBank(bank)} />
        <Button label="Keep" kind="quiet small" disabled={isKept} onClick={() => void keepBank(bank)} />
        <Button label="Remove" kind="quiet small" onClick={() => void removeBank(bank)} />
      </span>
    </li>
  );
}
