import { createContext } from "hono/jsx";

/** The time zone of a page: one moment is never told by two clocks. */
export const TimeZone = createContext("UTC");
