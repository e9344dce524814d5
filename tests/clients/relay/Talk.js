// What relay-compiler reads; what it writes is what relay.mjs runs.
import { graphql } from "relay-runtime";

graphql`
  query TalkReadQuery($id: ID!) {
    viewer { user { id name } }
    conversation(id: $id) {
      id
      cursor
      messages(last: 10) @connection(key: "Talk_messages") {
        edges { node { id number body } }
      }
    }
  }
`;

graphql`
  mutation TalkSendMutation($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { message { id number body } }
      ... on Problem { reason }
    }
  }
`;

graphql`
  subscription TalkListenSubscription($id: ID!, $after: Cursor) {
    conversationEvents(conversationId: $id, after: $after) {
      __typename
      ... on LogLine { cursor }
      ... on MessageSent { message { id number body sender { id name } } }
      ... on Heartbeat { cursor }
      ... on ResyncRequired { cursor reason }
    }
  }
`;
