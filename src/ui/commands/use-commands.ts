/** Runs commands by their keys, wherever the focus is. */

import { useEffect } from "react";
import type { Command } from "./command";
import { commandOfKey, isEnabled } from "./commands";
import { keyName, takesKey } from "./keys";

function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.isComposing || event.defaultPrevented) return undefined;
  const name = keyName(event);
  const command = commandOfKey(name);
  return command && !takesKey(event.target, name) && isEnabled(command) ? command : undefined;
}

export function useCommands(): void {
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const held = new Map<string, { readonly command: Command; readonly since: number }>();
    const letGo = (code: string) => {
      const one = held.get(code);
      held.delete(code);
      one?.command.release?.(performance.now() - one.since);
    };
    const press = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (!command) return;
      event.preventDefault();
      if (event.repeat && !command.repeats) return;
      if (command.release) held.set(event.code, { command, since: performance.now() });
      command.run();
    };
    document.addEventListener("keydown", press, { signal });
    document.addEventListener("keyup", ({ code }) => letGo(code), { signal });
    // Keys that are let go while another window has the focus.
    window.addEventListener("blur", () => [...held.keys()].forEach(letGo), { signal });
    return () => listeners.abort();
  }, []);
}
