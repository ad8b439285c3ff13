import { slug } from "../markdown/slug.ts";

/** The id of a document that names none: its file's name without folders and extension. */
export const idFromFile = (file: string): string => slug(baseName(file).replace(/\.[^.]*$/u, ""));

/** The extension in lower case, without its dot. */
export const extension = (file: string): string => /\.([^./]+)$/u.exec(file)?.[1]?.toLowerCase() ?? "";

export const baseName = (file: string): string => file.split(/[/\\]/u).at(-1) ?? file;
