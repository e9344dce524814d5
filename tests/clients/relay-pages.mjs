import { fetchQuery, getSingularSelector } from "relay-runtime";
import { relay } from "./connect/relay.mjs";
import { artifact, id, leave, say, token, url } from "./stage.mjs";

const environment = relay(url, token);
const fragment = await artifact("History_conversation");
const ask = async (name, variables) =>
  fetchQuery(environment, await artifact(name), variables).toPromise();

const { conversation } = await ask("HistoryQuery", { id });
for (let page = shown(); page.pageInfo.hasPreviousPage; page = shown()) {
  say({ page: page.edges.map(({ node }) => node.body) });
  await ask("HistoryRefetchQuery", { id, count: 2, before: page.pageInfo.startCursor });
}
say({ page: shown().edges.map(({ node }) => node.body) });
leave();

/** The connection as Relay has put it together so far. */
function shown() {
  return environment.lookup(getSingularSelector(fragment, conversation)).data.messages;
}
