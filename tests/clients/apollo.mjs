import { possibleTypes, talk } from "./apollo-talk.mjs";
import { apollo } from "./connect/apollo.mjs";
import { token, url } from "./stage.mjs";

await talk(apollo(url, token, await possibleTypes()));
