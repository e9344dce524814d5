"use strict";

const { createElement, useState } = React;

const root = document.getElementById("graphiql");
const endpoint = location.origin + location.pathname;
const socket = endpoint.replace(/^http/, "ws");
const examples = JSON.parse(root.dataset.tabs);
const isFirstVisit = sessionStorage.length === 0;

function authorization(headers) {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === "authorization");
  return given ? { authorization: given[1] } : {};
}

// One socket for each subscription: a connection carries one Authorization, and tabs can differ.
function fetcher(operation, options) {
  const connectionParams = authorization(options?.headers ?? {});
  const wsClient = graphqlWs.createClient({ url: socket, connectionParams, retryAttempts: 0 });
  const fetch = GraphiQL.createFetcher({ url: endpoint, wsClient, enableIncrementalDelivery: false });
  return fetch(operation, options);
}

function Page() {
  const [query, setQuery] = useState();
  const explorer = GraphiQLPluginExplorer.useExplorerPlugin({ query, onEdit: setQuery });
  const options = {
    fetcher,
    query,
    onEditQuery: setQuery,
    plugins: [explorer],
    defaultTabs: examples,
    // GraphiQL opens the first of its default tabs without that tab's variables.
    variables: isFirstVisit ? examples[0].variables : undefined,
    defaultEditorToolsVisibility: "variables",
    inputValueDeprecation: true,
    schemaDescription: true,
    // Passwords and tokens typed here survive a reload, and end with the browser's tab.
    storage: sessionStorage,
    shouldPersistHeaders: true,
  };
  return createElement(GraphiQL, options, createElement(GraphiQL.Logo, null, "Mentorgraph"));
}

ReactDOM.render(createElement(Page), root);
