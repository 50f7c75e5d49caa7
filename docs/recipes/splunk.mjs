/**
 * Records → Splunk, through the HTTP Event Collector. It knows no ids: what was sent is kept in a file. Where the token has indexer
 * acknowledgement, a record counts as sent once Splunk has indexed it.
 *
 *   SPLUNK_HEC_URL=https://splunk.example:8088 SPLUNK_HEC_TOKEN=… node splunk.mjs audit-2026-10.jsonl.gz
 */
import {randomUUID} from 'node:crypto'
import {basename} from 'node:path'
import {addressIn, request, run, Stop, sendWhole, variable} from './send-records.mjs'

const mostPolls = 60

async function connect(file) {
  const url = addressIn('SPLUNK_HEC_URL', 'the address of the HTTP Event Collector')
  const index = process.env.SPLUNK_INDEX?.trim()
  const channel = randomUUID()
  const headers = {
    authorization: `Splunk ${variable('SPLUNK_HEC_TOKEN', 'the token of the HTTP Event Collector')}`,
    'x-splunk-request-channel': channel,
    'content-type': 'application/json',
  }
  const post = async events => {
    const body = events.map(({text}) => text).join('\n')
    const response = await request(`${url}/services/collector/event`, {method: 'POST', headers, body})
    const {ackId} = response.ok ? await response.json() : {}
    if (ackId !== undefined) await acknowledged(`${url}/services/collector/ack?channel=${channel}`, headers, ackId)
    return response
  }
  const common = {source: basename(file), sourcetype: 'o365:management:activity', ...(index ? {index} : {})}
  return {
    // `max_content_length` of older versions is 1,000,000 bytes, of newer ones 800 MB. A single longer record goes alone; `maxEventSize` is 5 MB by default.
    mostBytes: 800_000,
    mostEvents: 1000,
    overhead: 1,
    // The record goes in as it is, and keeps its numbers to the digit.
    toEvent: ({key, time, line}) => ({
      text: `{"time":${time / 1000},${JSON.stringify({...common, fields: {record_key: key}}).slice(1, -1)},"event":${line}}`,
    }),
    send: events => sendWhole(events, post),
  }
}

async function acknowledged(url, headers, id) {
  for (let poll = 0; poll < mostPolls; poll++) {
    const response = await request(url, {method: 'POST', headers, body: JSON.stringify({acks: [id]})})
    const {acks} = response.ok ? await response.json() : {}
    if (acks?.[id] === true) return
    await new Promise(resolve => setTimeout(resolve, Math.min(5000, 100 * 2 ** poll)))
  }
  throw new Stop('Splunk took the batch and has not acknowledged it. Run this again later.')
}

await run({name: 'splunk', connect})
