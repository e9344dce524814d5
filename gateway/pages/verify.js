"use strict";

// The token stands behind the #, which browsers keep to themselves, and is sent only on a click:
// programs that open every link of a mail do not use it up.
const MUTATION = `mutation ($token: String!) {
  verifyEmail(input: { token: $token }) {
    ... on VerifyEmailPayload { user { name } }
    ... on Problem { reason }
  }
}`;

const button = document.getElementById("verify");
const outcome = document.getElementById("outcome");

async function verify(token) {
  if (!token) return "This link is not whole. Copy all of it from the mail.";
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: MUTATION, variables: { token } }),
  });
  const { verifyEmail } = (await response.json()).data;
  return verifyEmail.reason ?? `Thank you, ${verifyEmail.user.name}. You can sign in now.`;
}

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    outcome.textContent = await verify(location.hash.slice(1));
  } catch {
    outcome.textContent = "The server could not answer. Try again in a minute.";
    button.disabled = false;
  }
});
