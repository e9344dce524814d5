import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { createSchema, createYoga } from 'graphql-yoga'
import { contextOf, resolvers } from './resolvers.js'

const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => contextOf(request.headers.get('x-viewer'))
})
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
