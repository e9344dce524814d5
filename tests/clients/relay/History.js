// A conversation read backwards, page by page, as `usePaginationFragment` asks for it.
import { graphql } from "relay-runtime";

graphql`
  query HistoryQuery($id: ID!) {
    conversation(id: $id) { ...History_conversation }
  }
`;

graphql`
  fragment History_conversation on Conversation
  @refetchable(queryName: "HistoryRefetchQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, before: { type: "Cursor" }) {
    messages(last: $count, before: $before) @connection(key: "History_messages") {
      edges { node { body } }
    }
  }
`;
