import { gql } from "@apollo/client";
import { buildSchema, isAbstractType } from "graphql";
import { LISTEN, READ, SEND } from "./documents.mjs";
import { hello, id, leave, sayRead, saySent, untilGoodbye, url } from "./stage.mjs";

export async function talk(client) {
  const read = await client.query({ query: gql(READ), variables: { id } });
  sayRead(read.data.viewer.user.name, read.data.conversation.messages.nodes);

  const sent = await client.mutate({ mutation: gql(SEND), variables: { input: hello() } });
  saySent(sent.data.sendMessage);

  let listening;
  await untilGoodbye((hear, failed) => {
    const variables = { id, after: read.data.conversation.cursor };
    const next = ({ data, error }) => (error ? failed(error) : hear(data));
    listening = client.subscribe({ query: gql(LISTEN), variables }).subscribe({ next });
  });
  listening.unsubscribe();
  leave();
}

/** Which types each interface and union of the served schema has. */
export async function possibleTypes() {
  const response = await fetch(url.replace("/graphql", "/schema.graphql"));
  const schema = buildSchema(await response.text());
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  const names = (type) => schema.getPossibleTypes(type).map(({ name }) => name);
  return Object.fromEntries(abstract.map((type) => [type.name, names(type)]));
}
