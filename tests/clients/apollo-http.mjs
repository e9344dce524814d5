import { possibleTypes, talk } from "./apollo-talk.mjs";
import { apollo, overHttp } from "./connect/apollo.mjs";
import { leave, say, token, url } from "./stage.mjs";

const client = apollo(url, token, await possibleTypes());
client.setLink(overHttp(url, token));

await talk(client).catch(({ errors }) => {
  say({ ended: errors.map(({ extensions }) => extensions.code) });
  leave();
});
