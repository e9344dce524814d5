import { auditServer } from "graphql-http";
import { leave, say, task, token, url } from "./stage.mjs";

const authorization = task.isSignedIn && `Bearer ${await token()}`;
const fetchFn = (to, options) => {
  const headers = { ...options?.headers, ...(authorization && { authorization }) };
  return fetch(to, { ...options, headers });
};

const audits = await auditServer({ url, fetchFn });
say({ audits: audits.map(({ id, name, status, reason }) => ({ id, name, status, reason })) });
leave();
