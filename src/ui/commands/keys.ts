/** Keys by their place on the keyboard, so that they are the same whatever script is being typed. */

/** What of a keyboard event names a key. */
export type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The name that commands list: "KeyG", "Shift+Digit1", "Ctrl+KeyZ". The Command key of a Mac counts as Ctrl. */
export function keyName({ code, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${code}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  Equal: "+",
  "Shift+Equal": "+",
  NumpadAdd: "+",
  Minus: "−",
  NumpadSubtract: "−",
  "Shift+Slash": "?",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
  Escape: "Esc",
};

/** The key as it is written on a keyboard. */
export function keyLabel(name: string, isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)): string {
  const sign = SIGNS[name];
  if (sign) return sign;
  const parts = name.split("+");
  const code = parts.pop() as string;
  const shown = SIGNS[code] ?? code.replace(/^(Key|Digit|Numpad)/, "");
  return [...parts.map((part) => (part === "Ctrl" && isMac ? "⌘" : part)), shown].join(" ");
}

const TYPING =
  "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=file])";
const LAYERS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const MOVING =
  "[role=separator], [role=slider], [role=toolbar], [data-arrow-keys], input[type=range], input[type=radio]";

/** Whether what has the focus means something of its own by the key. */
export function takesKey(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element)) return false;
  const isShortcut = /^Ctrl\+Key[^Z]$/.test(name);
  if (target.closest(LAYERS)) return true;
  if (target.closest(TYPING)) return !isShortcut;
  if (/^(Arrow|Page|Home|End)/.test(name)) return target.closest(MOVING) !== null;
  return /^Digit[123]$/.test(name) && target.closest("[role=separator]") !== null;
}
