import { describe, expect, test } from "vitest";
import { describeContent } from "./content-kind";

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe("describeContent", () => {
  test.each([
    ["\x1f\x8b\x08\0", "damaged gzip"],
    ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"],
    ["PK\x03\x04\x14\0\0\0", "a document or program"],
    [`scan.nii${"\0".repeat(249)}ustar`, "tar archive"],
    ["\n<!DOCTYPE html><html><title>404</title>", "web page"],
    ["<html lang=en>", "web page"],
    ["<?xml version='1.0'?>", "XML"],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:00", "Git LFS"],
    ["subject\tage\r\n01\t33\n", "plain text"],
    ["\xeb\x87\x8c\xec\x98\x81\xec\x83\x81", "plain text"],
    ["\0\x01\x02\x03", "unrecognised binary"],
    ["\n\n  ", "unrecognised binary"],
  ])("%j is named", (content, name) => {
    expect(describeContent(bytes(content))).toContain(name);
  });
});
