import { connect } from "./connect/resume.js";
import { token, url } from "./stage.mjs";
import { talk } from "./talk.mjs";

await talk(connect(url.replace("http", "ws"), token));
