// What each client asks, says and listens to; Relay's own are in relay/operations.js.

export const READ = `
  query Read($id: ID!) {
    viewer { user { id name } }
    conversation(id: $id) { id cursor messages(last: 10) { nodes { id number body } } }
  }
`;

export const SEND = `
  mutation Send($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { message { id number body } }
      ... on Problem { reason }
    }
  }
`;

export const LISTEN = `
  subscription Listen($id: ID!, $after: Cursor) {
    conversationEvents(conversationId: $id, after: $after) {
      __typename
      ... on LogLine { cursor }
      ... on MessageSent { message { id number body sender { id name } } }
      ... on Heartbeat { cursor }
      ... on ResyncRequired { cursor reason }
    }
  }
`;
