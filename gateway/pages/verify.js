"use strict";

const MUTATION = `mutation ($token: String!, $password: String!) {
  verifyEmail(input: { token: $token, password: $password }) {
    ... on VerifyEmailPayload { user { name } }
    ... on Problem { reason }
  }
}`;

const password = document.getElementById("password");

onSubmit(
  (token) => answerTo(MUTATION, { token, password: password.value }),
  ({ user }) => `Thank you, ${user.name}. You can sign in now.`,
);
