import { urql } from "./connect/urql.mjs";
import { LISTEN, READ, SEND } from "./documents.mjs";
import { hello, id, leave, sayRead, saySent, token, untilGoodbye, url } from "./stage.mjs";

const client = urql(url, token);

const read = await client.query(READ, { id }).toPromise();
if (read.error) throw read.error;
sayRead(read.data.viewer.user.name, read.data.conversation.messages.nodes);

const sent = await client.mutation(SEND, { input: hello() }).toPromise();
if (sent.error) throw sent.error;
saySent(sent.data.sendMessage);

let listening;
await untilGoodbye((hear, failed) => {
  const variables = { id, after: read.data.conversation.cursor };
  const next = ({ data, error }) => (error ? failed(error) : hear(data));
  listening = client.subscription(LISTEN, variables).subscribe(next);
});
listening.unsubscribe();
leave();
