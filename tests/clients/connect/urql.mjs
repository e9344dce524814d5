import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { connect } from "./resume.js";

export function urql(url, token) {
  const live = connect(url.replace(/^http/, "ws"), token);
  const forwardSubscription = ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: live.subscribe({ query, variables }, sink) }),
  });
  return new Client({
    url,
    exchanges: [cacheExchange, fetchExchange, subscriptionExchange({ forwardSubscription })],
    fetch: async (to, options) => {
      const authorization = `Bearer ${await token()}`;
      return fetch(to, { ...options, headers: { ...options.headers, authorization } });
    },
  });
}
