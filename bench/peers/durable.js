import { createPubSub } from 'graphql-yoga'
import { createRedisEventTarget } from '@graphql-yoga/redis-event-target'
import { Redis } from 'ioredis'
import { say, usersOf } from './database.js'
import { listening } from './listening.js'

// Written first, then told to all processes. What Redis loses is not told again.
const pubSub = createPubSub({
  eventTarget: createRedisEventTarget({
    publishClient: new Redis(process.env.REDIS_URL),
    subscribeClient: new Redis(process.env.REDIS_URL)
  })
})

export const live = {
  Mutation: {
    async sendMessage (_, { input: { conversationId, clientId, body } }, { viewer }) {
      const said = await say(viewer, conversationId, clientId, body)
      if (!said) return { __typename: 'NotFound', reason: 'There is no such conversation' }
      const [sender] = await usersOf([viewer])
      const message = { ...said, sender }
      pubSub.publish(conversationId, message)
      return { __typename: 'SendMessagePayload', message }
    }
  },
  Subscription: listening(pubSub)
}
