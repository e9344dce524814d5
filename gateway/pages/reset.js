"use strict";

const MUTATION = `mutation ($token: String!, $password: String!) {
  resetPassword(input: { token: $token, newPassword: $password }) {
    ... on ResetPasswordPayload { resetAt }
    ... on Problem { reason }
  }
}`;

const password = document.getElementById("password");

onSubmit(
  (token) => answerTo(MUTATION, { token, password: password.value }),
  () => "Your password is changed. You can sign in with it now.",
);
