// How a program and the test that runs it talk: JSON, a line each way.
import { createInterface } from "node:readline";
import WebSocket from "ws";

// Browsers have one, and Node from 22 on.
globalThis.WebSocket ??= WebSocket;

export const task = JSON.parse(process.argv[2]);
export const { url, conversation: id } = task;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

export const say = (what) => console.log(JSON.stringify(what));

/** An access token, from the test. */
export async function token() {
  say({ wanted: "token" });
  return JSON.parse((await lines.next()).value);
}

export const hello = () => ({ conversationId: id, clientId: crypto.randomUUID(), body: "Hello" });

export const sayRead = (name, messages) => say({ read: [name, ...messages.map(({ body }) => body)] });

export const saySent = ({ message: { number, body } }) => say({ sent: { number, body } });

/** Says each event; the promise ends with the message that says Goodbye. */
export function untilGoodbye(listen) {
  return new Promise((done, failed) => {
    const hear = ({ conversationEvents: { cursor, message } }) => {
      const { number, body, sender } = message;
      say({ heard: { cursor, number, body, sender: sender.name } });
      if (body === "Goodbye") done();
    };
    listen(hear, failed);
  });
}

/** What relay-compiler wrote for an operation. */
export const artifact = async (name) => (await import(`${task.artifacts}/${name}.graphql.js`)).default;

/** Lets the program end, if nothing else of it runs. */
export const leave = () => process.stdin.destroy();
