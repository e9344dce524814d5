import { GraphQLError } from 'graphql'
import { pipe, map } from 'graphql-yoga'
import { hasSeat } from './database.js'

export const listening = (pubSub) => ({
  conversationEvents: {
    async subscribe (_, { conversationId }, { viewer }) {
      if (!await hasSeat(viewer, conversationId)) throw new GraphQLError('Not yours')
      return pipe(
        pubSub.subscribe(conversationId),
        map((message) => ({ __typename: 'MessageSent', cursor: `${message.number}`, message }))
      )
    },
    resolve: (event) => event
  }
})
