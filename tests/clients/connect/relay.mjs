import { Environment, Network, Observable, RecordSource, Store } from "relay-runtime";
import { connect } from "./resume.js";

export function relay(url, token) {
  const live = connect(url.replace(/^http/, "ws"), token);
  const ask = async (operation, variables) => {
    const headers = {
      authorization: `Bearer ${await token()}`,
      "content-type": "application/json",
      accept: "application/graphql-response+json",
    };
    const body = JSON.stringify({ ...documentOf(operation), variables });
    return (await fetch(url, { method: "POST", headers, body })).json();
  };
  const listen = (operation, variables) =>
    Observable.create((sink) => live.subscribe({ ...documentOf(operation), variables }, sink));
  return new Environment({
    network: Network.create(ask, listen),
    store: new Store(new RecordSource()),
  });
}

/** With `persistConfig` the compiler leaves an id in the operation, and its text in a manifest. */
const documentOf = ({ id, text }) => (id ? { documentId: id, query: "" } : { query: text });
