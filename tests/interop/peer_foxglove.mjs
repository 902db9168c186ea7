// Runs beside Foxglove's npm packages: opens a recording as its viewer does, by the index, and checks every message against the
// schema that Foxglove publishes, or against the one that the file brings along where the name is not Foxglove's.
import { createRequire } from 'node:module'
import { open } from 'node:fs/promises'
import { McapIndexedReader } from '@mcap/core'
import { loadDecompressHandlers } from '@mcap/support'
import { FileHandleReadable } from '@mcap/nodejs'

const require = createRequire(import.meta.url)
const published = require('@foxglove/schemas/jsonschema')
const Ajv = require('ajv')

const ajv = new Ajv({ strict: false })
const known = Object.fromEntries(Object.values(published).filter((one) => one?.title?.startsWith?.('foxglove.')).map((one) => [one.title, one]))
const handle = await open(process.argv[2])
const reader = await McapIndexedReader.Initialize({
  readable: new FileHandleReadable(handle),
  decompressHandlers: await loadDecompressHandlers()
})

const topics = {}
for (const channel of reader.channelsById.values()) {
  const schema = reader.schemasById.get(channel.schemaId)
  const own = JSON.parse(new TextDecoder().decode(schema.data))
  topics[channel.topic] = {
    schema: schema.name,
    encodings: [channel.messageEncoding, schema.encoding],
    ofFoxglove: schema.name in known,
    check: ajv.compile(known[schema.name] ?? own),
    messages: 0,
    wrong: [],
    audioBytes: 0
  }
}
const decoder = new TextDecoder()
let before = 0n
let backwards = 0
for await (const message of reader.readMessages()) {
  const topic = topics[reader.channelsById.get(message.channelId).topic]
  const body = JSON.parse(decoder.decode(message.data))
  topic.messages += 1
  if (!topic.check(body)) topic.wrong.push(ajv.errorsText(topic.check.errors))
  if (topic.schema === 'foxglove.RawAudio') topic.audioBytes += Buffer.from(body.data, 'base64').length
  if (message.logTime < before) backwards += 1
  before = message.logTime
}
// What a panel asks for when somebody jumps to the middle of the time line.
const { messageStartTime, messageEndTime, messageCount } = reader.statistics
const middle = (messageStartTime + messageEndTime) / 2n
let sought = 0
for await (const message of reader.readMessages({ startTime: middle, topics: ['/audio/microphone'] })) {
  if (message.logTime < middle) throw new Error('a message from before the place that was sought')
  sought += 1
}
await handle.close()
for (const topic of Object.values(topics)) { delete topic.check; topic.wrong = topic.wrong.slice(0, 3) }
console.log(JSON.stringify({ topics, backwards, sought, messages: Number(messageCount) }))
