// Listens with a client that resumes, and says all that happens to it.
import { connect } from "./connect/resume.js";
import { LISTEN } from "./documents.mjs";
import { id, say, task, token, url } from "./stage.mjs";

const signedIn = async () => {
  const given = await token();
  if (given === null) throw new Error("Sign in again");
  return given;
};
const client = connect(url.replace("http", "ws"), signedIn, task.patience);

let isOpen = false;
client.on("connected", () => (isOpen = true));
client.on("closed", ({ code }) => {
  if (isOpen && code !== 1000 && !task.isBrief) say({ closed: code });
  isOpen = false;
});

const payload = { query: LISTEN, variables: { id, after: task.after }, ...task.payload };
client.subscribe(payload, {
  next: ({ data: { conversationEvents: event } }) => {
    say({ heard: event.message?.body ?? event.__typename });
  },
  error: (reason) => say({ ended: reason.code ?? reason.message }),
  complete: () => say({ ended: "complete" }),
});
