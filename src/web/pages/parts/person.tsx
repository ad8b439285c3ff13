/** Somebody on GitHub, by name; bots have no page of their own by that name, so theirs is no link. */
export const Person = ({ login, githubUrl }: { readonly login: string; readonly githubUrl: string }) =>
  login.includes("[") ? (
    <span>{`@${login}`}</span>
  ) : (
    <a href={`${githubUrl}/${encodeURIComponent(login)}`}>{`@${login}`}</a>
  );
