/** The headers that isolate the page: what they let nobody do, and what the documentation tells hosts to send. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HEADERS, META_POLICY } from "./headers.mjs";
import { ROOT } from "./project.mjs";

test("the policy lets nothing in from elsewhere, and no text become script", () => {
  const policy = HEADERS["Content-Security-Policy"] as string;
  expect(policy).toBe(`${META_POLICY}; frame-ancestors 'none'`);
  for (const rule of ["default-src 'none'", "connect-src 'self'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toMatch(/\*|https?:|'unsafe-|(script|worker|connect)-src[^;]*(data|blob):/);
});

test("what hosts are told to send is what the page's own server sends", () => {
  const text = readFileSync(join(ROOT, "docs/hosting.md"), "utf8");
  const forms: ((name: string, value: string) => string)[] = [
    (name, value) => `add_header ${name} "${value}" always;`,
    (name, value) => `Header always set ${name} "${value}"`,
    (name, value) => `  ${name}: ${value}`,
  ];
  for (const form of forms) {
    const lines = Object.entries(HEADERS).map(([name, value]) => form(name, value));
    expect(text).toContain(`\n${lines.join("\n")}\n\`\`\``);
  }
});
