import type { Visit } from "../../../src/web/pages/visit.ts";
import { NOW } from "../../evaluation/world.ts";

/** The visit of somebody who is signed in as rita. */
export const visitOf = (about: Partial<Visit> = {}): Visit => ({
  viewer: {
    login: "rita",
    userId: 1,
    readable: () => Promise.resolve(undefined),
    repositories: () => Promise.resolve([]),
  },
  signIn: "on",
  path: "/",
  formToken: "token",
  assets: { addressOf: (name) => `/assets/${name}`, files: [] },
  githubUrl: "https://github.example.com",
  now: NOW,
  ...about,
});
