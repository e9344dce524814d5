import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { connect } from "./resume.js";

/** `possibleTypes` of the schema, as the codegen plugin `fragment-matcher` writes them. */
export function apollo(url, token, possibleTypes) {
  const live = new GraphQLWsLink(connect(url.replace(/^http/, "ws"), token));
  const isLive = ({ operationType }) => operationType === "subscription";
  const link = ApolloLink.split(isLive, live, overHttp(url, token));
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes }) });
}

/** Alone, it hears subscriptions too, by multipart; then resuming is left to you. */
export function overHttp(url, token) {
  const signed = new SetContextLink(async ({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${await token()}` },
  }));
  return signed.concat(new HttpLink({ uri: url }));
}
