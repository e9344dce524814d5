import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { useServer } from 'graphql-ws/use/ws'
import { createSchema, createYoga } from 'graphql-yoga'
import { WebSocketServer } from 'ws'
import { contextOf, resolvers } from './resolvers.js'

// In memory, or written to PostgreSQL and published over Redis.
const { live } = await import(process.env.REDIS_URL ? './durable.js' : './live.js')

const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')
const schema = createSchema({ typeDefs, resolvers: { ...resolvers, ...live } })

const viewerOf = (request, req) => (req ? req.headers['x-viewer'] : request.headers.get('x-viewer'))

const yoga = createYoga({
  schema,
  context: ({ request, req }) => contextOf(viewerOf(request, req))
})
const server = createServer(yoga)

useServer(
  {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    async onSubscribe (ctx, _id, params) {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...ctx,
        req: ctx.extra.request,
        socket: ctx.extra.socket,
        params
      })
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe }
      }
      const errors = validate(args.schema, args.document)
      return errors.length > 0 ? errors : args
    }
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint })
)

server.listen(Number(process.env.PORT), '127.0.0.1')
