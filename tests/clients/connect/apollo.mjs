import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { connect } from "./resume.mjs";

/** `possibleTypes` of the schema, as the codegen plugin `fragment-matcher` writes them. */
export function apollo(url, token, possibleTypes) {
  const signed = new SetContextLink(async ({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${await token()}` },
  }));
  const live = new GraphQLWsLink(connect(url.replace(/^http/, "ws"), token));
  const link = ApolloLink.split(
    (operation) => operation.operationType === "subscription",
    live,
    signed.concat(new HttpLink({ uri: url })),
  );
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes }) });
}
