"use strict";

const MUTATION = `mutation ($token: String!) {
  verifyEmail(input: { token: $token }) {
    ... on VerifyEmailPayload { user { name } }
    ... on Problem { reason }
  }
}`;

onSubmit(
  (token) => answerTo(MUTATION, { token }),
  ({ user }) => `Thank you, ${user.name}. You can sign in now.`,
);
