import { Hono } from "hono";
import { Page, signInAddress } from "./layout.tsx";
import { HowToSwitchOn } from "./problems.tsx";
import type { PageEnv, Visit } from "./visit.ts";

/** The start page: what this is; whoever is signed in goes on to what waits for them. */
export const homePage = (): Hono<PageEnv> =>
  new Hono<PageEnv>().get("/", (context) => {
    const { visit } = context.var;
    return visit.viewer === undefined ? context.html(<Welcome visit={visit} />) : context.redirect("/my-turn", 303);
  });

const Welcome = ({ visit }: { readonly visit: Visit }) => (
  <Page title="Welcome" visit={visit}>
    <h1>Gatehouse</h1>
    <p class="lead">
      Release checklists, readiness reviews and rollback plans, turned into gates: a pull request merges and a
      deployment starts when everything that was agreed on is done.
    </p>
    {visit.signIn === "on" ? (
      <>
        <p>Sign in to see what waits for you, and why. You see what GitHub lets you read, and nothing else.</p>
        <p>
          <a class="button button-main" href={signInAddress(visit.path)}>
            Sign in with GitHub
          </a>
        </p>
      </>
    ) : (
      <>
        <h2>Nobody can sign in here yet</h2>
        <p>Gates, checks and comments work without it.</p>
        <HowToSwitchOn />
      </>
    )}
  </Page>
);
