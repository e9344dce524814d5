import { commitMutation, fetchQuery, requestSubscription } from "relay-runtime";
import { relay } from "./connect/relay.mjs";
import { artifact, hello, id, leave, sayRead, saySent, token, untilGoodbye, url } from "./stage.mjs";

const environment = relay(url, token);

const read = await fetchQuery(environment, await artifact("TalkReadQuery"), { id }).toPromise();
const messages = read.conversation.messages.edges.map(({ node }) => node);
sayRead(read.viewer.user.name, messages);

const mutation = await artifact("TalkSendMutation");
const sent = await new Promise((onCompleted, onError) => {
  commitMutation(environment, { mutation, variables: { input: hello() }, onCompleted, onError });
});
saySent(sent.sendMessage);

const subscription = await artifact("TalkListenSubscription");
let listening;
await untilGoodbye((onNext, onError) => {
  const variables = { id, after: read.conversation.cursor };
  listening = requestSubscription(environment, { subscription, variables, onNext, onError });
});
listening.dispose();
leave();
