/** Something people wrote for the change, as Markdown, and the file that holds it; without one, the description does. */
export interface Paper {
  readonly text: string;
  readonly file?: { readonly path: string; readonly url?: string | undefined } | undefined;
}
