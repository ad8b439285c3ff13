import { expect, test } from "@jest/globals";
import { unreadable, unwritable } from "../../src/cli/unusable-file.ts";

const failed = (code: string, message = `${code}: what it means, open '/x/f'`): Error =>
  Object.assign(new Error(message), { code });

test.each([
  ["ENOENT", "`out/f` can't be written: there is no folder `out`; make it first."],
  ["EEXIST", "`out/f` can't be written: a part of its path, `out`, is a file, not a folder."],
  ["ENOTDIR", "`out/f` can't be written: a part of its path, `out`, is a file, not a folder."],
  ["EISDIR", "`out/f` can't be written: it is a folder; name a file in it."],
  ["ENOSPC", "`out/f` can't be written: the disk is full."],
  [
    "EACCES",
    "`out/f` can't be written: this user may not write there; change the permissions, or choose another place.",
  ],
  ["EBUSY", "`out/f` can't be written: what it means."],
])("a file that can't be written: %s", (code, message) => {
  expect(unwritable("out/f", failed(code)).message).toBe(message);
});

test.each([
  ["EACCES", "`f` may not be read by this user; change its permissions."],
  ["ELOOP", "`f` is a symbolic link that leads back to itself; name the file itself."],
  ["EBUSY", "`f` can't be read: what it means."],
])("a file that can't be read: %s", async (code, message) => {
  const { message: said } = await unreadable({ file: "f", cwd: "/", expected: "a text" }, failed(code));
  expect(said).toBe(message);
});

const toldOfFolder = async (expected: string): Promise<string> =>
  (await unreadable({ file: "f", cwd: "/", expected }, failed("EISDIR"))).message;

test("only where a procedure is expected, a folder may be meant as a checkout", async () => {
  expect(await toldOfFolder("a procedure, YAML or Markdown")).toContain("use `gatehouse validate`");
  expect(await toldOfFolder("a GitHub token and nothing else")).toBe(
    "`f` is a folder; expected a GitHub token and nothing else.",
  );
});
