import { Hono } from "hono";
import type { Viewer } from "../session/viewer.ts";
import { Page, signInAddress } from "./layout.tsx";
import { Empty } from "./parts/empty.tsx";
import { HowToSwitchOn } from "./problems.tsx";
import type { PageEnv, Visit } from "./visit.ts";

/** The start page: what this is, and for whoever is signed in, the repositories. */
export const homePage = (): Hono<PageEnv> =>
  new Hono<PageEnv>().get("/", async (context) => {
    const { visit } = context.var;
    const { viewer } = visit;
    if (viewer === undefined) return context.html(<Welcome visit={visit} />);
    return context.html(<Repositories visit={visit} list={await viewer.repositories()} />);
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

type Listed = Awaited<ReturnType<Viewer["repositories"]>>;

const Repositories = ({ visit, list }: { readonly visit: Visit; readonly list: Listed }) => (
  <Page title="Repositories" visit={visit}>
    <h1>Repositories</h1>
    {list.length === 0 ? (
      <Empty>No repository that you can read has Gatehouse installed.</Empty>
    ) : (
      <ul class="plain rows">
        {list.map(({ owner, name }) => (
          <li>
            <a href={`/r/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`}>{`${owner}/${name}`}</a>
          </li>
        ))}
      </ul>
    )}
  </Page>
);
