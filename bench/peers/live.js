import { randomUUID } from 'node:crypto'
import { createPubSub } from 'graphql-yoga'
import { hasSeat, usersOf } from './database.js'
import { listening } from './listening.js'

// In memory only: nothing is written to the database, and nothing survives this process.
const pubSub = createPubSub()
let number = 0

export const live = {
  Mutation: {
    async sendMessage (_, { input: { conversationId, body } }, { viewer }) {
      if (!await hasSeat(viewer, conversationId)) {
        return { __typename: 'NotFound', reason: 'There is no such conversation' }
      }
      const [sender] = await usersOf([viewer])
      const id = `message_${randomUUID()}`
      const message = { id, number: ++number, body, sentAt: new Date().toISOString(), sender }
      pubSub.publish(conversationId, message)
      return { __typename: 'SendMessagePayload', message }
    }
  },
  Subscription: listening(pubSub)
}
