import { Environment, Network, Observable, RecordSource, Store } from "relay-runtime";
import { connect } from "./resume.mjs";

export function relay(url, token) {
  const live = connect(url.replace(/^http/, "ws"), token);
  const ask = async ({ text }, variables) => {
    const headers = {
      authorization: `Bearer ${await token()}`,
      "content-type": "application/json",
      accept: "application/graphql-response+json",
    };
    const body = JSON.stringify({ query: text, variables });
    return (await fetch(url, { method: "POST", headers, body })).json();
  };
  const listen = ({ text }, variables) =>
    Observable.create((sink) => live.subscribe({ query: text, variables }, sink));
  return new Environment({
    network: Network.create(ask, listen),
    store: new Store(new RecordSource()),
  });
}
