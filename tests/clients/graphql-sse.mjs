import { sse } from "./connect/sse.mjs";
import { token, url } from "./stage.mjs";
import { talk } from "./talk.mjs";

await talk(sse(url, token));
