import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import postgres from 'postgres'

// PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE say where.
const sql = postgres({ max: 20, onnotice: () => {} })

function statement (name) {
  const text = readFileSync(new URL(`statements/${name}.sql`, import.meta.url), 'utf8')
  return (...values) => sql.unsafe(text, values, { prepare: true })
}

const conversations = statement('conversations')
const messages = statement('messages')
const saying = statement('say')
const seat = statement('seat')
const user = statement('user')
const users = statement('users')

const uuidOf = (id) => id.slice(id.indexOf('_') + 1)

const shownUser = (row) => ({ id: `user_${row.id}`, name: row.name, headline: row.headline })

const shownMessage = (row) => ({
  id: `message_${row.id}`,
  number: row.number,
  body: row.body,
  sentAt: row.created_at.toISOString(),
  senderId: row.sender_id
})

export async function conversationsOf (viewer, first) {
  const rows = await conversations(viewer, first)
  return { nodes: rows.map((row) => ({ id: `conversation_${row.id}`, uuid: row.id })) }
}

export async function messagesOf (parents, first) {
  const pages = new Map(parents.map((id) => [id, { nodes: [] }]))
  for (const row of await messages(parents, first)) {
    pages.get(row.conversation_id).nodes.push(shownMessage(row))
  }
  return parents.map((id) => pages.get(id))
}

export async function usersOf (ids) {
  const found = new Map()
  for (const row of await users(ids)) found.set(row.id, shownUser(row))
  return ids.map((id) => found.get(id) ?? null)
}

export async function userSeenBy (viewer, id) {
  const [row] = await user(uuidOf(id), viewer)
  return row ? shownUser(row) : null
}

export async function hasSeat (viewer, conversationId) {
  return (await seat(viewer, uuidOf(conversationId))).length > 0
}

export async function say (viewer, conversationId, clientId, body) {
  const ids = [uuidOf(conversationId), viewer, randomUUID()]
  const [row] = await saying(...ids, clientId, body, randomUUID())
  return row && shownMessage(row)
}
