import { expect, test } from "vitest";
import { decodeText } from "./charset";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

// The examples of DICOM PS3.5 annexes H to K.
test.each([
  [["ISO_IR 100"], "Buc^J\xe9r\xf4me", "Buc^Jérôme"],
  [["ISO_IR 101"], "W\xb3\xf3dz", "Włódz"],
  [["ISO_IR 144"], "\xbb\xee\xdace\xdc\xd1\xe3\xe0\xd3", "Люкceмбург"],
  [["ISO_IR 126"], "\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2", "Διονυσιος"],
  [["ISO_IR 138"], "\xf9\xf8\xe5\xef", "שרון"],
  [["ISO_IR 166"], "\xca\xc1", "สม"],
  [["ISO_IR 13"], "\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ﾔﾏﾀﾞ^ﾀﾛｳ"],
  [["ISO_IR 192"], "Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1", "Wang^XiaoDong=王^小東"],
  [["GB18030"], "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", "Wang^XiaoDong=王^小东"],
  [
    ["", "ISO 2022 IR 87"],
    "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
  ],
  [
    ["ISO 2022 IR 13", "ISO 2022 IR 87"],
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎",
  ],
  [["", "ISO 2022 IR 149"], "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7", "Hong^Gildong=洪^吉洞"],
  [["", "ISO 2022 IR 149"], "\x1b$)C\xc8\xab^\xb1\xe6\xb5\xbf", "홍^길동"],
  [["", "ISO 2022 IR 58"], "Zhang=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab", "Zhang=张^小东"],
  [["ISO 2022 IR 100", "ISO 2022 IR 144"], "\xe9 \x1b-L\xbb\xee", "é Лю"],
  [["", "ISO 2022 IR 159"], "\x1b$(D0!", "丂"],
])("%j", (terms, stored, text) => {
  expect(decodeText(bytes(stored), terms)).toBe(text);
});

test("Korean without its escape sequence, as some scanners write it", () => {
  expect(decodeText(bytes("T2 \xb3\xfa"), ["", "ISO 2022 IR 149"])).toBe("T2 뇌");
});

test("what is not said is UTF-8 where it can be, else Latin-1", () => {
  expect(decodeText(bytes("K\xc3\xb6ln"), [])).toBe("Köln");
  expect(decodeText(bytes("K\xf6ln"), [])).toBe("Köln");
  expect(decodeText(bytes("K\xf6ln"), ["no such set"])).toBe("Köln");
});

test("damaged escape sequences give some text, and no more than a few thousand letters", () => {
  expect(decodeText(bytes("a\x1bb\x1b$\x1b"), ["", "ISO 2022 IR 87"])).toMatch(/^a/);
  expect(decodeText(bytes("\x1b$B;3E"), ["", "ISO 2022 IR 87"])).toBe("山");
  expect(decodeText(new Uint8Array(1 << 20).fill(0x41), [])).toHaveLength(4096);
});
