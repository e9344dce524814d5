const REQUEST = `mutation ($input: RequestUploadInput!) {
  requestUpload(input: $input) {
    ... on RequestUploadPayload { uploadUrl attachment { id } }
    ... on Problem { reason }
  }
}`;

/** Uploads a `File`, as an `<input type="file">` has it, and gives its id for `attachmentIds`.
 * `ask(query, variables)` is your client: it gives the data of the answer. */
export async function upload(ask, token, conversationId, file) {
  const input = { conversationId, name: file.name, byteCount: file.size };
  const { uploadUrl, attachment, reason } = (await ask(REQUEST, { input })).requestUpload;
  if (reason) throw new Error(reason);
  const headers = { authorization: `Bearer ${await token()}` };
  const answer = await fetch(uploadUrl, { method: "PUT", headers, body: file });
  if (!answer.ok) throw new Error((await answer.json()).errors[0].message);
  return attachment.id;
}
