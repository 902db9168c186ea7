// Runs beside the npm package `@openai/agents-realtime`: a spoken question, a tool that the SDK runs itself, an interruption.
import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime'
import { z } from 'zod'

const called = []
const state = tool({
  name: 'get_vehicle_state',
  description: 'Values of signals',
  parameters: z.object({ names: z.array(z.string()) }),
  execute: async ({ names }) => { called.push(names); return '50' }
})
const agent = new RealtimeAgent({ name: 'car', instructions: 'Be brief.', tools: [state] })
const session = new RealtimeSession(agent, {
  transport: 'websocket',
  model: 'cabin-voice',
  config: {
    outputModalities: ['audio'],
    audio: { input: { turnDetection: { type: 'server_vad', silenceDurationMs: 200 } } }
  },
  tracingDisabled: true
})
let audio = 0
const seen = []
const errors = []
const waiters = []
const note = (kind) => {
  seen.push(kind)
  for (const waiter of [...waiters]) if (waiter.kind === kind) { waiters.splice(waiters.indexOf(waiter), 1); waiter.resolve() }
}
const next = (kind) => new Promise((resolve) => waiters.push({ kind, resolve }))
const times = async (kind, count) => { while (seen.filter((one) => one === kind).length < count) await next(kind) }
session.on('audio', (event) => { audio += event.data.byteLength; note('audio') })
session.on('error', (event) => errors.push(JSON.stringify(event.error?.error ?? String(event.error))))
session.on('agent_tool_end', () => note('tool_end'))
session.transport.on('turn_done', () => note('turn_done'))
session.transport.on('*', (event) => { if (event.type === 'response.done') note('response.done ' + event.response.status) })

await session.connect({ apiKey: 'k', url: process.argv[2] + '?model=cabin-voice' })
const loud = new Int16Array(12000).fill(9000)
let wait = next('turn_done')
session.sendAudio(loud.buffer)
session.sendAudio(new ArrayBuffer(24000))
await wait
const spoken = audio
session.sendMessage('use the tool')
// The call is one turn and the answer to its result another; the end of the tool is told before or after that of the first.
await times('turn_done', 3)
wait = next('audio')
session.sendMessage('talk long')
await wait
wait = next('turn_done')
session.interrupt()
await wait
wait = next('turn_done')
session.sendMessage('still there?')
await wait
console.log(JSON.stringify({ spoken, called, seen, errors }))
session.close()
process.exit(0)
