// What the two protocol clients do, which are used alike.
import { LISTEN, READ, SEND } from "./documents.mjs";
import { hello, id, leave, sayRead, saySent, untilGoodbye } from "./stage.mjs";

export async function talk(client) {
  const once = (query, variables) =>
    new Promise((next, error) => {
      client.subscribe({ query, variables }, { next, error, complete() {} });
    });

  const read = await once(READ, { id });
  sayRead(read.data.viewer.user.name, read.data.conversation.messages.nodes);

  const sent = await once(SEND, { input: hello() });
  saySent(sent.data.sendMessage);

  let stop;
  await untilGoodbye((hear, error) => {
    const variables = { id, after: read.data.conversation.cursor };
    const next = ({ data, errors }) => (errors ? error(errors) : hear(data));
    stop = client.subscribe({ query: LISTEN, variables }, { next, error, complete() {} });
  });
  stop();
  leave();
}
