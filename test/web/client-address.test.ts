import { expect, test } from "@jest/globals";
import { clientAddress } from "../../src/web/client-address.ts";

const PROXY = "10.0.0.2";
const ADA = "203.0.113.7";

test.each([
  { title: "nobody is trusted unless it is said", hops: 0, forwarded: ADA, is: PROXY },
  { title: "one proxy tells who came to it", hops: 1, forwarded: ADA, is: ADA },
  { title: "what a client claims stands before what the proxy says", hops: 1, forwarded: `1.1.1.1, ${ADA}`, is: ADA },
  { title: "of two proxies the outer one is believed", hops: 2, forwarded: `1.1.1.1, ${ADA}, 10.0.0.9`, is: ADA },
  { title: "headers that were set twice count as one", hops: 1, forwarded: `1.1.1.1,${ADA}`, is: ADA },
  { title: "fewer proxies than should be: whoever connected", hops: 2, forwarded: ADA, is: PROXY },
  { title: "nothing was forwarded: whoever connected", hops: 1, forwarded: undefined, is: PROXY },
  { title: "what is no address is not taken for one", hops: 1, forwarded: "unknown", is: PROXY },
  { title: "and is skipped for nobody", hops: 1, forwarded: `${ADA}, `, is: PROXY },
  { title: "a port does not tell one client from another", hops: 1, forwarded: `${ADA}:4711`, is: ADA },
  { title: "IPv6 with a port", hops: 1, forwarded: "[2001:db8::1]:4711", is: "2001:db8::1" },
  { title: "IPv6 without", hops: 1, forwarded: "2001:db8::1", is: "2001:db8::1" },
  { title: "IPv6 with a zone is none of the internet's", hops: 1, forwarded: "fe80::1%eth0", is: PROXY },
])("$title", ({ hops, forwarded, is }) => {
  expect(clientAddress({ remote: PROXY, forwarded }, hops)).toBe(is);
});
