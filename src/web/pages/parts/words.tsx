import { visible } from "../../../markdown/escape.ts";
import { inlineOf, type Inline } from "./inline.ts";
import { OutLink } from "./link.tsx";

/** Longer than any sentence of ours; what is longer is somebody's attempt to fill the page. */
const LONGEST = 2000;

/** A sentence of ours that quotes others in backticks: these become code. */
export const Prose = ({ children }: { readonly children: string }) => (
  <>
    {visible(children, LONGEST)
      .split(/`([^`]+)`/u)
      .map((text, index) => (index % 2 === 1 ? <code>{text}</code> : text))}
  </>
);

/** A text that somebody wrote, such as a title, in whatever direction it runs. */
export const Title = ({ children, max = 300 }: { readonly children: string; readonly max?: number }) => (
  <bdi>{visible(children, max)}</bdi>
);

/** A line that was written as Markdown for GitHub. */
export const Line = ({ markdown }: { readonly markdown: string }) => <Pieces of={inlineOf(markdown)} />;

const Pieces = ({ of }: { readonly of: readonly Inline[] }) => (
  <>
    {of.map((piece) => {
      switch (piece.is) {
        case "text":
          return piece.text;
        case "code":
          return <code>{piece.text}</code>;
        case "strong":
          return (
            <strong>
              <Pieces of={piece.parts} />
            </strong>
          );
        case "link":
          return (
            <OutLink href={piece.href}>
              <Pieces of={piece.parts} />
            </OutLink>
          );
      }
    })}
  </>
);
