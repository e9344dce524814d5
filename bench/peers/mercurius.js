import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { loaders } from './loaders.js'
import { contextOf, resolvers } from './resolvers.js'

const schema = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')
const { Query, Viewer } = resolvers
const batching = process.env.LOADERS === 'own'
  ? { resolvers: { Query, Viewer }, loaders }
  : { resolvers }

const app = Fastify()
app.register(mercurius, {
  schema,
  ...batching,
  jit: 1,
  context: (request) => contextOf(request.headers['x-viewer'])
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
