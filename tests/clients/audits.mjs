import { auditServer } from "graphql-http";
import { leave, say, url } from "./stage.mjs";

const audits = await auditServer({ url });
say({ audits: audits.map(({ id, name, status, reason }) => ({ id, name, status, reason })) });
leave();
