import DataLoader from 'dataloader'
import { conversationsOf, messagesOf, userSeenBy, usersOf } from './database.js'

export const resolvers = {
  Query: {
    viewer: (_, __, { viewer }) => (viewer ? { uuid: viewer } : null),
    user: (_, { id }, { viewer }) => userSeenBy(viewer, id)
  },
  Viewer: {
    conversations: ({ uuid }, { first }) => conversationsOf(uuid, first)
  },
  Conversation: {
    messages: ({ uuid }, { first }, { pages }) => pages(first).load(uuid)
  },
  Message: {
    sender: ({ sender, senderId }, _, { users }) => sender ?? users.load(senderId)
  }
}

// Fresh for every request.
export function contextOf (viewer) {
  const made = new Map()
  return {
    viewer,
    users: new DataLoader(usersOf),
    pages (first) {
      if (!made.has(first)) made.set(first, new DataLoader((ids) => messagesOf(ids, first)))
      return made.get(first)
    }
  }
}
