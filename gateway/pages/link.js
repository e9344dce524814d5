"use strict";

const NOT_WHOLE = "This link is not whole. Copy all of it from the mail.";
const NO_ANSWER = "The server could not answer. Try again in a minute.";

// The token stands behind the #, which browsers keep to themselves, and is sent only on a click:
// programs that open every link of a mail do not use it up.
async function answerTo(query, variables) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return Object.values((await response.json()).data)[0];
}

// `perform` gets the token and gives the mutation's answer; `thanks` is said of one without reason.
function onSubmit(perform, thanks) {
  const form = document.querySelector("form");
  const button = form.querySelector("button");
  const outcome = document.getElementById("outcome");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const token = location.hash.slice(1);
    if (!token) return void (outcome.textContent = NOT_WHOLE);
    button.disabled = true;
    try {
      const answer = await perform(token);
      outcome.textContent = answer.reason ?? thanks(answer);
      button.disabled = !answer.reason;
    } catch {
      outcome.textContent = NO_ANSWER;
      button.disabled = false;
    }
  });
}
