import { createClient } from "graphql-ws";
import type { Client, ExecutionResult, Sink, SubscribePayload } from "graphql-ws";

/** What every subscription to a log selects of its events. */
interface Event {
  __typename?: string;
  cursor?: string;
}

const MOST_KEPT = 1_000;

/** A graphql-ws client that comes back after whatever happens to its connection. `token()` gives,
 * for each connection anew, a token that has not ended; it throws when nobody is signed in. A server
 * that says nothing for `patience` milliseconds, not even `pong`, is gone. */
export function connect(url: string, token: () => Promise<string>, patience = 20_000): Client {
  let silence: ReturnType<typeof setTimeout>;
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(() => client.terminate(), patience);
  };
  const client = createClient({
    url,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
    keepAlive: patience / 2,
    on: { opened: hear, message: hear, closed: () => clearTimeout(silence) },
    retryAttempts: Infinity,
    retryWait: pause,
    // By default a refused connection is the end, for it has no close code; nor has an Error.
    shouldRetry: (reason) => "code" in Object(reason) || !(reason instanceof Error),
  });
  return resuming(client);
}

/** The client, but each subscription goes on from its newest cursor: no gap, no repeat. */
export const resuming = <C extends Pick<Client, "subscribe">>(client: C): C => ({
  ...client,
  subscribe<D, E>(payload: SubscribePayload, sink: Sink<ExecutionResult<D, E>>) {
    // The client writes this very object with each connection, so it holds the newest cursor.
    const variables: Record<string, unknown> = { ...payload.variables };
    const heard = new Set<string>();
    let newest: Event | undefined;
    let isOver = false;
    let stop = () => {};

    const next = (result: ExecutionResult<D, E>) => {
      newest = Object.values(result.data ?? {})[0] as Event | undefined;
      if (newest && isRepeat(newest, heard)) return;
      if (newest?.cursor) variables.after = newest.cursor;
      sink.next(result);
    };
    const complete = () => {
      const goesOn = newest?.__typename === "ResyncRequired" && !isOver;
      goesOn ? begin() : sink.complete();
    };
    const begin = () => {
      newest = undefined;
      stop = client.subscribe<D, E>({ ...payload, variables }, { ...sink, next, complete });
    };
    begin();
    return () => {
      isOver = true;
      stop();
    };
  },
});

/** Whether a line came already. The server repeats none; what lies between might. */
function isRepeat({ __typename, cursor }: Event, heard: Set<string>): boolean {
  if (!cursor || __typename === "Heartbeat" || __typename === "ResyncRequired") return false;
  if (heard.has(cursor)) return true;
  heard.add(cursor);
  for (const oldest of heard) {
    if (heard.size <= MOST_KEPT) break;
    heard.delete(oldest);
  }
  return false;
}

/** Half a second at first, at most 30 later, and never the same for all clients at once. */
export function pause(tries: number): Promise<void> {
  const longest = Math.min(20_000, 500 * 2 ** tries);
  return new Promise((wake) => setTimeout(wake, longest * (0.5 + Math.random())));
}
