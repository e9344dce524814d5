// Asks for the same twice by the hash of its text (automatic persisted queries).
import { createHash } from "node:crypto";
import { gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { READ } from "./documents.mjs";
import { apollo, overHttp } from "./connect/apollo.mjs";
import { id, leave, say, token, url } from "./stage.mjs";

const ask = globalThis.fetch;
globalThis.fetch = (to, options) => {
  say({ sent: JSON.parse(options.body).query ? "text" : "hash" });
  return ask(to, options);
};

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const client = apollo(url, token);
client.setLink(new PersistedQueryLink({ sha256 }).concat(overHttp(url, token)));

for (const fetchPolicy of ["network-only", "network-only"]) {
  const { data } = await client.query({ query: gql(READ), variables: { id }, fetchPolicy });
  say({ read: data.viewer.user.name });
}
leave();
