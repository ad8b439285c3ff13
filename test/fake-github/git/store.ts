import { createHash } from "node:crypto";

export interface FileEntry {
  readonly mode: string;
  readonly sha: string;
}

export interface TreeEntry extends FileEntry {
  readonly name: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly login: string;
  readonly date: Date;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  /** The author unless given: GitHub itself commits what it rebases. */
  readonly committer?: Signature | undefined;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;
export type FileMap = ReadonlyMap<string, FileEntry>;

const FOLDER = "040000";
const FILE = "100644";

/** Content-addressed objects with the very ids git would give them; one store for a repository and its forks. */
export class GitStore {
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #commits = new Map<string, Commit>();
  readonly #flat = new Map<string, FileMap>();

  blob(sha: string): Buffer | undefined {
    return this.#blobs.get(sha);
  }

  tree(sha: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(sha);
  }

  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  /** The commit of that id; a missing one is a mistake in the fake itself. */
  commitAt(sha: string): Commit {
    const commit = this.#commits.get(sha);
    if (commit === undefined) throw new Error(`no commit ${sha} in the fake's git store`);
    return commit;
  }

  commitsStartingWith(prefix: string): Commit | undefined {
    return [...this.#commits.values()].find(({ sha }) => sha.startsWith(prefix));
  }

  writeBlob(content: string | Uint8Array): string {
    const bytes = Buffer.from(content);
    const sha = objectId("blob", bytes);
    this.#blobs.set(sha, bytes);
    return sha;
  }

  writeTree(files: FileMap): string {
    const sha = this.#writeFolder([...files].map(([path, entry]) => ({ path: path.split("/"), entry })));
    this.#flat.set(sha, files);
    return sha;
  }

  writeCommit(commit: Omit<Commit, "sha">): Commit {
    const parents = commit.parents.map((parent) => `parent ${parent}\n`).join("");
    const text = `tree ${commit.tree}\n${parents}author ${signed(commit.author)}\ncommitter ${signed(commit.committer ?? commit.author)}\n\n${commit.message}\n`;
    const written = { ...commit, sha: objectId("commit", Buffer.from(text)) };
    this.#commits.set(written.sha, written);
    return written;
  }

  /** Every file below a tree, by path. */
  files(tree: string): FileMap {
    const known = this.#flat.get(tree);
    if (known !== undefined) return known;
    const files = new Map<string, FileEntry>();
    for (const { name, mode, sha } of this.#trees.get(tree) ?? []) {
      const inside = mode === FOLDER ? this.files(sha) : new Map([["", { mode, sha }]]);
      for (const [path, entry] of inside) files.set(path === "" ? name : `${name}/${path}`, entry);
    }
    this.#flat.set(tree, files);
    return files;
  }

  /** What lies at a path of a tree; the empty path is the tree itself. */
  at(tree: string, path: string): FileEntry | undefined {
    let here: FileEntry = { mode: FOLDER, sha: tree };
    for (const name of path.split("/").filter((part) => part !== "")) {
      const next = this.#trees.get(here.sha)?.find((entry) => entry.name === name);
      if (next === undefined) return undefined;
      here = next;
    }
    return here;
  }

  /** The tree with files written over it and paths taken away. */
  change(
    tree: string | undefined,
    change: { files?: Files | undefined; remove?: readonly string[] | undefined },
  ): string {
    const files = new Map(tree === undefined ? [] : this.files(tree));
    for (const path of change.remove ?? []) files.delete(path);
    for (const [path, content] of Object.entries(change.files ?? {}))
      files.set(path, { mode: FILE, sha: this.writeBlob(content) });
    return this.writeTree(files);
  }

  #writeFolder(files: readonly { path: readonly string[]; entry: FileEntry }[]): string {
    const entries: TreeEntry[] = [];
    const folders = new Map<string, { path: readonly string[]; entry: FileEntry }[]>();
    for (const { path, entry } of files) {
      const [name = "", ...rest] = path;
      if (rest.length === 0) entries.push({ name, ...entry });
      else folders.set(name, pushed(folders.get(name), { path: rest, entry }));
    }
    for (const [name, inside] of folders) entries.push({ name, mode: FOLDER, sha: this.#writeFolder(inside) });
    entries.sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
    const bytes = Buffer.concat(
      entries.flatMap(({ name, mode, sha }) => [
        Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`),
        Buffer.from(sha, "hex"),
      ]),
    );
    const sha = objectId("tree", bytes);
    this.#trees.set(sha, entries);
    return sha;
  }
}

export const isFolder = (entry: FileEntry): boolean => entry.mode === FOLDER;

/** Git calls a file binary when a NUL byte is among its first 8,000. */
export const isBinary = (content: Buffer): boolean => content.subarray(0, 8000).includes(0);

function objectId(type: string, bytes: Buffer): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

const signed = ({ name, email, date }: Signature): string =>
  `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`;

const sortKey = ({ name, mode }: TreeEntry): Buffer => Buffer.from(mode === FOLDER ? `${name}/` : name);

function pushed<T>(list: T[] | undefined, item: T): T[] {
  if (list === undefined) return [item];
  list.push(item);
  return list;
}
