/** What stands around the planes: choices, what is going on and how to stop it, what went wrong, what must be known. */

import type { Notice } from "../core/notice";
import { PLANES } from "../core/view";
import { capital } from "../jobs/provenance";
import { make, withAria } from "./dom";
import { COMPARISONS, type Comparison } from "./planes";

export const VIEWS = [...PLANES, "all"] as const;
export type View = (typeof VIEWS)[number];

const NOTE = "What is made finer was computed, not acquired. Research software, not for diagnosis.";

/** What a person does with them. */
export interface Deeds {
  choose(name: "view" | "compare", value: string): void;
  save(): void;
  cancel(): void;
  again(): void;
}

/** What is going on. */
export interface Told {
  readonly state: "working" | "done" | "cancelled" | "failed";
  readonly text: string;
  /** From 0 to 1; undefined where it is not known. */
  readonly fraction?: number;
}

/** What there is. */
export interface Held {
  readonly view: View;
  readonly comparison: Comparison;
  readonly notices: readonly Notice[];
  readonly hasResult: boolean;
}

export class Controls {
  readonly parts: readonly HTMLElement[];
  readonly #view: HTMLSelectElement;
  readonly #compare: HTMLSelectElement;
  readonly #compared: HTMLElement;
  readonly #save: HTMLElement;
  readonly #cancel: HTMLElement;
  readonly #again: HTMLElement;
  readonly #text = withAria(make("span"), { role: "status" });
  readonly #progress = withAria(make("progress"), { label: "Progress" });
  readonly #error = withAria(make("p", { className: "error", hidden: true }), { role: "alert" });
  readonly #list = make("ul");
  readonly #notices = make("details", { className: "notices" }, make("summary", {}, "Notices"), this.#list);

  constructor(deeds: Deeds, planes: HTMLElement) {
    const choice = (name: "view" | "compare", options: readonly string[]) => {
      const select = make("select", {}, ...options.map((value) => make("option", { value }, capital(value))));
      select.onchange = () => deeds.choose(name, select.value);
      return select;
    };
    const button = (label: string, onclick: () => void) => make("button", { type: "button", onclick }, label);
    this.#view = choice("view", VIEWS);
    this.#compare = choice("compare", COMPARISONS);
    this.#compared = make("label", {}, "Compare", this.#compare);
    this.#save = button("Save", () => deeds.save());
    this.#cancel = button("Cancel", () => deeds.cancel());
    this.#again = button("Again", () => deeds.again());
    const room = make("span", { className: "grow" });
    this.parts = [
      make("div", { className: "bar" }, make("label", {}, "View", this.#view), this.#compared, room, this.#save),
      make("div", { className: "status" }, this.#text, this.#progress, this.#cancel, this.#again),
      this.#error,
      this.#notices,
      planes,
      make("p", { className: "note" }, NOTE),
    ];
  }

  tell({ state, text, fraction }: Told): void {
    const hasFailed = state === "failed";
    this.#text.textContent = hasFailed ? "" : text;
    this.#error.textContent = hasFailed ? text : "";
    this.#error.hidden = !hasFailed;
    this.#progress.hidden = state !== "working";
    if (fraction === undefined) this.#progress.removeAttribute("value");
    else this.#progress.value = fraction;
    this.#cancel.hidden = state !== "working";
    this.#again.hidden = !hasFailed && state !== "cancelled";
  }

  show({ view, comparison, notices, hasResult }: Held): void {
    this.#view.value = view;
    this.#compare.value = comparison;
    this.#compared.hidden = !hasResult;
    this.#save.hidden = !hasResult;
    this.#notices.hidden = notices.length === 0;
    this.#list.replaceChildren(...notices.map(({ code, text }) => make("li", {}, `${code}: ${text}`)));
  }
}
