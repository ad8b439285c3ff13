import { describe, expect, test } from "@jest/globals";
import { createSealing } from "../../../src/web/session/sealing.ts";

const [OLD, NEW] = ["o".repeat(32), "n".repeat(32)];

describe("what is sealed", () => {
  const sealing = createSealing([OLD]);
  const sealed = sealing.seal("a token", "session 1");

  test("can be opened for what it belongs to, and shows nothing of itself", () => {
    expect(sealing.open(sealed, "session 1")).toBe("a token");
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("token");
    expect(sealing.seal("a token", "session 1")).not.toBe(sealed);
  });

  test.each([
    { what: "for something else", sealed, bound: "session 2" },
    { what: "when it was cut", sealed: sealed.slice(0, -2), bound: "session 1" },
    {
      what: "when it was changed",
      sealed: `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`,
      bound: "session 1",
    },
    { what: "when it is nothing of the kind", sealed: "hello", bound: "session 1" },
    { what: "when it is empty", sealed: "", bound: "session 1" },
  ])("is not opened $what", ({ sealed: text, bound }) => {
    expect(sealing.open(text, bound)).toBeUndefined();
  });

  test("is opened by an older secret as long as that is named", () => {
    expect(createSealing([NEW, OLD]).open(sealed, "session 1")).toBe("a token");
    expect(createSealing([NEW]).open(sealed, "session 1")).toBeUndefined();
    const newer = createSealing([NEW, OLD]).seal("a token", "session 1");
    expect(sealing.open(newer, "session 1")).toBeUndefined();
  });
});

test("a form's token is good for its own session alone", () => {
  const sealing = createSealing([NEW, OLD]);
  const token = createSealing([OLD]).formToken("one");
  expect(sealing.isFormToken(token, "one")).toBe(true);
  expect(sealing.isFormToken(token, "another")).toBe(false);
  expect(sealing.isFormToken(sealing.formToken("one"), "one")).toBe(true);
  expect(createSealing([NEW]).isFormToken(token, "one")).toBe(false);
  expect(sealing.isFormToken("", "one")).toBe(false);
});
