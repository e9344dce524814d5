import { messagesOf, usersOf } from './database.js'

// mercurius' own form of batching, in place of DataLoader.
export const loaders = {
  Conversation: {
    messages: (queries) =>
      messagesOf(queries.map(({ obj }) => obj.uuid), queries[0].params.first)
  },
  Message: {
    async sender (queries) {
      const ids = [...new Set(queries.map(({ obj }) => obj.senderId))]
      const rows = await usersOf(ids)
      const found = new Map(ids.map((id, place) => [id, rows[place]]))
      return queries.map(({ obj }) => found.get(obj.senderId))
    }
  }
}
