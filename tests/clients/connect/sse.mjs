import { createClient } from "graphql-sse";
import { pause, resuming } from "./resume.js";

export function sse(url, token) {
  const headers = async () => ({ authorization: `Bearer ${await token()}` });
  return resuming(createClient({ url, headers, retryAttempts: Infinity, retry: pause }));
}
