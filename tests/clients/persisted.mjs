// Apollo Client with automatic persisted queries: what it sends for a query that is asked twice.
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";
import { leave, say, url } from "./stage.mjs";

const sent = [];
const counting = (uri, options) => {
  sent.push("query" in JSON.parse(options.body) ? "text" : "hash");
  return fetch(uri, options);
};
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const link = ApolloLink.from([
  new PersistedQueryLink({ sha256 }),
  new HttpLink({ uri: url, fetch: counting }),
]);
const client = new ApolloClient({ link, cache: new InMemoryCache() });

const query = gql`{ __typename viewer { email } }`;
for (let times = 0; times < 2; times++) {
  const { data } = await client.query({ query, fetchPolicy: "network-only" });
  say({ told: data.__typename });
}
say({ sent });
leave();
