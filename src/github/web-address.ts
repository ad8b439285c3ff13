/**
 * GitHub's address for people beside that of its API, without a slash at the end: `https://github.com` for `https://api.github.com`,
 * `https://HOSTNAME` for an Enterprise Server's `https://HOSTNAME/api/v3`, and `https://NAME.ghe.com` for `https://api.NAME.ghe.com`.
 * https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
export const webAddressOf = (apiUrl: string): string =>
  apiUrl.replace(/^https:\/\/api\.(github\.com|[^/]+\.ghe\.com)$/u, "https://$1").replace(/\/api\/v3$/u, "");
