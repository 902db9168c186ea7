// Runs beside the npm package `openai-realtime-api`, a port of OpenAI's beta reference client: question, tool, barge-in.
import { RealtimeClient } from 'openai-realtime-api'

const client = new RealtimeClient({ url: process.argv[2], apiKey: 'k', model: 'cabin-voice' })
const done = []
const errors = []
let waiting = null
let audio = 0
let deltas = 0
client.realtime.on('server.response.done', (event) => {
  done.push(event.response.status)
  if (waiting) waiting()
})
client.realtime.on('server.response.audio.delta', () => { deltas += 1; if (deltas === 1 && onFirst) onFirst() })
client.on('conversation.updated', ({ delta }) => { if (delta?.audio) audio += delta.audio.byteLength })
client.on('error', (event) => errors.push(String(event.error?.message ?? event.message)))
let onFirst = null
const finished = (count) => new Promise((resolve) => {
  waiting = () => { if (done.length >= count) resolve() }
  waiting()
})
const called = []
const transcripts = () => client.conversation.getItems().map((item) => item.formatted?.transcript ?? '')

await client.connect()
await client.waitForSessionCreated()
client.addTool(
  { name: 'get_vehicle_state', description: 'Values of signals', parameters: { type: 'object', properties: {} } },
  (values) => { called.push(values); return { Speed: 50 } }
)
client.appendInputAudio(new Int16Array(12000).fill(9000))
client.createResponse()
await finished(1)
const spoken = audio
client.sendUserMessageContent([{ type: 'input_text', text: 'use the tool' }])
await finished(3)
deltas = 0
const first = new Promise((resolve) => { onFirst = resolve })
client.sendUserMessageContent([{ type: 'input_text', text: 'talk long' }])
await first
client.cancelResponse()
await finished(4)
client.sendUserMessageContent([{ type: 'input_text', text: 'still there?' }])
await finished(5)
console.log(JSON.stringify({ spoken, called, done, errors, transcripts: transcripts() }))
client.disconnect()
process.exit(0)
