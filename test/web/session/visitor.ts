interface Asking {
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: URLSearchParams;
}

/** A browser without scripts: it keeps cookies, follows nothing by itself, and can be asked what it holds. */
export class Visitor {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  /** The `Set-Cookie` headers that came, oldest first. */
  readonly set: string[] = [];

  constructor(url: string) {
    this.url = url;
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#ask(path, { headers });
  }

  async post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(form);
    return this.#ask(path, { method: "POST", body, headers: { origin: this.url, ...headers } });
  }

  /** Leaves for GitHub, says there who one is, and comes back; resolves to the answer to that. */
  async signsIn(as: string, to = "/"): Promise<Response> {
    return this.get(pathOf(await this.agrees(as, to)));
  }

  /** The address at which GitHub sends somebody back who agreed. */
  async agrees(as: string, to = "/"): Promise<string> {
    const away = await this.get(`/sign-in?${new URLSearchParams({ to }).toString()}`);
    const address = new URL(away.headers.get("location") ?? "");
    address.searchParams.set("as", as);
    const back = await fetch(address, { redirect: "manual" });
    return back.headers.get("location") ?? "";
  }

  async #ask(path: string, { headers: given, ...init }: Asking): Promise<Response> {
    const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...given, ...(cookie === "" ? {} : { cookie }) };
    const response = await fetch(`${this.url}${path}`, { ...init, headers, redirect: "manual" });
    for (const header of response.headers.getSetCookie()) this.#keep(header);
    // A body that nobody reads would hold its connection.
    const { status, headers: told } = response;
    const content = await response.arrayBuffer();
    return new Response(content.byteLength === 0 ? null : content, { status, headers: told });
  }

  #keep(header: string): void {
    this.set.push(header);
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
    if (value === "" || /max-age=0/iu.test(header)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The path of an address, with its query. */
export const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
};
