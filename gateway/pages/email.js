"use strict";

const MUTATION = `mutation ($token: String!) {
  confirmEmailChange(input: { token: $token }) {
    ... on ConfirmEmailChangePayload { email }
    ... on Problem { reason }
  }
}`;

onSubmit(
  (token) => answerTo(MUTATION, { token }),
  ({ email }) => `Thank you. Sign in with ${email} from now on.`,
);
