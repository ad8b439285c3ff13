import { link } from "../markdown/escape.ts";
import type { Evidence } from "../requirements/outcome.ts";
import { moment } from "./answers.ts";
import { clipped, prose } from "./prose.ts";

/** A proof with a link to where it is, its moments by the clock of the config. */
export const proof = ({ text, url }: Evidence, timeZone?: string): string => {
  const words = text.replaceAll(INSTANT, (at) => moment(at, timeZone));
  return url === undefined ? prose(words, 150) : link(clipped(words, 150), url);
};

/** Programs read the proof as well. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/gu;
