// A page that sends a file, and one that shows it without a token.
import { upload } from "./connect/files.mjs";
import { hello, id, leave, say, task, token } from "./stage.mjs";

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessagePayload { message { attachments { name mediaType signedUrl } } }
  }
}`;

async function ask(query, variables) {
  const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
  const body = JSON.stringify({ query, variables });
  return (await (await fetch(task.url, { method: "POST", headers, body })).json()).data;
}

const file = new File([task.text], "Plan.txt");
const attachmentIds = [await upload(ask, token, id, file)];
const { sendMessage } = await ask(SEND, { input: { ...hello(), attachmentIds } });
const [{ name, mediaType, signedUrl }] = sendMessage.message.attachments;
say({ sent: { name, mediaType } });
say({ shown: await (await fetch(signedUrl)).text() });
await upload(ask, token, id, new File(["MZ"], "a.exe")).catch(({ message }) => say({ refused: message }));
leave();
