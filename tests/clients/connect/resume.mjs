import { createClient } from "graphql-ws";

/** A graphql-ws client that comes back after whatever happens to its connection. `token()` gives,
 * for each connection anew, a token that has not ended; it throws when nobody is signed in. */
export function connect(url, token) {
  const client = createClient({
    url,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
    retryAttempts: Infinity,
    retryWait: pause,
    // By default a refused connection is the end, for it has no close code; nor has an Error.
    shouldRetry: (reason) => "code" in reason || !(reason instanceof Error),
  });
  return resuming(client);
}

/** The client, but each subscription goes on from its newest cursor: no gap, no repeat. */
export const resuming = (client) => ({
  ...client,
  subscribe(payload, sink) {
    // The client sends this very object with each connection, so it holds the newest cursor.
    const variables = { ...payload.variables };
    let newest, stop;
    const next = (result) => {
      newest = Object.values(result.data ?? {})[0];
      if (newest?.cursor) variables.after = newest.cursor;
      sink.next(result);
    };
    const complete = () => (newest?.__typename === "ResyncRequired" ? begin() : sink.complete());
    const begin = () => {
      newest = undefined;
      stop = client.subscribe({ ...payload, variables }, { ...sink, next, complete });
    };
    begin();
    return () => stop();
  },
});

/** Half a second at first, at most 30 later, and never the same for all clients at once. */
export function pause(tries) {
  const longest = Math.min(20_000, 500 * 2 ** tries);
  return new Promise((wake) => setTimeout(wake, longest * (0.5 + Math.random())));
}
