import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import { Person } from "./parts/person.tsx";
import { TimeZone } from "./parts/time-zone.ts";
import type { Visit } from "./visit.ts";

/** One step of the way from the start page to a page. */
export interface Place {
  readonly name: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

export interface PageProps {
  /** Without the product's name, which is added. */
  readonly title: string;
  readonly visit: Visit;
  /** In which its moments are told; UTC unless given. */
  readonly timeZone?: string | undefined;
  /** The way here, the page itself last. */
  readonly where?: readonly Place[];
  /** Names of scripts among the assets; a page must be complete without them. */
  readonly scripts?: readonly string[];
  readonly children?: Child;
}

/** The frame of every page: where one is, who is signed in, and the page itself, which begins with its `<h1>`. */
export const Page = ({ title, visit, timeZone = "UTC", where = [], scripts = [], children }: PageProps) => (
  <>
    {raw("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Gatehouse`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={visit.assets.addressOf("style.css")} />
        <link rel="icon" href={visit.assets.addressOf("icon.svg")} type="image/svg+xml" />
        {scripts.map((name) => (
          <script type="module" src={visit.assets.addressOf(name)}></script>
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Header visit={visit} where={where} />
        <main id="main" tabindex={-1}>
          <TimeZone.Provider value={timeZone}>{children}</TimeZone.Provider>
        </main>
        <Footer timeZone={timeZone} />
      </body>
    </html>
  </>
);

const Header = ({ visit, where }: { readonly visit: Visit; readonly where: readonly Place[] }) => (
  <header class="bar">
    <div class="bar-inner">
      <a class="brand" href="/">
        <svg aria-hidden="true" viewBox="0 0 16 16" width="20" height="20">
          <path d="M2 15V6a6 6 0 0 1 12 0v9h-3V6.5a3 3 0 0 0-6 0V15zM7 9h2v6H7z" />
        </svg>
        Gatehouse
      </a>
      <nav class="where" aria-label="Where you are">
        {where.length === 0 ? null : <Way places={where} />}
      </nav>
      <Who visit={visit} />
    </div>
  </header>
);

const Way = ({ places }: { readonly places: readonly Place[] }) => (
  <ol>
    {places.map(({ name, href }) => (
      <li>{href === undefined ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}</li>
    ))}
  </ol>
);

const Who = ({ visit }: { readonly visit: Visit }) => {
  const { viewer, signIn, path, githubUrl, formToken } = visit;
  if (viewer === undefined) {
    return signIn === "off" ? null : (
      <div class="who">
        <a href={signInAddress(path)}>Sign in</a>
      </div>
    );
  }
  return (
    <div class="who">
      <a href="/my-turn">My turn</a>
      <Person login={viewer.login} githubUrl={githubUrl} />
      <form method="post" action="/sign-out">
        <input type="hidden" name="token" value={formToken} />
        <button type="submit">Sign out</button>
      </form>
    </div>
  );
};

const Footer = ({ timeZone }: { readonly timeZone: string }) => (
  <footer class="foot">
    <div class="foot-inner">
      <span>Gatehouse turns release procedures into gates.</span>
      <span>{`Times are ${timeZone} unless they say otherwise.`}</span>
    </div>
  </footer>
);

/** Where one signs in to come back to a page of ours. */
export const signInAddress = (path: string): string => `/sign-in?${new URLSearchParams({ to: path }).toString()}`;
