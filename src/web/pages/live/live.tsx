import type { Child } from "hono/jsx";
import type { Visit } from "../visit.ts";

export interface LiveProps {
  readonly visit: Visit;
  /** The address of the page's events. */
  readonly events: string;
  readonly children?: Child;
}

/**
 * The part of a page that is kept current while somebody looks, by a script. Without JavaScript it is what it was when it was loaded, and
 * says nothing else. Of what has `data-say` the script reads out what became otherwise; that needs an id.
 */
export const Live = ({ visit, events, children }: LiveProps) => (
  <>
    <div id="live-part" data-events={events}>
      {children}
    </div>
    <script defer src={visit.assets.addressOf("idiomorph.js")}></script>
    <script defer src={visit.assets.addressOf("live.js")}></script>
  </>
);
