import { Page, signInAddress } from "./layout.tsx";
import { Time } from "./parts/time.tsx";
import type { Visit } from "./visit.ts";

interface Props {
  readonly visit: Visit;
}

/** The one answer for what does not exist and for what this viewer may not see. */
export const NotFound = ({ visit }: Props) => (
  <Page title="Not found" visit={visit}>
    <h1>Not found</h1>
    <p>There is nothing at this address, or it belongs to a repository that GitHub does not show you.</p>
    <ul>
      <li>Gatehouse knows pull requests and issues from the moment it first looks at them.</li>
      <li>It sees only repositories where its GitHub App is installed.</li>
    </ul>
    <p>
      <a href="/">Go to the start page</a>
    </p>
  </Page>
);

/** Asks to sign in, and comes back to the page that was wanted. */
export const NotSignedIn = ({ visit, why }: Props & { readonly why?: string }) => (
  <Page title="Sign in" visit={visit}>
    <h1>Sign in to see this page</h1>
    {why === undefined ? null : <p role="alert">{why}</p>}
    <p>Gatehouse shows you what GitHub lets you read, and nothing else.</p>
    <p>
      <a class="button button-main" href={signInAddress(visit.path)}>
        Sign in with GitHub
      </a>
    </p>
  </Page>
);

/** This server lacks what signing in takes. */
export const SignInOff = ({ visit }: Props) => (
  <Page title="Sign-in is off" visit={visit}>
    <h1>Nobody can sign in here yet</h1>
    <p>
      Pages show what GitHub lets you read, so they need to know who you are. This server has not been given what that
      takes; its gates, checks and comments work all the same.
    </p>
    <HowToSwitchOn />
  </Page>
);

/** For whoever runs the server. */
export const HowToSwitchOn = () => (
  <>
    <p>Whoever runs it sets four variables and starts it again:</p>
    <dl class="facts">
      <dt>
        <code>PUBLIC_URL</code>
      </dt>
      <dd>where people reach this server</dd>
      <dt>
        <code>CLIENT_ID</code>
      </dt>
      <dd>from the GitHub App’s settings page</dd>
      <dt>
        <code>CLIENT_SECRET</code>
      </dt>
      <dd>generated on the same page</dd>
      <dt>
        <code>SESSION_SECRET</code>
      </dt>
      <dd>
        32 characters or more, made by <code>openssl rand -hex 32</code>
      </dd>
    </dl>
    <p>
      The App’s callback URL is <code>PUBLIC_URL</code> with <code>/sign-in/callback</code> behind it.
    </p>
  </>
);

/** GitHub can't be asked now. Nothing is shown meanwhile, since nobody says who may see it. */
export const GithubDoesNotAnswer = ({ visit, retryAt }: Props & { readonly retryAt?: Date | undefined }) => (
  <Page title="GitHub does not answer" visit={visit}>
    <h1>GitHub does not answer</h1>
    <p>
      Gatehouse asks GitHub what you may read before it shows anything, and got no answer. Nothing is wrong with your
      sign-in.
    </p>
    {retryAt === undefined ? (
      <p>Load this page again in a minute.</p>
    ) : (
      <p>
        You have asked GitHub for as much as it answers in an hour. It answers again from <Time at={retryAt} />.
      </p>
    )}
  </Page>
);

/** Something is wrong with us. */
export const Fault = ({ visit }: Props) => (
  <Page title="Something went wrong" visit={visit}>
    <h1>Something went wrong</h1>
    <p>This is a fault of Gatehouse. It was written to the server’s log; checks and gates are not affected by it.</p>
    <p>Load this page again in a minute.</p>
  </Page>
);

/** A form that did not come from a page of ours, or from one that is too old. */
export const ForgedForm = ({ visit }: Props) => (
  <Page title="Not accepted" visit={visit}>
    <h1>This was not accepted</h1>
    <p>
      The form did not come from a page of Gatehouse, or you signed in again since. Go back, load the page and try
      again.
    </p>
  </Page>
);
